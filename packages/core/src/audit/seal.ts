import * as z from "zod";
import { digestOf } from "../digest.ts";
import { entity, fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import type { Item, ItemStore, Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * A seal on a stretch of the audit trail: how many entries it has, and a digest of them all. Seals are records: they stand
 * in the change log, whose hashes seal them in turn. Whoever keeps a position of the log elsewhere can show that the
 * trail is what it was.
 */
export const sealShape = z.object({
  number: z.int().min(1).describe("Counts the seals from 1, without gaps"),
  from: Provenance.instant.nullable().describe("End of the stretch before, after which this one begins; null for the first"),
  to: Provenance.instant.describe("The last instant that it holds"),
  entries: z.int().min(0).describe("How many entries it has"),
  digest: hex.describe("SHA-256 over the digest of the stretch before and each entry of this one, in their order"),
  provenance: z.object({ recorded: History.recorded.describe("Who sealed it and when") }).describe("Who sealed it and when"),
});
export type Seal = z.output<typeof sealShape>;

export const sealPartition = "AUD#seals";

export function sealKey(number: number): Key {
  return { pk: sealPartition, sk: `SEAL#${String(number).padStart(10, "0")}` };
}

export const sealEntity = entity({
  name: "auditSeal",
  shape: sealShape,
  key: ({ number }) => sealKey(number),
  keyTemplate: { pk: sealPartition, sk: "SEAL#{number}" },
  history: { validity: () => ({ from: null, to: null }), divisions: () => [], counted: () => ({}) },
  partition: "one for all seals: at most one is written in five minutes",
  access: [
    { name: "newest", why: "whoever seals, to go on behind it", steps: [[{ call: "query", reads: { auditSeal: 1 } }]] },
    { name: "all", why: "whoever verifies the trail, 100 at a time", steps: [[{ call: "query", reads: { auditSeal: 101 } }]] },
  ],
  examples: [
    {
      number: 1,
      from: null,
      to: "2026-01-05T01:00:00.000Z",
      entries: 118,
      digest: "9d".repeat(32),
      provenance: { recorded: { at: "2026-01-05T01:01:00.000Z", by: "operator", change: "created", reason: "audit trail sealed" } },
    },
  ],
});

/** Digest before the first entry. */
export const beginning = "0".repeat(64);

/** The digest with one entry more: as it lies in the store, with its place and the places in indexes by which it is found. */
export function sealedWith(digest: string, { pk, sk, body, indexes = {} }: Omit<Item, "version">): string {
  return digestOf([digest, pk, sk, body as never, indexes]);
}

/** The newest seal; null before the first. One round trip. */
export async function newestSeal(store: ItemStore): Promise<Seal | null> {
  const { items } = await store.query({ pk: sealPartition, limit: 1, descending: true });
  return items[0] ? fromItem(sealEntity, items[0]).record : null;
}
