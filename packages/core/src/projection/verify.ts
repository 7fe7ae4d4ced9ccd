import { digestOf } from "../digest.ts";
import { fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import type { Item, ItemStore } from "../ports.ts";
import { limits } from "../ports.ts";
import { type Difference, isDamage, marked } from "./difference.ts";
import { recount } from "./recount.ts";

export interface Verified {
  readonly generation: number;
  /** Where the log stands: what was checked is sealed by this hash. */
  readonly sequence: number;
  readonly hash: string;
  readonly records: number;
  /** Versions that were written and are not in the log yet; they are no difference. */
  readonly pending: number;
  /** The first ones found; none where all is as it must be. */
  readonly differences: readonly Difference[];
  /** Whether the hub was written to all the time, so that totals could not be compared. */
  readonly isBusy: boolean;
}

export interface Steps {
  readonly step: "log" | "records";
  readonly done: number;
  readonly of: number | null;
}

const mostDifferences = 10;
const mostRounds = 5;

/**
 * Walks through the whole log and all that is stored: every entry follows from the one before, every version is what its
 * entry says, every version has its entry, and totals and pointers are what counting anew gives. Memory is bounded; time
 * grows with what is stored.
 */
export async function verifyAll(store: ItemStore, onProgress: (steps: Steps) => void): Promise<Verified> {
  const generation = await Log.readGeneration(store);
  const differences: Difference[] = [];
  const walk: Walk = { generation, at: Log.beginning, sum: 0n, differences };
  let counted = { records: 0, pending: 0, sum: 0n, differences: [] as readonly Difference[] };
  let isBusy = true;
  for (let round = 1; round <= mostRounds && isBusy && differences.length === 0; round += 1) {
    await walkLog(store, walk, onProgress);
    if (differences.length > 0) break;
    counted = await recount(store, generation, (done) => onProgress({ step: "records", done, of: null }));
    isBusy = (await headOf(store, generation)).sequence !== walk.at.sequence;
  }
  if (!isBusy && differences.length === 0) {
    differences.push(...counted.differences);
    if (differences.length === 0 && counted.sum !== walk.sum) {
      differences.push({ in: "log", position: String(walk.at.sequence), message: "The log has not each version of each record exactly once" });
    }
  }
  const { sequence, hash } = walk.at;
  return { generation, sequence, hash, records: counted.records, pending: counted.pending, differences: differences.slice(0, mostDifferences), isBusy };
}

async function headOf(store: ItemStore, generation: number): Promise<Log.Position> {
  const item = await store.get(Log.headKey(generation));
  return item ? fromItem(Log.headEntity, item).record : Log.beginning;
}

interface Walk {
  readonly generation: number;
  /** The last entry that was found sound. */
  at: Log.Position;
  /** Sum over all entries of a hash of what each tells of: equal sums, the same versions. */
  sum: bigint;
  readonly differences: Difference[];
}

/** Goes on from where the walk stands to the head of the log, or to the first entry that is not sound. */
async function walkLog(store: ItemStore, walk: Walk, onProgress: (steps: Steps) => void): Promise<void> {
  const fail = (sequence: number, message: string, where: Difference["in"] = "log") =>
    walk.differences.push({ in: where, position: String(sequence), message });
  let head: Log.Position;
  try {
    head = await headOf(store, walk.generation);
  } catch (error) {
    fail(walk.at.sequence, `The head of the log cannot be read: ${damageIn(error)}`);
    return;
  }
  while (walk.at.sequence < head.sequence) {
    let entries: readonly Log.Entry[];
    try {
      entries = await Log.readEntries(store, walk.generation, walk.at.sequence + 1, entriesPerRead);
    } catch (error) {
      fail(walk.at.sequence + 1, `The entry cannot be read: ${damageIn(error)}`);
      return;
    }
    if (entries.length === 0) {
      fail(walk.at.sequence + 1, `The entry is missing: the log's head says that there are ${head.sequence}`);
      return;
    }
    const contents = await contentsOf(store, entries);
    for (const [index, entry] of entries.entries()) {
      if (!Log.isSound(entry, walk.at)) {
        fail(walk.at.sequence + 1, "The entry is not what it was, or does not follow from the one before it");
        return;
      }
      const message = contents[index] instanceof Error ? damageIn(contents[index]) : mismatch(entry, contents[index] ?? null);
      if (message !== null) {
        fail(entry.sequence, `${entry.subject} ${entry.record}, version ${entry.version}: ${message}`, "record");
        return;
      }
      walk.sum += marked(entry);
      walk.at = entry;
    }
    onProgress({ step: "log", done: walk.at.sequence, of: head.sequence });
  }
  // Meanwhile more may have been appended, and the head has moved with it.
  const last = walk.at.sequence === head.sequence ? head : await headOf(store, walk.generation);
  if (walk.at.sequence > last.sequence) fail(last.sequence, "The log's head says that this is the newest entry, but more follow");
  else if (walk.at.sequence === last.sequence && walk.at.hash !== last.hash) fail(last.sequence, "The log's head has another hash than its newest entry");
}

/** Entries whose versions one call can fetch, each in the two places where it may lie. */
const entriesPerRead = limits.keysPerGetMany / 2;

/** The versions that entries tell of; null where there is none, an error where it cannot be read. */
async function contentsOf(store: ItemStore, entries: readonly Log.Entry[]): Promise<readonly (Item | Error | null)[]> {
  const replacedKeys = entries.map((entry) => History.versionKey(Log.keyOf(entry), entry.version));
  try {
    const items = await store.getMany([...entries.map(Log.keyOf), ...replacedKeys]);
    return entries.map((entry, at) => contentIn(entry, items[at] ?? null, items[entries.length + at] ?? null));
  } catch (error) {
    if (!isDamage(error)) throw error;
    // One of them cannot be read: each by itself, to learn which.
    const found: (Item | Error | null)[] = [];
    for (const [at, entry] of entries.entries()) {
      try {
        const replaced = await store.get(replacedKeys[at] ?? Log.keyOf(entry));
        found.push(contentIn(entry, replaced ? null : await store.get(Log.keyOf(entry)), replaced));
      } catch (own) {
        if (!isDamage(own)) throw own;
        found.push(own);
      }
    }
    return found;
  }
}

function contentIn({ version }: Log.Entry, current: Item | null, replaced: Item | null): Item | Error | null {
  if (current?.version === version) return current;
  try {
    return replaced && History.replacedItem(replaced);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error;
  }
}

function mismatch(entry: Log.Entry, item: Item | null): string | null {
  if (item === null) return "it is not stored any more";
  const own = Log.keyOf(entry);
  if (item.pk !== own.pk || item.sk !== own.sk || item.version !== entry.version) return "another version lies in its place";
  return digestOf(item.body) === entry.content ? null : "it is not what it was when it was logged";
}

function damageIn(error: unknown): string {
  if (!isDamage(error)) throw error;
  return error.message;
}
