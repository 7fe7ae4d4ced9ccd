import { once } from "node:events";
import { HubError } from "@hub/core/error";
import type { ItemStore } from "@hub/core/ports";
import { batchOf } from "./batch.ts";

/** Another process at the same data: node worker.ts MODULE ARGUMENT count NAME TIMES | write FROM */
const [, , module = "", argument = "", task, ...given] = process.argv;
const { open } = (await import(module)) as { readonly open: (argument: string) => ItemStore | Promise<ItemStore> };
const store = await open(argument);

if (task === "count") {
  const [name = "", times = ""] = given;
  // All begin at once, when they are told to.
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  for (let n = 0; n < Number(times); n += 1) await countUp(`${name}#${n}`);
  await store.close();
  process.stdin.destroy();
} else {
  // Writes until it is killed, and says of each batch when it is committed.
  for (let batch = Number(given[0]); ; batch += 1) {
    await store.transact(batchOf(batch).map((put) => ({ put, if: "absent" as const })));
    process.stdout.write(`${batch}\n`);
  }
}

/** Adds one to the counter that all share, and leaves a mark in the same transaction. */
async function countUp(mark: string): Promise<void> {
  for (;;) {
    const counter = await store.get({ pk: "COUNTER", sk: "A" });
    const version = counter?.version ?? 0;
    try {
      await store.transact([
        { put: { pk: "COUNTER", sk: "A", version: version + 1, body: {} }, if: version === 0 ? "absent" : { version } },
        { put: { pk: "MARK", sk: mark, version: 1, body: { count: version + 1 } }, if: "absent" },
      ]);
      return;
    } catch (error) {
      // Only a lost race is tried again: STORE_BUSY would be the adapter not waiting its turn.
      if (!(error instanceof HubError) || error.code !== "CONFLICT") throw error;
    }
  }
}
