import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { entity, fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Log } from "../log/index.ts";
import type { Item, ItemStore, Key, Write } from "../ports.ts";
import { limits } from "../ports.ts";
import { isDamage } from "./difference.ts";
import { sweep } from "./follow.ts";
import { over } from "./plan.ts";
import { type Projector, projector } from "./projector.ts";

export const buildingShape = z.object({
  generation: z.int().min(2).describe("The generation that is being built"),
  since: Log.activeShape.shape.since.describe("When its building began"),
});

export const buildingKey: Key = { pk: "PROJECTION", sk: "BUILDING" };

/** Which generation is being built. A rebuild that finds another's in its place has been overtaken. */
export const buildingEntity = entity({
  name: "projectionBuilding",
  shape: buildingShape,
  key: () => buildingKey,
  keyTemplate: buildingKey,
  partition: "one item for the whole hub, written when a rebuild begins",
  access: [
    {
      name: "before a rebuild",
      why: "each rebuild, once",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "get", reads: { logHead: 1 } }], [{ call: "get", reads: { projectionBuilding: 1 } }]],
    },
  ],
  examples: [{ generation: 3, since: "2026-01-06T01:00:00.000Z" }],
});

/** How far a rebuild is. */
export interface Progress {
  readonly step: "sweeping" | "replaying" | "swapping" | "removing";
  /** Records, entries or items that the step has dealt with. */
  readonly done: number;
  /** How many there are, where that is known. */
  readonly of: number | null;
}

export interface Rebuilt {
  readonly generation: number;
  readonly entries: number;
  /** Sequence of the first entry of the old log that was not what it had been; null where the new log is the old one, entry by entry. */
  readonly damagedFrom: number | null;
  /** Items of generations that are out of use, which were removed. */
  readonly removed: number;
}

/**
 * Builds the log, the totals and the pointers anew beside those in use, and swaps, while the hub serves and is written to.
 * The new log follows the old one entry by entry, so that sequences, hashes and cursors stay, as far as the old one is
 * sound; behind that, all that is stored follows in the order in which it is found.
 */
export async function rebuildAll(ctx: Ctx, onProgress: (progress: Progress) => void): Promise<Rebuilt> {
  const { store } = ctx;
  const live = projector(ctx);
  const { generation } = await live.head();
  const building = await begin(ctx, generation);
  await sweep(store, live, (done) => onProgress({ step: "sweeping", done, of: null }));
  const fresh = projector(ctx, building.generation);
  const { damagedFrom, reached } = await replay(store, { from: 1, generation, fresh, onProgress });
  let next = reached + 1;
  if (damagedFrom !== null) {
    next = (await headOf(store, generation)).record.sequence + 1;
    await sweep(store, fresh, (done) => onProgress({ step: "sweeping", done, of: null }));
  }
  for (;;) {
    next = (await replay(store, { from: next, generation, fresh, onProgress, isTrusted: true })).reached + 1;
    onProgress({ step: "swapping", done: next - 1, of: next - 1 });
    if (await swap(ctx, { generation, building, seen: next - 1 })) break;
  }
  const entries = (await headOf(store, building.generation)).record.sequence;
  const removed = await removeOthers(store, building.generation, (done) => onProgress({ step: "removing", done, of: null }));
  return { generation: building.generation, entries, damagedFrom, removed };
}

interface Building {
  readonly generation: number;
  readonly version: number;
}

