import * as z from "zod";
import { entity, fromItem, type Stored } from "../entity.ts";
import type { ItemStore, Key } from "../ports.ts";
import { beginning, entryShape } from "./entry.ts";

/**
 * The log, the totals and what else is projected from changes belong to a generation, so that a rebuild can make a new
 * one beside that which is in use, and then put it in its place by one write.
 */

const instant = entryShape.shape.recordedAt;

export const activeShape = z.object({
  generation: z.int().min(1).describe("The generation that is read"),
  since: instant.describe("When it came into use"),
  mends: z
    .array(z.object({ soundUntil: z.int().min(0).describe("The last entry that stayed as it was") }))
    .describe("Rebuilds that found the log damaged and made it otherwise, the oldest first: cursors of before are answered with where to go on"),
});
export type Active = z.output<typeof activeShape>;

export const activeKey: Key = { pk: "PROJECTION", sk: "ACTIVE" };

export const activeEntity = entity({
  name: "projection",
  shape: activeShape,
  key: () => activeKey,
  keyTemplate: activeKey,
  partition: "one item for the whole hub, read before every page of the log and every total; it is small, and 3,000 readers a second are far away",
  access: [
    {
      name: "log position",
      why: "a follower asks whether there is anything new, and what seals all that it has",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "get", reads: { logHead: 1 } }]],
    },
  ],
  examples: [{ generation: 2, since: "2026-01-06T01:00:00.000Z", mends: [] }],
});

export const headShape = z.object({
  generation: z.int().min(1).describe("Its generation"),
  sequence: z.int().min(0).describe("Sequence of the newest entry; 0 before the first"),
  hash: entryShape.shape.hash.describe("Hash of the newest entry"),
  recordedAt: instant.nullable().describe("When the version was written that the newest entry tells of"),
  projectedAt: instant.nullable().describe("When the newest entry was appended"),
  cursor: z.string().nullable().describe("How far the store's changes have been followed; null where a stream hands them over"),
  isClosed: z.boolean().describe("Whether another generation has taken its place, so that nothing is appended any more"),
});
export type Head = z.output<typeof headShape>;

export function headKey(generation: number): Key {
  return { pk: `LOG#${generation}`, sk: "HEAD" };
}

/** The end of the log. Whoever appends writes it, on condition that nobody else has, so that the log is one line. */
export const headEntity = entity({
  name: "logHead",
  shape: headShape,
  key: ({ generation }) => headKey(generation),
  keyTemplate: { pk: "LOG#{generation}", sk: "HEAD" },
  partition: "one for the log: written once for each batch of entries, which wait for each other",
  access: [
    {
      name: "by a projector",
      why: "a projector when it starts, and when another one was at the log before it",
      steps: [[{ call: "get", reads: { projection: 1 } }], [{ call: "get", reads: { logHead: 1 } }]],
    },
  ],
  examples: [
    {
      generation: 1,
      sequence: 2_834,
      hash: "3b1f".repeat(16),
      recordedAt: "2026-01-05T01:00:01.250Z",
      projectedAt: "2026-01-05T01:00:01.310Z",
      cursor: "WyJjaGFuZ2VzIiwiNTY3OCJd",
      isClosed: false,
    },
  ],
});

/** Which generation is in use, and the version of the item that says so; the first, and 0, where none has been named yet. One round trip. */
export async function readActive(store: ItemStore): Promise<Stored<Pick<Active, "generation" | "mends">>> {
  const item = await store.get(activeKey);
  return item ? fromItem(activeEntity, item) : { record: { generation: 1, mends: [] }, version: 0 };
}

/** The head of a generation's log, and the version of the item that holds it; an empty log's, and 0, where there is none. One round trip. */
export async function readHead(store: ItemStore, generation: number): Promise<Stored<Head>> {
  const item = await store.get(headKey(generation));
  return item
    ? fromItem(headEntity, item)
    : { record: { generation, ...beginning, recordedAt: null, projectedAt: null, cursor: null, isClosed: false }, version: 0 };
}
