import type * as z from "zod";
import { sealEntity } from "./audit/seal.ts";
import { Enterprise } from "./enterprise/index.ts";
import type { VersionedEntity } from "./entity.ts";
import { Licence } from "./licence/index.ts";
import { Listing } from "./listing/index.ts";
import { Penalty } from "./penalty/index.ts";
import type { Key } from "./ports.ts";
import { Rating } from "./rating/index.ts";

/** Every kind of record whose versions are kept, logged and counted, a line each. */
const records = [Enterprise.entityOf, Licence.entityOf, Penalty.entityOf, Rating.entityOf, Listing.entityOf, sealEntity] as const;

export type RecordKind = "enterprise" | "licence" | "penalty" | "rating" | "listEntry" | "auditSeal";
export const recordKinds = ["enterprise", "licence", "penalty", "rating", "listEntry", "auditSeal"] as const satisfies readonly RecordKind[];

/** A record's declaration, whatever its kind: what reads it must not depend on its shape. */
export type AnyRecord = VersionedEntity<never>;

const places = records.map((of) => ({ of, prefix: of.keyTemplate.sk.split("{")[0] ?? "" }));

/** Partitions of records begin so: those of a firm, those that wait for one, and the seals on the audit trail. */
export const recordPartitions = ["ENT#", "SUB#", "AUD#"] as const;

/** The declaration of a kind of record. */
export function recordsOf(kind: RecordKind): VersionedEntity<z.ZodObject> {
  const found = records.find(({ name }) => name === kind);
  if (!found) throw new TypeError(`No records are called ${kind}`);
  return found as unknown as VersionedEntity<z.ZodObject>;
}

/** What kind of record lies under a key; null for anything else. */
export function recordAt({ pk, sk }: Key): AnyRecord | null {
  if (!recordPartitions.some((prefix) => pk.startsWith(prefix))) return null;
  return (places.find(({ prefix }) => sk.startsWith(prefix))?.of ?? null) as AnyRecord | null;
}
