import { digestOf } from "../digest.ts";
import { fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import type { Item, ItemStore, Key } from "../ports.ts";
import { limits } from "../ports.ts";
import { recordAt } from "../records.ts";
import { Totals } from "../totals/index.ts";
import { type Difference, isDamage, marked, mostDifferences } from "./difference.ts";
import { countedIn, pointerEntity, pointerKey } from "./pointer.ts";

export interface Recount {
  readonly records: number;
  readonly pending: number;
  /** When the oldest of these was recorded, at the latest; null where there is none. */
  readonly pendingSince: string | null;
  /** How many replaced versions are stored beyond those that records have: fewer are negative. */
  readonly replacedTooMany: number;
  /** Sum over all versions that are in the log, as their pointers say. */
  readonly sum: bigint;
  readonly differences: readonly Difference[];
}

/** Counts all records anew and compares totals and pointers with what was counted. */
export async function recount(store: ItemStore, generation: number, onProgress: (records: number) => void): Promise<Recount> {
  const totals = new Map<string, Map<string, number>>();
  const differences: Difference[] = [];
  const found = { records: 0, pending: 0, pendingSince: null as string | null, pointers: 0, replaced: 0, expectedReplaced: 0, sum: 0n };
  const fail = (where: Difference["in"], { pk, sk }: Key, message: string) => {
    if (differences.length < mostDifferences) differences.push({ in: where, position: `${pk} ${sk}`, message });
  };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    cursor = page.cursor;
    found.pointers += page.items.filter(({ pk }) => pk.startsWith(`LOGGED#${generation}#`)).length;
    found.replaced += page.items.filter(({ pk }) => pk.startsWith("HIST#")).length;
    const records = page.items.filter((item) => recordAt(item) !== null);
    for (let at = 0; at < records.length; at += limits.keysPerGetMany) {
      const some = records.slice(at, at + limits.keysPerGetMany);
      const pointers = await store.getMany(some.map((item) => pointerKey(generation, item)));
      for (const [index, item] of some.entries()) count(item, pointers[index] ?? null);
    }
    onProgress(found.records);
  } while (cursor !== null);

  function count(item: Item, pointer: Item | null): void {
    found.records += 1;
    found.expectedReplaced += item.version - 1;
    try {
      const logged = pointer ? fromItem(pointerEntity, pointer).record : null;
      const version = logged?.version ?? 0;
      if (version > item.version) return void fail("pointer", item, `Version ${version} is said to be in the log, but ${item.version} is the newest`);
      if (version < item.version) {
        const { at } = History.recordedOf(item);
        if (found.pendingSince === null || at < found.pendingSince) found.pendingSince = at;
      }
      found.pending += item.version - version;
      for (let each = 1; each <= version; each += 1) found.sum += marked({ subject: item.pk.slice(4), record: item.sk, version: each });
      if (logged && version === item.version && digestOf(logged.counted) !== digestOf(countedIn(item))) {
        fail("pointer", item, "It is counted under other values than it has");
      }
      for (const [dimension, value] of logged?.counted ? Totals.valuesOf(logged.counted) : []) {
        const kind = recordAt(item)?.name as Totals.Total["kind"];
        const { sk } = Totals.totalKey({ generation, kind, dimension, group: Totals.groupOf(dimension, value) });
        const counts = totals.get(sk) ?? new Map<string, number>();
        totals.set(sk, counts.set(value, (counts.get(value) ?? 0) + 1));
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      fail("record", item, error.message);
    }
  }

  await compareTotals(store, generation, totals, fail);
  if (found.pointers > found.records && differences.length === 0) {
    fail("pointer", { pk: `LOGGED#${generation}#`, sk: "" }, `${found.pointers} pointers for ${found.records} records`);
  }
  const { records, pending, pendingSince, sum } = found;
  return { records, pending, pendingSince, sum, replacedTooMany: found.replaced - found.expectedReplaced, differences };
}

async function compareTotals(
  store: ItemStore,
  generation: number,
  counted: ReadonlyMap<string, ReadonlyMap<string, number>>,
  fail: (where: Difference["in"], key: Key, message: string) => void,
): Promise<void> {
  const stored = await History.readAll(store, { pk: Totals.totalsPartition(generation) });
  const places = new Set([...counted.keys(), ...stored.map(({ sk }) => sk)]);
  const byPlace = new Map(stored.map((item) => [item.sk, item]));
  for (const sk of [...places].sort()) {
    const item = byPlace.get(sk);
    try {
      const counts = item ? fromItem(Totals.totalEntity, item).record.counts : {};
      const expected = Object.fromEntries(counted.get(sk) ?? []);
      for (const value of new Set([...Object.keys(counts), ...Object.keys(expected)])) {
        if (counts[value] === expected[value]) continue;
        fail("total", { pk: Totals.totalsPartition(generation), sk }, `${value}: ${counts[value] ?? 0} are said to be there, ${expected[value] ?? 0} are`);
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      fail("total", { pk: Totals.totalsPartition(generation), sk }, error.message);
    }
  }
}
