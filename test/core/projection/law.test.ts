import { Enterprise } from "@hub/core/enterprise";
import type { History } from "@hub/core/history";
import { Log } from "@hub/core/log";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { Totals } from "@hub/core/totals";
import { openSqlite } from "@hub/store/sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliver, deliverAll, delivery } from "../../support/deliveries.ts";
import { dynamodb, emptyTable } from "../../support/function.ts";
import { builder, type Cells, firm } from "../../support/rows.ts";
import { everyItem, type World, world } from "../../support/world.ts";

const firms = [
  { CF_XDR_SHXYM: builder.uscc, CF_XDR_MC: builder.name },
  { CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name },
  // Known by its old number only, until its register tells.
  { CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_GSZC: firm.registrationNumber },
] as const;

const penalty: fc.Arbitrary<Cells> = fc
  .record({
    firm: fc.constantFrom(...firms),
    CF_WSH: fc.constantFrom("1号", "2号", "3号", "4号", "5号", "6号"),
    CF_SY: fc.constantFrom("甲", "乙"),
    CF_JDRQ: fc.constantFrom("2025/04/10", "2025/04/11", "2024/12/31"),
    HUB_BSRQ: fc.constantFrom("2025/05/06", "2025/05/07"),
  })
  .map(({ firm: of, ...cells }) => ({ ...cells, ...of }));
const register: fc.Arbitrary<Cells> = fc.record({
  NAME: fc.constantFrom(firm.name, "高平市示例铸业有限公司"),
  STATUS: fc.constantFrom("存续", "注销", "吊销"),
  DIVISION: fc.constantFrom("140581", "140502", ""),
  REGISTRATION_NUMBER: fc.constantFrom("", firm.registrationNumber),
});
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("penalty" as const), rows: fc.array(penalty, { minLength: 1, maxLength: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("register" as const), rows: fc.array(register, { minLength: 1, maxLength: 1 }) }) },
);
const history = fc.array(fc.record({ command, deliveries: fc.array(delivery, { maxLength: 4 }) }), { minLength: 1, maxLength: 6 });

/** What is answered of both firms. */
async function answers({ ctx }: World, at: Partial<History.Moment>) {
  const found = [];
  for (const uscc of [builder.uscc, firm.uscc]) {
    for (const asOf of [null, "2025-04-10"]) {
      const profile = await Enterprise.get(ctx, { uscc, asOf, ...at });
      found.push(profile && { ...profile, at: null });
    }
    found.push(await Enterprise.timeline(ctx, { uscc, confirmations: true, ...("knownAt" in at && { knownAt: at.knownAt }) }));
  }
  return found;
}

/** All entries of the log, page by page. */
async function entriesOf({ ctx }: World): Promise<readonly Log.Entry[]> {
  const entries: Log.Entry[] = [];
  for (let after: string | null = null; ; ) {
    const page: Log.ChangePage = await Log.changes(ctx, { after, first: 3 });
    entries.push(...page.entries);
    if (!page.hasMore) return entries;
    after = page.cursor;
  }
}

/** Every version that is stored, by record and number. */
async function versionsIn(store: ItemStore): Promise<readonly string[]> {
  const items = await everyItem(store);
  const records = items.filter(({ pk }) => /^(ENT|SUB)#/.test(pk));
  return records.flatMap(({ pk, sk, version }) => Array.from({ length: version }, (_, at) => `${pk} ${sk} ${at + 1}`)).sort();
}

function counted(records: readonly (Readonly<Record<string, unknown>> | null)[], field: (record: Readonly<Record<string, unknown>>) => unknown) {
  const counts = Map.groupBy(
    records.map((record) => String(record && field(record))),
    (value) => value,
  );
  return [...counts].map(([value, all]) => ({ value, count: all.length })).sort((a, b) => (a.value < b.value ? -1 : 1));
}

interface Place {
  readonly store: ItemStore;
  readonly close: () => Promise<void>;
}

const places: readonly (readonly [name: string, isThere: boolean, runs: number, open: () => Promise<Place>])[] = [
  [
    "SQLite",
    true,
    60,
    async () => {
      const store = openSqlite({ file: ":memory:" });
      return { store, close: () => store.close() };
    },
  ],
  ["DynamoDB Local", dynamodb !== "", 4, async () => ({ ...(await emptyTable()), close: async () => {} })],
];

describe.each(places)(
  "on %s, after any commands whose changes are handed over twice, out of order, in part and to two at once",
  (_name, isThere, numRuns, open) => {
    it.skipIf(!isThere)("the log is whole, totals are counts, and each past instant answers as it did", { timeout: 300_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(history, async (steps) => {
          const place = await open();
          const hub = world({ store: place.store });
          const then: [instant: string, answer: unknown][] = [];
          for (const [at, { command: given, deliveries }] of steps.entries()) {
            await hub.take(given.kind, given.rows, { name: `${at}.csv` });
            then.push([hub.ctx.clock.now().toISOString(), await answers(hub, {})]);
            await deliver(hub, deliveries);
          }
          await deliverAll(hub);
          await deliverAll(hub);

          const entries = await entriesOf(hub);
          expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
          const named = entries.map((entry) => `${Log.keyOf(entry).pk} ${entry.record} ${entry.version}`);
          expect(named.toSorted()).toEqual(await versionsIn(hub.store));
          const byRecord = Map.groupBy(entries, ({ subject, record }) => `${subject} ${record}`);
          for (const own of byRecord.values()) expect(own.map(({ version }) => version)).toEqual(own.map((_, index) => index + 1));
          expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, isBusy: false, sequence: entries.length });

          const current = (await hub.items()).filter(({ sk, pk }) => /^(ENT|SUB)#/.test(pk) && sk.startsWith("PEN#"));
          const { count, by } = await Totals.statistics(hub.ctx, { kind: "penalty" });
          expect([count, by.day]).toEqual([
            current.length,
            counted(
              current.map(({ body }) => body),
              ({ decidedOn }) => decidedOn,
            ),
          ]);
          const registers = (await hub.items()).filter(({ pk, sk }) => pk.startsWith("ENT#") && sk === "A#REGISTER");
          expect((await Totals.statistics(hub.ctx, { kind: "enterprise" })).by.state).toEqual(
            counted(
              registers.map(({ body }) => body),
              ({ status }) => status,
            ),
          );

          for (const [knownAt, answer] of then) expect(await answers(hub, { knownAt })).toEqual(answer);
          await place.close();
        }),
        { numRuns },
      );
    });
  },
);
