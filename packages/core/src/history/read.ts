import type * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { fromItem, type Stored, type VersionedEntity } from "../entity.ts";
import { HubError } from "../error.ts";
import { inOrder } from "../order.ts";
import type { Item, ItemStore, Key, Page, Query } from "../ports.ts";
import type { Moment } from "./moment.ts";
import { historyPartition, isRemoved, recordedOf, replacedItem, versionKey } from "./version.ts";
import { historyOf, type RecordVersion, viewOf } from "./view.ts";

/** No enterprise comes near it; it bounds the memory that one answer can take. */
const mostItems = 20_000;

/** Everything that a query finds, page by page. Throws QUERY_TOO_COSTLY beyond a bound that no enterprise comes near. */
export async function readAll(store: ItemStore, query: Query): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await store.query({ ...query, cursor });
    items.push(...page.items);
    cursor = page.cursor;
    if (items.length > mostItems) throw tooMany(`More than ${mostItems} records are on file`);
  } while (cursor !== null);
  return items;
}

function tooMany(message: string): HubError {
  return new HubError("QUERY_TOO_COSTLY", message);
}

/** Every version of the records of a partition, by the records' places, each in the order of the versions. */
export type Versions = ReadonlyMap<string, readonly Item[]>;

/** For how many pages of replaced versions one answer goes. */
const mostPages = 200;

/**
 * What stands in a partition, and of what was replaced as much as `keep` keeps: however often records were confirmed, an
 * answer holds those versions alone that it tells of. What stands there is read first, so that a version that a write
 * replaces in between is met once at least.
 */
async function withReplaced(store: ItemStore, current: readonly Item[], query: Query, keep: Keeping): Promise<Versions> {
  const versions = new Map<string, Item[]>();
  const add = (item: Item) => {
    const own = versions.get(item.sk) ?? [];
    versions.set(item.sk, own);
    keep(own, item);
  };
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: Page<Item> = await store.query({ ...query, cursor });
    for (const item of page.items) add(replacedItem(item));
    cursor = page.cursor;
    pages += 1;
    const count = [...versions.values()].reduce((sum, each) => sum + each.length, 0);
    if (count > mostItems || pages > mostPages) throw tooMany("More versions are on file than one answer can go through; ask for one record, or another time");
  } while (cursor !== null);
  for (const item of current) if (versions.get(item.sk)?.at(-1)?.version !== item.version) add(item);
  return versions;
}

/** Adds a version to those of its record that are kept, in their order, and takes out what it makes needless. */
type Keeping = (versions: Item[], next: Item) => void;

/** Of versions that only confirm one another the last that was written by an instant: what a view of that instant is made of. */
function forView(knownAt: string | null): Keeping {
  return (versions, next) => {
    const recorded = recordedOf(next);
    if (knownAt !== null && recorded.at > knownAt) return;
    if (recorded.change === "confirmed") versions.pop();
    versions.push(next);
  };
}

/** All versions, or all that state something else than the one before. */
function forHistory(confirmations: boolean): Keeping {
  return (versions, next) => {
    if (confirmations || recordedOf(next).change !== "confirmed") versions.push(next);
  };
}

/** The versions of a partition's records of which a view of an instant is made, for who has read what stands there now. One round trip. */
export function versionsAt(store: ItemStore, pk: string, current: readonly Item[], knownAt: string | null): Promise<Versions> {
  return withReplaced(store, current, { pk: historyPartition(pk) }, forView(knownAt));
}

async function readVersions(store: ItemStore, pk: string, confirmations: boolean): Promise<Versions> {
  const current = await readAll(store, { pk });
  return current.length === 0 ? new Map() : withReplaced(store, current, { pk: historyPartition(pk) }, forHistory(confirmations));
}

/** The versions of all records of a partition, those that only confirm if they are wanted. Two round trips, made once for a request. */
export function versionsOf({ store, memo }: Pick<Ctx, "store" | "memo">, pk: string, confirmations: boolean): Promise<Versions> {
  const name = `versions of ${pk}${confirmations ? ", all" : ""}`;
  const known = memo?.get(name) as Promise<Versions> | undefined;
  if (known) return known;
  const read = readVersions(store, pk, confirmations);
  memo?.set(name, read);
  return read;
}

