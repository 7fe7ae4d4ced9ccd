import type * as z from "zod";
import type { Ctx } from "../ctx.ts";
import type { Stored, VersionedEntity } from "../entity.ts";
import { HubError } from "../error.ts";
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
    if (items.length > mostItems) throw new HubError("QUERY_TOO_COSTLY", `More than ${mostItems} records are filed in ${query.pk}`);
  } while (cursor !== null);
  return items;
}

/** Every version of the records of a partition, by the records' places, each in the order of the versions. */
export type Versions = ReadonlyMap<string, readonly Item[]>;

/**
 * All versions of all records of a partition. Two round trips: first what stands there now, then what was replaced, so
 * that a version that a write replaces in between is met once at least.
 */
async function readVersions(store: ItemStore, pk: string): Promise<Versions> {
  const current = await readAll(store, { pk });
  return current.length === 0 ? new Map() : withReplaced(store, pk, current);
}

/** The same, read once for a request. */
export function versionsOf({ store, memo }: Pick<Ctx, "store" | "memo">, pk: string): Promise<Versions> {
  const name = `versions of ${pk}`;
  const known = memo?.get(name) as Promise<Versions> | undefined;
  if (known) return known;
  const read = readVersions(store, pk);
  memo?.set(name, read);
  return read;
}

/** The same for who has read already what stands there now. */
export async function withReplaced(store: ItemStore, pk: string, current: readonly Item[]): Promise<Versions> {
  return merged(current, await readAll(store, { pk: historyPartition(pk) }));
}

async function replacedBefore(store: ItemStore, current: Item): Promise<readonly Item[]> {
  if (current.version === 1) return [current];
  const replaced = await readAll(store, rangeOf(current));
  return merged([current], replaced).get(current.sk) ?? [];
}

/** The replaced versions of one record: another's place may begin with the same text, but none has its digits. */
function rangeOf(key: Key): Query {
  const { pk, sk: from } = versionKey(key, 0);
  return { pk, sk: { from, to: versionKey(key, 9_999_999_999).sk } };
}

function merged(current: readonly Item[], replaced: readonly Item[]): Versions {
  const versions = new Map<string, Map<number, Item>>();
  for (const item of [...replaced.map(replacedItem), ...current]) {
    const of = versions.get(item.sk) ?? new Map<number, Item>();
    versions.set(item.sk, of.set(item.version, item));
  }
  return new Map([...versions].map(([sk, of]) => [sk, [...of.values()].sort((a, b) => a.version - b.version)]));
}

/** Whether the newest versions tell all there is to know of a moment, so that none that they replaced need be read. */
export function isCurrent(items: readonly Item[], of: { readonly history: { readonly statedOn?: unknown } }, { asOf, knownAt }: Moment): boolean {
  const isByDay = asOf !== null && of.history.statedOn !== undefined && items.some(({ version }) => version > 1);
  return !isByDay && (knownAt === null || items.every((item) => item.version === 1 || recordedOf(item).at <= knownAt));
}

/** Records by their keys as of a moment, in the order of the keys; null where there is none. One round trip, two where versions were replaced since. */
export async function readAt<S extends z.ZodObject>(
  store: ItemStore,
  of: VersionedEntity<S>,
  keys: readonly Key[],
  moment: Moment,
): Promise<readonly (Stored<z.output<S>> | null)[]> {
  const items = await store.getMany(keys);
  return Promise.all(
    items.map(async (item) => {
      if (item === null) return null;
      if (isRemoved(item) && moment.knownAt === null) return null;
      return viewOf(of, isCurrent([item], of, moment) ? [item] : await replacedBefore(store, item), moment);
    }),
  );
}

/** What became of one record until an instant, newest first. Two round trips, which all records of one partition share in a request. */
export async function list<S extends z.ZodObject>(
  ctx: Pick<Ctx, "store" | "memo">,
  of: VersionedEntity<S>,
  { pk, sk }: Key,
  knownAt: string | null,
): Promise<readonly RecordVersion<z.output<S>>[]> {
  const versions = await versionsOf(ctx, pk);
  return newestFirst(historyOf(of, versions.get(sk) ?? [], knownAt));
}

/** Newest first; those of one instant in the order of their records. */
export function newestFirst<V extends RecordVersion>(versions: readonly V[]): readonly V[] {
  return versions.toSorted((a, b) => compare(b.recorded.at, a.recorded.at) || compare(a.sk, b.sk) || b.version - a.version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
