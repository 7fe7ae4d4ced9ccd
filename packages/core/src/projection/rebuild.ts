import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { entity, fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Log } from "../log/index.ts";
import type { ItemStore, Key, Write } from "../ports.ts";
import { isDamage } from "./difference.ts";
import { sweep } from "./follow.ts";
import { removeGenerations } from "./generation.ts";
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
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "get", reads: { projectionBuilding: 1 } }]],
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
  const building = await begin(ctx);
  // Read only now: whoever had begun before can no longer swap.
  const { generation } = (await Log.readActive(store)).record;
  await sweep(store, projector(ctx), (done) => onProgress({ step: "sweeping", done, of: null }));
  const fresh = projector(ctx, building.generation);
  const { damagedFrom, reached } = await replay(store, { from: 1, generation, fresh, onProgress });
  let next = reached + 1;
  if (damagedFrom !== null) {
    next = (await Log.readHead(store, generation)).record.sequence + 1;
    await sweep(store, fresh, (done) => onProgress({ step: "sweeping", done, of: null }));
  }
  for (;;) {
    next = (await replay(store, { from: next, generation, fresh, onProgress, isUnchecked: true })).reached + 1;
    onProgress({ step: "swapping", done: next - 1, of: next - 1 });
    if (await swap(ctx, { generation, building, seen: next - 1, damagedFrom })) break;
  }
  const entries = (await Log.readHead(store, building.generation)).record.sequence;
  // The one before stays until the next rebuild: who has begun to read it reads on.
  const isLeftOver = (each: number) => each < building.generation && each !== generation;
  const removed = await removeGenerations(store, isLeftOver, (done) => onProgress({ step: "removing", done, of: null }));
  return { generation: building.generation, entries, damagedFrom, removed };
}

interface Building {
  readonly generation: number;
  readonly version: number;
}

/** Takes a number for the new generation that no other rebuild has, also none that was broken off. No rebuild that had begun before can swap from then on. */
async function begin({ store, clock }: Ctx): Promise<Building> {
  for (;;) {
    const active = (await Log.readActive(store)).record.generation;
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
  /** Whether the records are taken that the entries name, whatever else the entries say: new ones, and those behind damage. */
  readonly isUnchecked?: boolean;
}

const pageLength = 500;

/** Projects what the entries of the old log tell of, in their order, up to its head and as far as they are sound. */
async function replay(store: ItemStore, { from, generation, fresh, onProgress, isUnchecked = false }: Replay) {
  const { sequence } = (await Log.readHead(store, generation)).record;
  let reached = from - 1;
  while (reached < sequence) {
    const read = await readSound(store, { generation, from: reached + 1, after: isUnchecked ? null : await fresh.head() });
    // What lies behind the head was never the log's.
    const entries = read.filter((entry) => entry.sequence <= sequence);
    const last = entries.at(-1);
    if (!last && isUnchecked) throw new HubError("STORE_UNUSABLE", `Entry ${reached + 1} of the log cannot be read; run the rebuild once more`);
    if (!last) break;
    await fresh.project(entries.map((entry) => ({ ...Log.keyOf(entry), version: entry.version })));
    if (!isUnchecked && (await fresh.head()).hash !== last.hash) return { reached, damagedFrom: await firstOther(store, entries, fresh) };
    reached = last.sequence;
    onProgress({ step: "replaying", done: reached, of: sequence });
  }
  if (reached < sequence) return { reached, damagedFrom: reached + 1 };
  return { reached, damagedFrom: !isUnchecked && (await isCutShort(store, generation, sequence)) ? sequence + 1 : null };
}

/** Whether entries lie behind the head that nobody is appending: the head has lost its newest ones, and pointers count them as logged. */
async function isCutShort(store: ItemStore, generation: number, sequence: number): Promise<boolean> {
  const behind = await readSound(store, { generation, from: sequence + 1, after: null });
  return behind.length > 0 && (await Log.readHead(store, generation)).record.sequence === sequence;
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

interface Swap {
  readonly generation: number;
  readonly building: Building;
  /** Sequence of the old log's entry up to which the new one follows it. */
  readonly seen: number;
  readonly damagedFrom: number | null;
}

/**
 * Puts the new generation in the place of the old, unless entries were appended to that since. The old head is closed for
 * ever: whoever appends meets it, and goes on in the new one. Throws CONFLICT where another rebuild has begun since.
 */
async function swap({ store, clock }: Ctx, { generation, building, seen, damagedFrom }: Swap): Promise<boolean> {
  const [old, made, active] = await Promise.all([Log.readHead(store, generation), Log.readHead(store, building.generation), Log.readActive(store)]);
  if (active.record.generation !== generation) throw overtaken();
  if (old.record.sequence !== seen) return false;
  const since = clock.now().toISOString();
  const mends = damagedFrom === null ? active.record.mends : [...active.record.mends, { soundUntil: damagedFrom - 1 }];
  const writes: Write[] = [
    over(toItem(Log.headEntity, { ...old.record, isClosed: true }, old.version + 1)),
    over(toItem(Log.headEntity, { ...made.record, cursor: old.record.cursor }, made.version + 1)),
    over(toItem(Log.activeEntity, { generation: building.generation, since, mends }, active.version + 1)),
    { check: buildingKey, if: { version: building.version } },
  ];
  try {
    await store.transact(writes);
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    if ((await store.get(buildingKey))?.version !== building.version) throw overtaken(error);
    return false;
  }
}

function overtaken(cause?: unknown): HubError {
  return new HubError("CONFLICT", "Another rebuild has begun since; this one has stopped and changed nothing", {}, { cause });
}

function isConflict(error: unknown): boolean {
  return error instanceof HubError && error.code === "CONFLICT";
}
