import * as z from "zod";
import { legalDay } from "../clock.ts";
import { type Counted, countedPartition, countedShards, type Dimension, fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import { operation } from "../operation.ts";
import type { Item, ItemStore } from "../ports.ts";
import { recordKinds, recordsOf } from "../records.ts";
import { type Total, totalEntity, totalsPartition, valuesOf } from "./total.ts";

/** How many records a value has. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

export interface Statistics {
  readonly kind: (typeof recordKinds)[number];
  readonly count: number;
  /** In the order of the values. */
  readonly by: Readonly<Record<Dimension, readonly Count[]>>;
}

/** The totals of a kind, in the generation in use. Read anew where a rebuild has swapped in between and nothing is left of the old one. */
async function readTotals(store: ItemStore, kind: Statistics["kind"]): Promise<readonly Item[]> {
  let generation = (await Log.readActive(store)).record.generation;
  for (;;) {
    const items = await History.readAll(store, { pk: totalsPartition(generation), sk: { begins: `${kind}#` } });
    if (items.length > 0) return items;
    const now = (await Log.readActive(store)).record.generation;
    if (now === generation) return items;
    generation = now;
  }
}

/** What totals still count of a kind though its day has passed: until the night's job has written that down, it is taken off here. */
async function readOver(store: ItemStore, kind: Statistics["kind"], today: string): Promise<readonly Counted[]> {
  const of = recordsOf(kind);
  if (!of.history.countedUntil) return [];
  const shards = Array.from({ length: countedShards }, (_, shard) => countedPartition(kind, shard));
  // The day itself sorts before all that stands under it.
  const found = await Promise.all(shards.map((pk) => History.readAll(store, { index: "gsi1", pk, sk: { to: today } })));
  return found.flat().flatMap((item) => of.history.counted(fromItem(of, item).record) ?? []);
}

/** How many records of a kind there are, of penalties those that are published: in all and by state, division, list and day. Two round trips. */
export const statistics = operation("statistics:read", z.object({ kind: z.enum(recordKinds) }), async ({ store, clock }, { kind }): Promise<Statistics> => {
  const [items, over] = await Promise.all([readTotals(store, kind), readOver(store, kind, legalDay(clock.now()))]);
  const totals = items.map((item) => fromItem(totalEntity, item).record);
  const less = new Map<string, number>();
  for (const name of over.flatMap((counted) => valuesOf(counted).map(nameOf))) less.set(name, (less.get(name) ?? 0) + 1);
  const of = (dimension: Total["dimension"]) =>
    totals
      .filter((total) => total.dimension === dimension)
      .flatMap(({ counts }) => Object.entries(counts).map(([value, count]) => ({ value, count: count - (less.get(nameOf([dimension, value])) ?? 0) })))
      .filter(({ count }) => count > 0)
      .sort((a, b) => (a.value < b.value ? -1 : 1));
  const [all] = of("all");
  return { kind, count: all?.count ?? 0, by: { state: of("state"), division: of("division"), list: of("list"), day: of("day") } };
});

function nameOf([dimension, value]: readonly [dimension: Total["dimension"], value: string]): string {
  return `${dimension}#${value}`;
}
