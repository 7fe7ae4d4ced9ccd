import { digestOf } from "../digest.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import type { Item, ItemStore } from "../ports.ts";
import { limits } from "../ports.ts";
import { recordAt } from "../records.ts";
import { type Difference, isDamage, marked, mostDifferences } from "./difference.ts";
import { type Recount, recount } from "./recount.ts";

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

const mostRounds = 5;

export interface Verifying {
  /** How the log follows the store: by the store's own changes unless told, "stream" where those call a function and are kept for a day. */
  readonly source?: "changes" | "stream" | undefined;
  /** A position of the log that was kept elsewhere, as in a certificate: the log must still have it. */
  readonly at?: Log.Position | undefined;
  readonly now: Date;
  readonly onProgress: (steps: Steps) => void;
}

/**
 * Walks through the whole log and all that is stored: every entry follows from the one before, every version is what its
 * entry says, every version has its entry or is still to come, and totals and pointers are what counting anew gives. Memory
 * is bounded; time grows with what is stored.
 */
export async function verifyAll(store: ItemStore, { source = "changes", at, now, onProgress }: Verifying): Promise<Verified> {
  const generation = await activeGeneration(store);
  if (typeof generation !== "number") return { generation: 0, ...Log.beginning, records: 0, pending: 0, differences: [generation], isBusy: false };
  const walk: Walk = { generation, at: Log.beginning, sum: 0n, differences: [], kept: at ?? null };
  const { differences } = walk;
  let counted: Recount = { records: 0, pending: 0, pendingSince: null, replacedTooMany: 0, sum: 0n, differences: [] };
  let isBusy = true;
  for (let round = 1; round <= mostRounds && isBusy && differences.length === 0; round += 1) {
    await walkLog(store, walk, onProgress);
    if (differences.length > 0) break;
    counted = await recount(store, generation, (done) => onProgress({ step: "records", done, of: null }));
    const isStill = (await Log.readHead(store, generation)).record.sequence === walk.at.sequence;
    // A record that was replaced while they were counted shows as a version too many; counted once more, it is pending.
    isBusy = !isStill || (counted.replacedTooMany !== 0 && (counted.pending > 0 || round === 1));
  }
  if (!isBusy && differences.length === 0) differences.push(...counted.differences, ...(await otherDifferences(store, { walk, counted, source, now })));
  if (walk.kept !== null && differences.length === 0) {
    differences.push({ in: "log", position: String(walk.kept.sequence), message: `The log ends before: it has ${walk.at.sequence} entries` });
  }
  const { sequence, hash } = walk.at;
  return { generation, sequence, hash, records: counted.records, pending: counted.pending, differences: differences.slice(0, mostDifferences), isBusy };
}

/** The generation in use, or what is wrong with what says so. */
async function activeGeneration(store: ItemStore): Promise<number | Difference> {
  const position = `${Log.activeKey.pk} ${Log.activeKey.sk}`;
  try {
    const { record, version } = await Log.readActive(store);
    // A generation that was put in use has a head.
    const isThere = version === 0 || (await store.get(Log.headKey(record.generation))) !== null;
    return isThere ? record.generation : { in: "log", position, message: `Generation ${record.generation} is named, and there is no such log` };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { in: "log", position, message: error.message };
  }
}

interface Found {
  readonly walk: Walk;
  readonly counted: Recount;
  readonly source: "changes" | "stream";
  readonly now: Date;
}

/** What neither the log nor the records say by themselves. */
async function otherDifferences(store: ItemStore, { walk, counted, source, now }: Found): Promise<readonly Difference[]> {
  if (counted.differences.length > 0) return [];
  const position = String(walk.at.sequence);
  if (counted.replacedTooMany !== 0) {
    const message = `${Math.abs(counted.replacedTooMany)} replaced versions ${counted.replacedTooMany > 0 ? "belong to no record" : "are missing"}`;
    return [{ in: "record", position: "HIST#", message }];
  }
  if (counted.sum !== walk.sum) return [{ in: "log", position, message: "The log has not each version of each record exactly once" }];
  if (counted.pending === 0 || (await isToCome(store, { walk, counted, source, now }))) return [];
  return [{ in: "log", position, message: `${counted.pending} versions are not in the log, and nothing will bring them there: hub rebuild takes them up` }];
}

/** How long a stream keeps what it has not handed over. */
const streamHours = 24;

/** Whether all versions that are missing in the log are among the changes that are still to be followed. */
async function isToCome(store: ItemStore, { walk, counted, source, now }: Found): Promise<boolean> {
  if (source === "stream") return Date.parse(counted.pendingSince ?? "") > now.getTime() - streamHours * 3_600_000;
  let { cursor } = (await Log.readHead(store, walk.generation)).record;
  for (let left = counted.pending; ; ) {
    const page = await store.changes(cursor);
    left -= page.items.filter((item) => recordAt(item) !== null).length;
    if (left <= 0 || page.items.length === 0) return left <= 0;
    cursor = page.cursor;
  }
}

interface Walk {
  readonly generation: number;
  /** The last entry that was found sound. */
  at: Log.Position;
  /** Sum over all entries of a hash of what each tells of: equal sums, the same versions. */
  sum: bigint;
  readonly differences: Difference[];
  /** The position that was kept elsewhere, until the walk has met it. */
  kept: Log.Position | null;
}

/** Goes on from where the walk stands to the head of the log, or to the first entry that is not sound. */
async function walkLog(store: ItemStore, walk: Walk, onProgress: (steps: Steps) => void): Promise<void> {
  const fail = (sequence: number, message: string, where: Difference["in"] = "log") =>
    walk.differences.push({ in: where, position: String(sequence), message });
  let head: Log.Position;
  try {
    head = (await Log.readHead(store, walk.generation)).record;
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
      if (walk.kept?.sequence === entry.sequence) {
        if (walk.kept.hash !== entry.hash) {
          fail(entry.sequence, `The entry had the hash ${walk.kept.hash} when it was noted elsewhere`);
          return;
        }
        walk.kept = null;
      }
      walk.sum += marked(entry);
      walk.at = entry;
    }
    onProgress({ step: "log", done: walk.at.sequence, of: head.sequence });
  }
  // Meanwhile more may have been appended, and the head has moved with it.
  const last = walk.at.sequence === head.sequence ? head : (await Log.readHead(store, walk.generation)).record;
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