/** Takes a number for the new generation that no other rebuild has, also none that was broken off. */
async function begin({ store, clock }: Ctx, active: number): Promise<Building> {
  for (;;) {
    const item = await store.get(buildingKey);
    const generation = Math.max(active, item ? fromItem(buildingEntity, item).record.generation : 0) + 1;
    const version = (item?.version ?? 0) + 1;
    try {
      await store.transact([over(toItem(buildingEntity, { generation, since: clock.now().toISOString() }, version))]);
      return { generation, version };
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}

interface Replay {
  readonly from: number;
  readonly generation: number;
  readonly fresh: Projector;
  readonly onProgress: (progress: Progress) => void;
  /** Whether only the records are taken that the entries name, and not the entries' own word. */
  readonly isTrusted?: boolean;
}

const pageLength = 500;

/** Projects what the entries of the old log tell of, in their order, as far as they are sound. */
async function replay(store: ItemStore, { from, generation, fresh, onProgress, isTrusted = false }: Replay) {
  const { sequence } = (await headOf(store, generation)).record;
  let reached = from - 1;
  while (reached < sequence) {
    const entries = await readSound(store, { generation, from: reached + 1, after: isTrusted ? null : await fresh.head() });
    if (entries.length === 0) break;
    await fresh.project(entries.map((entry) => ({ ...Log.keyOf(entry), version: entry.version })));
    const last = entries.at(-1);
    if (!last) break;
    if (!isTrusted && (await fresh.head()).hash !== last.hash) return { reached, damagedFrom: await firstOther(store, entries, fresh) };
    reached = last.sequence;
    onProgress({ step: "replaying", done: reached, of: sequence });
  }
  return { reached, damagedFrom: reached < sequence && !isTrusted ? reached + 1 : null };
}

interface Reading {
  readonly generation: number;
  readonly from: number;
  /** The entry behind which they must follow; null where they are taken as they are. */
  readonly after: Log.Position | null;
}

/** Entries of the old log as far as they are sound; none where they cannot be read any more. */
async function readSound(store: ItemStore, { generation, from, after }: Reading): Promise<readonly Log.Entry[]> {
  try {
    const entries = await Log.readEntries(store, generation, from, pageLength);
    const broken = after === null ? -1 : entries.findIndex((entry, at) => !Log.isSound(entry, entries[at - 1] ?? after));
    return broken < 0 ? entries : entries.slice(0, broken);
  } catch (error) {
    if (isDamage(error)) return [];
    throw error;
  }
}

/** The first of some entries of the old log that the new one has otherwise. */
async function firstOther(store: ItemStore, entries: readonly Log.Entry[], fresh: Projector): Promise<number> {
  const { generation } = await fresh.head();
  const first = entries[0]?.sequence ?? 1;
  const made = await Log.readEntries(store, generation, first, entries.length);
  const at = entries.findIndex(({ hash }, index) => made[index]?.hash !== hash);
  return first + Math.max(at, 0);
}

/** Puts the new generation in the place of the old, unless entries were appended to that since; whoever appends then meets a closed log. */
async function swap(
  { store, clock }: Ctx,
  { generation, building, seen }: { readonly generation: number; readonly building: Building; readonly seen: number },
) {
  const [old, made, active] = await Promise.all([headOf(store, generation), headOf(store, building.generation), store.get(Log.activeKey)]);
  if (old.record.sequence !== seen) return false;
  const since = clock.now().toISOString();
  const writes: Write[] = [
    over(toItem(Log.headEntity, { ...old.record, isClosed: true }, old.version + 1)),
    over(toItem(Log.headEntity, { ...made.record, cursor: old.record.cursor }, made.version + 1)),
    over(toItem(Log.activeEntity, { generation: building.generation, since }, (active?.version ?? 0) + 1)),
    { check: buildingKey, if: { version: building.version } },
  ];
  try {
    await store.transact(writes);
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    if ((await store.get(buildingKey))?.version !== building.version) {
      throw new HubError("CONFLICT", "Another rebuild has begun since; this one has stopped and changed nothing", {}, { cause: error });
    }
    return false;
  }
}

async function headOf(store: ItemStore, generation: number) {
  const item = await store.get(Log.headKey(generation));
  return item ? fromItem(Log.headEntity, item) : { record: Log.newHead(generation, new Date(0).toISOString()), version: 0 };
}

/** Removes what belongs to other generations than that in use. */
async function removeOthers(store: ItemStore, generation: number, onProgress: (done: number) => void): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    const others = page.items.filter((item) => isOfOther(item, generation));
    for (let at = 0; at < others.length; at += limits.writesPerTransaction) {
      const some = others.slice(at, at + limits.writesPerTransaction);
      await store.transact(some.map(({ pk, sk }) => ({ delete: { pk, sk } })));
    }
    cursor = page.cursor;
    count += others.length;
    onProgress(count);
  } while (cursor !== null);
  return count;
}

const generations = /^(?:LOG|LOGGED|TOTALS)#(\d+)/;

/** Whether an item was projected in another generation: an older one, or one whose building was broken off. */
export function isOfOther({ pk }: Item, generation: number): boolean {
  const found = generations.exec(pk)?.[1];
  return found !== undefined && Number(found) !== generation;
}

/** Whether an item is no data: what can be projected anew from others, which generation that is of, and the pulses. */
export function isProjected({ pk }: Key): boolean {
  return pk === "PROJECTION" || pk.startsWith("PULSE#") || generations.test(pk);
}

function isConflict(error: unknown): boolean {
  return error instanceof HubError && error.code === "CONFLICT";
}
