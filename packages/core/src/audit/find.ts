import { fromItem } from "../entity.ts";
import { inOrder } from "../order.ts";
import type { ItemStore } from "../ports.ts";
import { type TrailEntry, trailEntity, trailPartition, trailShards } from "../trail.ts";
import type { Filter } from "./filter.ts";
import { doneByList, entryIn, isListed, seenList } from "./listed.ts";
import { newestSeal } from "./seal.ts";

export interface Found {
  /** Newest first. */
  readonly entries: readonly TrailEntry[];
  /** Whether nothing of the stretch is left. */
  readonly isEnd: boolean;
}

/** A stretch of time in which entries are looked for in one way. */
export interface Looking {
  readonly isLast: boolean;
  /** Whether nothing of it lies before a place. */
  readonly isBehind: (before: string | null) => boolean;
  /** Entries before a place: about as many as are asked for, or all that are left. */
  readonly read: (before: string | null, count: number) => Promise<Found>;
}

interface Bounds {
  readonly from: string | null;
  readonly to: string | null;
}

const shards = Array.from({ length: trailShards }, (_, shard) => trailPartition(shard));

/**
 * The ways in which what is wanted is found, the newest stretch first: where there is a list of an enterprise or an agency,
 * what has come since it was last written in the shards, and then the list. No round trip, or one where there is a list.
 */
export async function stretchesOf(store: ItemStore, { subject, agency, from, to }: Filter): Promise<readonly Looking[]> {
  const bounds: Bounds = { from: from ?? null, to: to == null ? null : afterAll(to) };
  const list = subject != null ? seenList(subject) : agency != null ? doneByList(agency) : null;
  const listedTo = list === null ? null : ((await newestSeal(store))?.to ?? null);
  if (list === null || listedTo === null) return [looking(store, shards, { ...bounds, isLast: true })];
  const end = afterAll(listedTo);
  const isListedOnly = bounds.to !== null && bounds.to <= end;
  return [
    ...(isListedOnly ? [] : [looking(store, shards, { from: higher(bounds.from, end), to: bounds.to, isLast: false })]),
    looking(store, [list], { from: bounds.from, to: lower(bounds.to, end), isLast: true }),
  ];
}

function looking(store: ItemStore, partitions: readonly string[], { from, to, isLast }: Bounds & { readonly isLast: boolean }): Looking {
  return {
    isLast,
    isBehind: (before) => from !== null && before !== null && before <= from,
    read: (before, count) => someBefore(store, partitions, { from, to: lower(before, to), before, count }),
  };
}

/** A place that comes after all of an instant. */
function afterAll(instant: string): string {
  return `${instant}$`;
}

interface Asked extends Bounds {
  readonly before: string | null;
  readonly count: number;
}

async function someBefore(store: ItemStore, partitions: readonly string[], { from, to, before, count }: Asked): Promise<Found> {
  const sk = { ...(from !== null && { from }), ...(to !== null && { to }) };
  const pages = await Promise.all(partitions.map((pk) => store.query({ pk, sk, limit: Math.min(1_000, count + 1), descending: true })));
  const found = pages.map(({ items }) => items.filter((item) => item.sk !== before));
  // Beyond the last entry of a shard that has more, others may come that were not fetched.
  const open = pages.flatMap(({ cursor }, at) => (cursor === null ? [] : [found[at]?.at(-1)?.sk ?? ""]));
  const floor = open.toSorted().at(-1) ?? "";
  const entries = found
    .flat()
    .filter((item) => item.sk >= floor)
    .sort((a, b) => inOrder(b.sk, a.sk))
    .map((item) => (isListed(item) ? entryIn(item) : fromItem(trailEntity, item).record));
  return { entries, isEnd: open.length === 0 };
}

function lower(a: string | null, b: string | null): string | null {
  return a !== null && b !== null ? (a < b ? a : b) : (a ?? b);
}

function higher(a: string | null, b: string): string {
  return a !== null && a > b ? a : b;
}
