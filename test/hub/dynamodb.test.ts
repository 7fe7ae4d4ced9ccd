import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { run } from "../support/cli.ts";
import { temporaryFolder } from "../support/world.ts";

const endpoint = inject("dynamodb") ?? "";

describe.skipIf(endpoint === "")("the hub on DynamoDB Local", () => {
  it("holds after an import, byte for byte, what it holds on SQLite", async () => {
    const folder = temporaryFolder();
    const files = join(folder, "files");
    expect(await run(["demo", "--enterprises", "60", "--seed", "3", "--out", files])).toMatchObject({ code: 0 });
    const clock = { HUB_CLOCK: "2026-01-05T01:00:00.000Z", HUB_DATA: join(folder, "data") };
    const dynamodb = { ...clock, HUB_STORE: "dynamodb", HUB_ENDPOINT: endpoint, HUB_TABLE: `test-${randomUUID()}` };
    const taken: string[] = [];
    for (const env of [clock, dynamodb]) {
      const { code, stdout, stderr } = await run(["import", files], { env });
      expect([code, stderr.includes("STORE_")]).toEqual([1, false]);
      taken.push(stdout);
    }
    expect(taken[1]).toBe(taken[0]);
    const [onSqlite, onDynamodb] = await Promise.all([run(["digest"], { env: clock }), run(["digest"], { env: dynamodb })]);
    expect(onDynamodb.stdout).toBe(onSqlite.stdout);
    expect(onSqlite.stdout).toMatch(/^[0-9a-f]{64} [1-9]\d+ items\n$/);

    const shown = await Promise.all([clock, dynamodb].map((env) => run(["show", "91140581DEM0000064"], { env })));
    expect(shown[1]?.stdout).toBe(shown[0]?.stdout);
  });

  it("makes no table where AWS could be: a mistyped name is refused", async () => {
    const env = {
      HUB_STORE: "dynamodb",
      HUB_TABLE: "hub",
      HUB_ENDPOINT: "http://dynamodb.invalid",
      AWS_REGION: "cn-north-1",
      AWS_ACCESS_KEY_ID: "x",
      AWS_SECRET_ACCESS_KEY: "x",
    };
    const { code, stderr } = await run(["show", "91140581DEM0000064"], { env });
    expect([code, stderr]).toEqual([2, expect.stringContaining("STORE_UNUSABLE")]);
  });
});
