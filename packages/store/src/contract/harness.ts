import { HubError } from "@hub/core/error";
import { type Item, type ItemStore, indexNames, type Key, type Query } from "@hub/core/ports";
import { onTestFinished } from "vitest";

/** What the contract has to know of an adapter to put it to the test. */
export interface Harness {
  /** Makes a place for data with nothing in it. Called at least once in each test. */
  readonly place: () => Promise<Place>;
}

/** Where data lie, for as long as a test runs. */
export interface Place {
  /** Opens the data; more than once at the same time is allowed. The contract closes what it opened. */
  readonly open: () => Promise<ItemStore>;
  /** A module that exports `open(argument)` and so opens the same data in another process. */
  readonly elsewhere: { readonly module: string; readonly argument: string };
  /** Takes the data away when the test has ended. */
  readonly remove: () => Promise<void>;
}

/** Data of a test's own, opened once; all is closed and taken away when the test ends. */
export async function openNew(harness: Harness): Promise<{ readonly store: ItemStore; readonly place: Place }> {
  const place = await newPlace(harness);
  return { store: await openAt(place), place };
}

async function newPlace(harness: Harness): Promise<Place> {
  const place = await harness.place();
  onTestFinished(place.remove);
  return place;
}

/** Opens the data of a place once more, until the test ends. */
export async function openAt(place: Place): Promise<ItemStore> {
  const store = await place.open();
  onTestFinished(() => store.close());
  return store;
}

/** A small item; `text` tells one writing from another. */
export function item(pk: string, sk: string, version = 1, text = "text"): Item {
  return { pk, sk, version, body: { text } };
}

/** A second so far ahead (in 2100) that nothing expires while it is tested. */
export const later = 4_102_444_800;

/** Items of one partition with these sort keys. */
export function itemsOf(pk: string, sks: readonly string[]): readonly Item[] {
  return sks.map((sk) => item(pk, sk));
}

/** Writes any number of new items. */
export async function put(store: ItemStore, items: readonly Item[]): Promise<void> {
  for (let at = 0; at < items.length; at += 100) await store.transact(items.slice(at, at + 100).map((each) => ({ put: each })));
}

/** All items of a query, page by page. */
export async function allOf(store: ItemStore, query: Query): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["query"]>> = await store.query({ ...query, cursor });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return found;
}

/** All items, in the order of their keys. */
export async function everything(store: ItemStore): Promise<readonly Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return found.sort((a, b) => Buffer.compare(Buffer.from(`${a.pk}\0${a.sk}`), Buffer.from(`${b.pk}\0${b.sk}`)));
}

/** The one item of a store by every way that leads to it: by its key, beside others, in its partition, in an index, in a scan. */
export async function byEveryWay(store: ItemStore, { pk, sk, indexes = {} }: Item): Promise<readonly (Item | null)[]> {
  const pages = [store.query({ pk }), ...indexNames.flatMap((index) => (indexes[index] ? [store.query({ index, pk: indexes[index].pk })] : [])), store.scan()];
  return [await store.get({ pk, sk }), ...(await store.getMany([{ pk, sk }])), ...(await Promise.all(pages)).flatMap(({ items }) => items)];
}

export function keysOf(items: readonly Key[]): readonly string[] {
  return items.map(({ sk }) => sk);
}

/** The code and details that a call is refused with; "accepted" when it is not. What is no refusal is thrown on. */
export async function refusal(call: Promise<unknown>): Promise<"accepted" | { readonly code: string; readonly details: Readonly<Record<string, unknown>> }> {
  try {
    await call;
    return "accepted";
  } catch (error) {
    if (error instanceof HubError) return { code: error.code, details: error.details };
    throw error;
  }
}

/** The code alone. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const result = await refusal(call);
  return result === "accepted" ? result : result.code;
}
