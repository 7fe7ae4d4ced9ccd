import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fixedClock } from "@hub/core/clock";
import { Enterprise } from "@hub/core/enterprise";
import { Evidence } from "@hub/core/evidence";
import type { ItemStore } from "@hub/core/ports";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { issuerWith } from "../support/issuer.ts";
import { builder, firm } from "../support/rows.ts";
import { temporaryFolder, world } from "../support/world.ts";

const uscc = firm.uscc;
const status = async (hub: ReturnType<typeof world>, at: object = {}) => (await Enterprise.get(hub.ctx, { uscc, ...at }))?.register?.statusText;

it("today's asOf is the present where the newer state carries a day of report and the older carries none", async () => {
  const hub = world();
  await hub.take("register", [{}], { name: "one.csv" });
  await hub.take("register", [{ STATUS: "注销" }], { name: "two.csv", receivedOn: "2025-06-01" });
  expect(await status(hub)).toBe("注销");
  expect(await status(hub, { asOf: "2026-01-05" })).toBe("注销");
  const ctx = { ...hub.ctx, clock: fixedClock("2026-01-05T10:00:00.000Z"), issuer: issuerWith() };
  const [present, today] = [await Evidence.issue(ctx, { uscc }), await Evidence.issue(ctx, { uscc, asOf: "2026-01-05" })];
  expect(today.statement).toEqual(present.statement);
});

it("a state that was confirmed later than a late report of another is not replaced by that", async () => {
  const hub = world();
  await hub.take("register", [{}], { name: "one.csv", receivedOn: "2024-01-01" });
  await hub.take("register", [{}, { USCC: builder.uscc, NAME: builder.name }], { name: "two.csv", receivedOn: "2025-06-01" });
  await hub.take("register", [{ STATUS: "歇业" }], { name: "late.csv", receivedOn: "2025-01-01" });
  expect(await status(hub)).toBe("存续");
  expect(await status(hub, { asOf: "2025-12-01" })).toBe("存续");
});

it("a version's validity in the history agrees with asOf", async () => {
  const hub = world();
  await hub.take("register", [{}], { name: "one.csv", receivedOn: "2025-01-01" });
  await hub.take("register", [{ STATUS: "歇业" }], { name: "two.csv", receivedOn: "2025-01-01" });
  await hub.take("register", [{ STATUS: "注销" }], { name: "three.csv", receivedOn: "2025-06-01" });
  const versions = await Enterprise.history(hub.ctx, { uscc });
  for (const day of ["2025-01-01", "2025-03-01", "2025-07-01"]) {
    const speaking = versions
      .filter(({ valid }) => valid !== null && (valid.from ?? "") <= day && day <= (valid.to ?? "9999"))
      .map(({ record }) => record?.statusText);
    expect([day, speaking]).toEqual([day, [await status(hub, { asOf: day })]]);
  }
});

it("asOf gives decisions in force, as a certificate does", async () => {
  const hub = world();
  await hub.take("licence", [{ XK_ZT: "2" }, { XK_WSH: "后号", XK_JDRQ: "2025/03/18", XK_YXQZ: "2024/01/01" }]);
  const ctx = { ...hub.ctx, clock: fixedClock("2026-01-06T10:00:00.000Z"), issuer: issuerWith() };
  for (const asOf of ["2026-01-05", "2024-06-01"]) {
    const { statement } = await Evidence.issue(ctx, { uscc, asOf });
    const profile = await Enterprise.get(hub.ctx, { uscc, asOf });
    expect((profile?.licences ?? []).map(({ documentNumber }) => documentNumber)).toEqual(statement.licences.map(({ number }) => number));
  }
});

it("a certificate states nothing that was recorded after its knownAt", async () => {
  const hub = world();
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  let done = false;
  const store: ItemStore = new Proxy(hub.store, {
    get(target, name, receiver) {
      if (name !== "query") return Reflect.get(target, name, receiver) as unknown;
      return async (query: Parameters<ItemStore["query"]>[0]) => {
        if (!done && query.pk === `ENT#${builder.uscc}`) {
          done = true;
          await hub.take("penalty", [{}]);
        }
        return target.query(query);
      };
    },
  });
  const ctx = { ...hub.ctx, store, issuer: issuerWith() };
  const { statement } = await Evidence.issue(ctx, { uscc: builder.uscc });
  const again = await Evidence.issue(ctx, { uscc: builder.uscc, asOf: statement.asOf, knownAt: statement.knownAt });
  expect(again.statement.penalties).toEqual(statement.penalties);
});

it("a firm whose records were confirmed often still answers", { timeout: 60_000 }, async () => {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = world({ store: openSqlite({ file }) });
  await hub.take("register", [{}], { name: "one.csv" });
  await hub.take("register", [{ STATUS: "歇业" }], { name: "two.csv" });
  const db = new DatabaseSync(file);
  const { body, sk } = db.prepare("SELECT body, sk FROM items WHERE pk LIKE 'HIST#%'").get() as { body: string; sk: string };
  const insert = db.prepare("INSERT INTO items (pk, sk, version, body, wrapped) VALUES (?, ?, 1, ?, 0)");
  db.exec("BEGIN");
  for (let version = 2; version <= 20_001; version += 1)
    insert.run(
      `HIST#ENT#${firm.uscc}`,
      sk.replace(/\d{10}$/, String(version).padStart(10, "0")),
      body.replace('"version":1', `"version":${version}`).replace('"created"', '"confirmed"'),
    );
  db.exec(`UPDATE items SET version = 20002 WHERE pk = 'ENT#${firm.uscc}'; COMMIT`);
  db.close();
  await expect(Enterprise.get(hub.ctx, { uscc: firm.uscc, asOf: "2026-01-05" })).resolves.not.toBeNull();
  await expect(Enterprise.timeline(hub.ctx, { uscc: firm.uscc })).resolves.toBeDefined();
});