async function replacedBefore(store: ItemStore, current: Item, knownAt: string | null): Promise<readonly Item[]> {
  if (current.version === 1) return [current];
  const versions = await withReplaced(store, [current], rangeOf(current), forView(knownAt));
  return versions.get(current.sk) ?? [];
}

/** The replaced versions of one record: another's place may begin with the same text, but none has its digits. */
function rangeOf(key: Key): Query {
  const { pk, sk: from } = versionKey(key, 0);
  return { pk, sk: { from, to: versionKey(key, 9_999_999_999).sk } };
}

/** Whether the newest versions tell all there is to know of a moment, so that none that they replaced need be read. */
export function isCurrent(items: readonly Item[], of: { readonly history: { readonly statedOn?: unknown } }, { asOf, knownAt }: Moment): boolean {
  const isByDay = asOf !== null && of.history.statedOn !== undefined && items.some(({ version }) => version > 1);
  return !isByDay && (knownAt === null || items.every((item) => item.version === 1 || recordedOf(item).at <= knownAt));
}

/** A record as of a moment, and as it is now: what of it may be told goes by that. */
export interface AtMoment<R> extends Stored<R> {
  readonly now: R;
}

/** Records by their keys as of a moment, in the order of the keys; null where there is none. One round trip, two where versions were replaced since. */
export async function readAt<S extends z.ZodObject>(
  store: ItemStore,
  of: VersionedEntity<S>,
  keys: readonly Key[],
  moment: Moment,
): Promise<readonly (AtMoment<z.output<S>> | null)[]> {
  const items = await store.getMany(keys);
  return Promise.all(
    items.map(async (item) => {
      if (item === null) return null;
      if (isRemoved(item) && moment.knownAt === null) return null;
      const isPresent = isCurrent([item], of, moment);
      const view = viewOf(of, isPresent ? [item] : await replacedBefore(store, item, moment.knownAt), moment);
      // What was taken away from here stands as it last did.
      return view && { ...view, now: isPresent || isRemoved(item) ? view.record : fromItem(of, item).record };
    }),
  );
}

/** Which part of a history is wanted. */
export interface Wanted {
  /** Only what had been written by this instant. */
  readonly knownAt: string | null;
  /** Whether versions are wanted, too, that only confirm what was known. */
  readonly confirmations: boolean;
}

/** What became of one record until an instant, newest first, also where it lay before; and the record as it is now. Two round trips, which all records of a partition share in a request. */
export async function list<S extends z.ZodObject>(
  ctx: Reading,
  of: VersionedEntity<S>,
  { pk, sk }: Key,
  wanted: Wanted,
): Promise<{ readonly versions: readonly RecordVersion<z.output<S>>[]; readonly now: z.output<S> | null }> {
  const items = (await versionsOf(ctx, pk, wanted.confirmations)).get(sk) ?? [];
  const versions = newestFirst(historyOf(of, [...(await earlier(ctx, items, wanted)), ...items], wanted.knownAt));
  return { versions, now: presentIn(of, items) };
}

/** The record as it stands, by all its versions; null where it was taken away. */
export function presentIn<S extends z.ZodObject>(of: VersionedEntity<S>, items: readonly Item[]): z.output<S> | null {
  const newest = items.at(-1);
  return newest && !isRemoved(newest) ? fromItem(of, newest).record : null;
}

type Reading = Pick<Ctx, "store" | "memo">;

/** The versions that a record had where it lay before it was moved, once it is known to have been. Two round trips for one that was. */
export async function earlier(ctx: Reading, [first]: readonly Item[], { knownAt, confirmations }: Wanted): Promise<readonly Item[]> {
  const move = first && recordedOf(first);
  if (!move?.movedFrom || (knownAt !== null && move.at > knownAt)) return [];
  return (await versionsOf(ctx, move.movedFrom.pk, confirmations)).get(move.movedFrom.sk) ?? [];
}

/** Newest first; those of one instant in the order of their records. */
export function newestFirst<V extends RecordVersion>(versions: readonly V[]): readonly V[] {
  // Of one record, one that was written later comes later also where both bear one instant.
  const order = new Map(versions.map((version, at) => [version, at]));
  const at = (version: V) => order.get(version) ?? 0;
  return versions.toSorted((a, b) => inOrder(b.recorded.at, a.recorded.at) || inOrder(a.sk, b.sk) || at(b) - at(a));
}
