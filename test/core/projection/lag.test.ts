import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { keyFolder } from "../../../packages/hub/src/keys.ts";
import { serving } from "../../support/api.ts";
import { builder, firm } from "../../support/rows.ts";
import { temporaryFolder, world } from "../../support/world.ts";

it("a private key does not outlive the crash of a rotation", async () => {
  const data = temporaryFolder();
  const keys = keyFolder(data, () => new Date());
  await keys.read();
  const path = join(data, "keys", "keys-1.json");
  const before = readFileSync(path, "utf8");
  await keys.rotate();
  writeFileSync(path, before); // As it lies there when the process died between its two steps.
  await keys.rotate();
  expect(readFileSync(path, "utf8")).toBe("");
});

it("lag tells of a record behind thousands of other changes", { timeout: 60_000 }, async () => {
  const hub = world();
  await Projection.catchUp(hub.ctx, {});
  await hub.take("penalty", [...Array.from({ length: 5_200 }, () => ({ CF_JDRQ: "?" })), {}], { name: "bad.csv" });
  expect((await Projection.lag(hub.ctx, {})).changes).toBe(1);
});

it("lag tells the age of the oldest version that is pending", async () => {
  const hub = world();
  await hub.take("penalty", [{}], { name: "one.csv" });
  const later = world({ store: hub.store, from: "2026-01-05T09:00:00.000Z" });
  await later.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
  const lag = await Projection.lag(later.ctx, {});
  expect(lag.seconds).toBeGreaterThan(7 * 3_600);
});

it("one damaged record holds up no other", async () => {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = world({ store: openSqlite({ file }) });
  await hub.take("penalty", [{ CF_WSH: "1号" }], { name: "one.csv" });
  const db = new DatabaseSync(file);
  db.exec("UPDATE items SET body = replace(body, '\"decidedOn\"', '\"decidedIn\"') WHERE pk LIKE 'ENT#%'");
  db.close();
  await hub.take("penalty", [{ CF_WSH: "2号", CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }], { name: "two.csv" });
  const _error = await Projection.catchUp(hub.ctx, {}).catch((thrown: unknown) => thrown);
  expect((await Log.changes(hub.ctx, {})).entries.map(({ record }) => record)).toContainEqual(expect.stringContaining("2号"));
});

it.each([40, 120])("cost with a day and without, %i aliases", async (count) => {
  const hub = world();
  const usccs = Array.from({ length: 100 }, () => builder.uscc);
  const many = Array.from(
    { length: count },
    (_, at) => `a${at}: enterprises(usccs: $u, asOf: $d) { enterprise { penalties(first: 1, asOf: $d) { totalCount } } }`,
  ).join(" ");
  const big = `query ($u: [String!]!, $d: Date) { ${many} }`;
  const honest = await (await serving(hub)).ask(big, { u: usccs, d: "2025-01-01" });
  const api = await serving(hub);
  const _without = await api.ask(big, { u: usccs, d: null });
  const after = await api.ask(big, { u: usccs, d: "2025-01-01" });
  expect(after.errors[0]?.message).toBe(honest.errors[0]?.message);
});
