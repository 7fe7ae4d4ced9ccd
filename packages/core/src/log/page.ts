import * as z from "zod";
import { entity, fromItem } from "../entity.ts";
import type { Item, ItemStore, Key, Page } from "../ports.ts";
import { type Entry, entryShape } from "./entry.ts";

/** Entries that one partition of the log holds. Its items are written once and never again. */
export const pageEntries = 1_000;
/** Entries that one item holds at most. */
export const mostInItem = 100;

export const runShape = z.object({
  generation: z.int().min(1).describe("Generation of the log"),
  entries: z.array(entryShape).min(1).max(mostInItem).describe("Entries that follow each other, all of one page"),
});

const digits = 12;

function padded(sequence: number): string {
  return String(sequence).padStart(digits, "0");
}

function pageAt(sequence: number): number {
  return Math.floor((sequence - 1) / pageEntries);
}

function partitionOf(generation: number, page: number): string {
  return `LOG#${generation}#${String(page).padStart(digits, "0")}`;
}

/** An item is found by its last entry: the first one at or behind a sequence holds that sequence. */
function runKey(generation: number, last: number): Key {
  return { pk: partitionOf(generation, pageAt(last)), sk: padded(last) };
}

const example: Entry = {
  sequence: 1,
  recordedAt: "2026-01-05T01:00:01.250Z",
  kind: "enterprise",
  subject: "91140581MA0DEMX13N",
  record: "A#REGISTER",
  version: 1,
  change: "created",
  content: "3b1f".repeat(16),
  previous: "0".repeat(64),
  hash: "9c2e".repeat(16),
};

/** Some entries of the log that were appended together. */
export const runEntity = entity({
  name: "logEntries",
  shape: runShape,
  key: ({ generation, entries }) => runKey(generation, entries.at(-1)?.sequence ?? 0),
  keyTemplate: { pk: "LOG#{generation}#{page}", sk: "{sequence of its last entry}" },
  partition: "1,000 entries each: appending is one line of batches, of which each writes one or two items",
  access: [
    {
      name: "next page",
      why: "a follower of the log, every few seconds; twice the calls where its page runs over the end of a partition",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "query", reads: { logEntries: 3 } }]],
    },
  ],
  examples: [{ generation: 1, entries: Array.from({ length: 40 }, (_, at) => ({ ...example, sequence: at + 1 })) }],
});

/** The items for entries that follow each other: cut at the ends of pages, and where an item is full. */
export function runsOf(generation: number, entries: readonly Entry[]): readonly (typeof runShape)["_output"][] {
  const runs: Entry[][] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && run.length < mostInItem && pageAt(last.sequence) === pageAt(entry.sequence)) run.push(entry);
    else runs.push([entry]);
  }
  return runs.map((each) => ({ generation, entries: each }));
}

/** How many items `count` entries behind a sequence need. */
export function runCount(after: number, count: number): number {
  let runs = 0;
  for (let at = after + 1; at <= after + count; ) {
    const endOfPage = (pageAt(at) + 1) * pageEntries;
    at += Math.min(mostInItem, endOfPage - at + 1, after + count - at + 1);
    runs += 1;
  }
  return runs;
}

/**
 * Entries from a sequence on, as far as one page of the log has them and at most `most` of them; null where none follow
 * any more. One round trip, and one more at the end of a page.
 */
export async function readEntries(store: ItemStore, generation: number, from: number, most: number): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null = null;
  const page = pageAt(from);
  do {
    const found: Page<Item> = await store.query({ pk: partitionOf(generation, page), sk: { from: padded(from) }, limit: Math.min(most, pageEntries), cursor });
    for (const item of found.items) entries.push(...fromItem(runEntity, item).record.entries.filter(({ sequence }) => sequence >= from));
    cursor = found.cursor;
  } while (cursor !== null && entries.length < most);
  if (entries.length < most && entries.at(-1)?.sequence === (page + 1) * pageEntries) {
    return [...entries, ...(await readEntries(store, generation, (page + 1) * pageEntries + 1, most - entries.length))];
  }
  return entries.slice(0, most);
}
