import { toItem } from "../entity.ts";
import { Log } from "../log/index.ts";
import type { Item, Key, Write } from "../ports.ts";
import { keyName, limits } from "../ports.ts";
import { Totals } from "../totals/index.ts";
import { countedIn, type Pointer, pointerEntity } from "./pointer.ts";

/** An item that is written over, with the version that the store holds: 0 where there is none. */
export interface Held<T> {
  readonly record: T;
  readonly version: number;
}

/** One transaction in the making: the entries that go into the log together, and what follows from them. */
export interface Plan {
  /** Adds a version, unless the transaction has no room for it. */
  add(item: Item, pointer: Held<Pointer> | null): boolean;
  /** The totals that the entries touch. */
  readonly totals: ReadonlyMap<string, Omit<Totals.Total, "counts">>;
  readonly entries: readonly Log.Entry[];
  /** The pointer as the transaction will leave it. */
  pointer(key: Key): Held<Pointer> | undefined;
  writes(known: ReadonlyMap<string, Held<Totals.Total>>): { readonly writes: readonly Write[]; readonly totals: ReadonlyMap<string, Held<Totals.Total>> };
}

/** Writes beside entries, pointers and totals: the head of the log. */
const headWrites = 1;

export function planFor(generation: number, after: Log.Position): Plan {
  const entries: Log.Entry[] = [];
  const pointers = new Map<string, Held<Pointer>>();
  const touched = new Map<string, Omit<Totals.Total, "counts">>();
  const changes = new Map<string, Map<string, number>>();

  const totalOf = (kind: Log.Entry["kind"], dimension: Totals.Total["dimension"], value: string) =>
    ({ generation, kind, dimension, group: Totals.groupOf(dimension, value) }) as const;

  /** What a version counts otherwise than the one before: by the total's key, by value. */
  function deltas(kind: Log.Entry["kind"], before: Pointer["counted"], now: Pointer["counted"]) {
    const found: { readonly total: Omit<Totals.Total, "counts">; readonly value: string; readonly by: number }[] = [];
    const [left, entered] = [before, now].map((counted) => new Map(counted === null ? [] : Totals.valuesOf(counted)));
    for (const [dimension, value] of left ?? []) {
      if (entered?.get(dimension) !== value) found.push({ total: totalOf(kind, dimension, value), value, by: -1 });
    }
    for (const [dimension, value] of entered ?? []) {
      if (left?.get(dimension) !== value) found.push({ total: totalOf(kind, dimension, value), value, by: 1 });
    }
    return found;
  }

  return {
    add(item, known) {
      const pointer = pointers.get(keyName(item)) ?? known;
      const counted = countedIn(item);
      const entry = Log.entryOf(item, entries.at(-1) ?? after);
      const moved = deltas(entry.kind, pointer?.record.counted ?? null, counted);
      const fresh = new Set(moved.map(({ total }) => keyName(Totals.totalKey(total))).filter((name) => !touched.has(name)));
      const size = headWrites + Log.runCount(after.sequence, entries.length + 1) + pointers.size + 1 + touched.size + fresh.size;
      if (entries.length > 0 && (size > limits.writesPerTransaction || entries.length === Log.mostInItem)) return false;
      entries.push(entry);
      const { pk, sk, version } = item;
      pointers.set(keyName(item), { record: { generation, pk, sk, version, sequence: entry.sequence, counted }, version: pointer?.version ?? 0 });
      for (const { total, value, by } of moved) {
        const name = keyName(Totals.totalKey(total));
        touched.set(name, total);
        const values = changes.get(name) ?? new Map<string, number>();
        changes.set(name, values.set(value, (values.get(value) ?? 0) + by));
      }
      return true;
    },
    totals: touched,
    entries,
    pointer: (key) => pointers.get(keyName(key)),
    writes(known) {
      const totals = new Map<string, Held<Totals.Total>>();
      for (const [name, total] of touched) {
        const before = known.get(name);
        totals.set(name, { record: { ...total, counts: added(before?.record.counts ?? {}, changes.get(name) ?? new Map()) }, version: before?.version ?? 0 });
      }
      const writes = [
        ...Log.runsOf(generation, entries).map((run): Write => ({ put: toItem(Log.runEntity, run, 1), if: "absent" })),
        ...[...pointers.values()].map((held) => over(toItem(pointerEntity, held.record, held.version + 1))),
        ...[...totals.values()].map((held) => over(toItem(Totals.totalEntity, held.record, held.version + 1))),
      ];
      return { writes, totals: new Map([...totals].map(([name, held]) => [name, { ...held, version: held.version + 1 }])) };
    },
  };
}

/** The write of an item on condition that the one before is still there. */
export function over(item: Item): Write {
  return { put: item, if: item.version === 1 ? "absent" : { version: item.version - 1 } };
}

function added(counts: Totals.Total["counts"], changes: ReadonlyMap<string, number>): Totals.Total["counts"] {
  const sums = new Map(Object.entries(counts));
  for (const [value, by] of changes) sums.set(value, (sums.get(value) ?? 0) + by);
  return Object.fromEntries([...sums].filter(([, count]) => count !== 0));
}
