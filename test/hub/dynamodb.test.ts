import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { run } from "../support/cli.ts";
import { emptyTable } from "../support/function.ts";
import { ask, served } from "../support/served.ts";
import { temporaryFolder } from "../support/world.ts";

/** As another machine is known: DynamoDB Local answers at all addresses of this one. */
const elsewhere = (url: string) => url.replace("127.0.0.1", "127.0.0.2");
const credentials = { AWS_REGION: "local", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
const query = '{ enterprise(uscc: "91140581DEM0000064") { name } }';

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

  it("is filled with the demo on this machine, and never where AWS could be", async () => {
    const [here, there] = [await emptyTable(), await emptyTable()];
    const env = { HUB_STORE: "dynamodb", HUB_DEMO: "2" };
    const filled = await served({ ...env, HUB_TABLE: here.table, HUB_ENDPOINT: endpoint });
    expect(filled.said).toContain(`The table ${here.table} is empty: loading 2 invented enterprises`);
    expect(await ask(filled.url, query)).toEqual({ data: { enterprise: { name: "高平市禾岫建筑工程有限公司" } } });
    const left = await served({ ...env, ...credentials, HUB_TABLE: there.table, HUB_ENDPOINT: elsewhere(endpoint) });
    expect(await ask(left.url, query)).toEqual({ data: { enterprise: null } });
    // That one was asked is counted against an allowance, and that is all.
    expect((await there.store.scan()).items.filter(({ pk }) => !pk.startsWith("QUOTA#"))).toEqual([]);
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
