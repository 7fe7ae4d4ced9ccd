import * as z from "zod";
import { type Dimension, fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import { operation } from "../operation.ts";
import type { Item, ItemStore } from "../ports.ts";
import { recordKinds } from "../records.ts";
import { type Total, totalEntity, totalsPartition } from "./total.ts";

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

/** How many records of a kind there are, in all and by state, division, list and day. Two round trips. */
export const statistics = operation("statistics:read", z.object({ kind: z.enum(recordKinds) }), async ({ store }, { kind }): Promise<Statistics> => {
  const items = await readTotals(store, kind);
  const totals = items.map((item) => fromItem(totalEntity, item).record);
  const of = (dimension: Total["dimension"]) =>
    totals
      .filter((total) => total.dimension === dimension)
      .flatMap(({ counts }) => Object.entries(counts).map(([value, count]) => ({ value, count })))
      .sort((a, b) => (a.value < b.value ? -1 : 1));
  const [all] = of("all");
  return { kind, count: all?.count ?? 0, by: { state: of("state"), division: of("division"), list: of("list"), day: of("day") } };
});
