import * as z from "zod";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import type { Item, ItemStore } from "../ports.ts";
import { limits } from "../ports.ts";
import { trailEntity, trailKey } from "../trail.ts";
import { entryIn, isListed, isSame, listedItems } from "./listed.ts";
import { beginning, type Seal, sealEntity, sealedWith, sealPartition } from "./seal.ts";
import { entriesIn } from "./stretch.ts";

/** A stretch of the trail that is not what was sealed. */
export interface BrokenSeal {
  readonly number: number;
  readonly from: string | null;
  readonly to: string;
  readonly problem: string;
}

export interface TrailVerdict {
  readonly seals: number;
  readonly entries: number;
  readonly broken: readonly BrokenSeal[];
  /** Places in lists of enterprises and agencies that tell of what the trail does not have. */
  readonly falseListings: readonly string[];
}

/** Faults that are named; more tell nothing more. */
const mostNamed = 20;

/** Whether the sealed part of the trail, and its lists, are what they were when it was sealed. Reads all of it, and goes through the whole store. */
export const verify = operation("projection:read", z.object({}), async ({ store }): Promise<TrailVerdict> => {
  let seals = 0;
  let entries = 0;
  const broken: BrokenSeal[] = [];
  let before: Seal | null = null;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["query"]>> = await store.query({ pk: sealPartition, limit: 100, cursor });
    for (const item of page.items) {
      const parsed = sealEntity.shape.safeParse(item.body);
      if (!parsed.success) {
        // What comes after it is measured by the one before, and so named as well.
        if (broken.length < mostNamed)
          broken.push({ number: Number(item.sk.slice("SEAL#".length)), from: null, to: item.sk, problem: "the seal itself is damaged" });
        continue;
      }
      const found = parsed.data;
      const problem = await problemOf(store, found, before);
      if (problem !== null && broken.length < mostNamed) broken.push({ number: found.number, from: found.from, to: found.to, problem });
      seals += 1;
      entries += found.entries;
      before = found;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return { seals, entries, broken, falseListings: await falseListings(store) };
});

/** What is wrong with a stretch, taking the seal before for what it says, so that one fault is named once. */
async function problemOf(store: ItemStore, found: Seal, before: Seal | null): Promise<string | null> {
  if (found.number !== (before?.number ?? 0) + 1) return `seal ${(before?.number ?? 0) + 1} is missing`;
  if (found.from !== (before?.to ?? null)) return "it does not begin where the one before ends";
  let digest = before?.digest ?? beginning;
  let entries = 0;
  let unlisted = 0;
  const open: Item[] = [];
  for await (const item of entriesIn(store, found)) {
    digest = sealedWith(digest, item);
    entries += 1;
    open.push(item);
    if (open.length === listedAtOnce) unlisted += await unlistedOf(store, open.splice(0));
  }
  unlisted += await unlistedOf(store, open);
  if (entries !== found.entries) return `it had ${found.entries} entries when it was sealed, and has ${entries}`;
  if (digest !== found.digest) return "an entry is not what it was when it was sealed";
  return unlisted > 0 ? `${unlisted} entries stand no longer, or otherwise, in the list of their enterprise or agency` : null;
}

/** An entry stands in two lists at most. */
const listedAtOnce = limits.keysPerGetMany / 2;

/** How many of some entries do not stand in their lists as they should. */
async function unlistedOf(store: ItemStore, items: readonly Item[]): Promise<number> {
  const wanted = items.flatMap((item) => {
    const entry = trailEntity.shape.safeParse(item.body);
    return entry.success ? listedItems(entry.data) : [];
  });
  if (wanted.length === 0) return 0;
  const found = await store.getMany(wanted.map(({ pk, sk }) => ({ pk, sk })));
  return wanted.filter((item, at) => !found[at] || !isSame(item, found[at])).length;
}

async function falseListings(store: ItemStore): Promise<readonly string[]> {
  const wrong: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    const listed = page.items.filter(isListed);
    for (let at = 0; at < listed.length && wrong.length < mostNamed; at += limits.keysPerGetMany) {
      wrong.push(...(await falseOf(store, listed.slice(at, at + limits.keysPerGetMany))));
    }
    cursor = page.cursor;
  } while (cursor !== null && wrong.length < mostNamed);
  return wrong.slice(0, mostNamed);
}

/** Those of some listings of which the trail has no such entry. */
async function falseOf(store: ItemStore, listed: readonly Item[]): Promise<readonly string[]> {
  const keys = listed.map((item) => {
    const entry = entryOf(item);
    return entry && trailKey(entry);
  });
  const found = (await store.getMany(keys.filter((key) => key !== null))).values();
  return listed.flatMap((item, at) => {
    const base = keys[at] ? (found.next().value ?? null) : null;
    const entry = base && trailEntity.shape.safeParse(base.body);
    const isTrue = entry?.success && listedItems(entry.data).some((each) => isSame(each, item));
    return isTrue ? [] : [`${item.pk} ${item.sk}`];
  });
}

function entryOf(item: Item) {
  try {
    return entryIn(item);
  } catch (error) {
    if (error instanceof HubError) return null;
    throw error;
  }
}
