import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { itemStoreContract } from "@hub/store/contract";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { describe, inject } from "vitest";

const endpoint = inject("dynamodb") ?? "";

describe.skipIf(endpoint === "")("on DynamoDB Local", () => {
  itemStoreContract("DynamoDB", {
    async place() {
      const at = { endpoint, table: `test-${randomUUID()}` };
      await makeTable(at);
      return {
        open: async () => openDynamo(at),
        elsewhere: { module: fileURLToPath(new URL("./dynamodb-elsewhere.ts", import.meta.url)), argument: JSON.stringify(at) },
        remove: async () => {},
      };
    },
  });
});
