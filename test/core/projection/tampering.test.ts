import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { openSqlite } from "@hub/store/sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builder, firm } from "../../support/rows.ts";
import { temporaryFolder, world } from "../../support/world.ts";

/** A hub with corrected, confirmed and moved decisions, all in the log, and its database. */
async function tampered() {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = world({ store: openSqlite({ file }) });
  const waiting = { CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_GSZC: firm.registrationNumber };
  await hub.take("penalty", [{}, { CF_WSH: "2号" }, waiting], { name: "one.csv" });
  await hub.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }, { CF_WSH: "2号" }], { name: "two.csv" });
  await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }, { USCC: builder.uscc, NAME: builder.name }]);
  await Projection.catchUp(hub.ctx, {});
  const { entries } = await Log.changes(hub.ctx, { first: 1_000 });
  return { hub, db: new DatabaseSync(file), entries };
}

interface Row {
  readonly id: number;
  readonly pk: string;
  readonly sk: string;
  readonly body: string;
}

const isEvidence = ({ pk, sk }: Row) => /^(ENT|SUB|HIST)#/.test(pk) || (pk.startsWith("LOG#") && sk !== "HEAD");

/** Sequences that a difference may name when an item was changed: those of its versions, or those that it holds itself. */
function sequencesOf({ pk, sk, body }: Row, entries: readonly Log.Entry[]): readonly number[] {
  if (pk.startsWith("LOG#")) return (JSON.parse(body) as { entries: Log.Entry[] }).entries.map(({ sequence }) => sequence);
  const [, place = "", version] = /^(.*?)(?:#(\d{10}))?$/s.exec(sk) ?? [];
  const of = { pk: pk.replace(/^HIST#/, ""), sk: pk.startsWith("HIST#") ? place : sk };
  const own = entries.filter((entry) => Log.keyOf(entry).pk === of.pk && entry.record === of.sk);
  const wanted = pk.startsWith("HIST#") ? Number(version) : Math.max(...own.map((entry) => entry.version));
  return own.filter((entry) => entry.version === wanted).map(({ sequence }) => sequence);
}

describe("hub verify", () => {
  it("finds a byte that was changed anywhere in the log or in a version of a record, and says where", { timeout: 120_000 }, async () => {
    const { hub, db, entries } = await tampered();
    const rows = (db.prepare("SELECT id, pk, sk, body FROM items").all() as unknown as Row[]).filter(isEvidence);
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
    const write = db.prepare("UPDATE items SET body = CAST(? AS TEXT) WHERE id = ?");
    await fc.assert(
      fc.asyncProperty(
        fc.nat(rows.length - 1),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (index, at, flip) => {
          const row = rows[index] as Row;
          const bytes = Buffer.from(row.body);
          const place = Math.floor(at * bytes.length);
          bytes.writeUInt8((bytes[place] ?? 0) ^ flip, place);
          // What SQLite keeps as a text ends where it holds a zero.
          fc.pre(!bytes.includes(0));
          write.run(bytes, row.id);
          const { differences } = await Projection.verify(hub.ctx, {});
          write.run(Buffer.from(row.body), row.id);
          const [first] = differences;
          expect(["log", "record"]).toContain(first?.in);
          expect(sequencesOf(row, entries)).toContain(Number(first?.position));
        },
      ),
      { numRuns: 400 },
    );
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
    db.close();
  });

  it.each([
    ["an entry's item is gone", "DELETE FROM items WHERE pk LIKE 'LOG#1#%'", { in: "log" }],
    ["a current record is gone", "DELETE FROM items WHERE pk LIKE 'ENT#%' AND sk = 'A#REGISTER'", { in: "record" }],
    ["a replaced version is gone", "DELETE FROM items WHERE pk LIKE 'HIST#ENT#%'", { in: "record" }],
    [
      "a record was put in past the hub",
      "INSERT INTO items (pk, sk, version, body, wrapped) SELECT pk, sk || '9', version, body, 0 FROM items WHERE pk LIKE 'HIST#%' LIMIT 1",
      { in: "record" },
    ],
    ["a version's number was changed", "UPDATE items SET version = version + 1 WHERE pk LIKE 'ENT#%' AND sk = 'A#REGISTER'", { in: "record" }],
    ["a total was changed", `UPDATE items SET body = replace(body, '"all":', '"all":1') WHERE pk LIKE 'TOTALS#%' AND sk LIKE 'penalty#all#'`, { in: "total" }],
    ["a total is gone", "DELETE FROM items WHERE pk LIKE 'TOTALS#%' AND sk LIKE 'penalty#day#%'", { in: "total" }],
    ["a pointer says that a record counts elsewhere", `UPDATE items SET body = replace(body, '140500', '140581') WHERE pk LIKE 'LOGGED#%'`, { in: "pointer" }],
    ["a pointer is ahead of its record", `UPDATE items SET body = replace(body, '"version":1', '"version":9') WHERE pk LIKE 'LOGGED#%'`, { in: "pointer" }],
    ["the head has lost its newest entries", `UPDATE items SET body = json_set(body, '$.sequence', 3) WHERE sk = 'HEAD'`, { in: "log", position: "3" }],
  ])("finds that %s", async (_what, sql, expected) => {
    const { hub, db } = await tampered();
    expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
    const { differences } = await Projection.verify(hub.ctx, {});
    expect(differences[0]).toMatchObject(expected);
    db.close();
  });

  it("takes what is written and not yet in the log for no difference, and says how much it is", async () => {
    const { hub, db } = await tampered();
    await hub.take("penalty", [{ CF_WSH: "4号" }, { CF_WSH: "2号", CF_SY: "另一事实。", HUB_BSRQ: "2025/05/08" }], { name: "later.csv" });
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 2 });
    db.close();
  });
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
