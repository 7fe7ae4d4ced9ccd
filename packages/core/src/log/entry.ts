import * as z from "zod";
import { digestOf } from "../digest.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import type { Item, Key } from "../ports.ts";
import { recordAt, recordKinds } from "../records.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One version of one record, in the order in which the hub took notice of it. Each entry seals all before it. */
export const entryShape = z.object({
  sequence: z.int().min(1).describe("Counts the entries from 1, without gaps"),
  recordedAt: History.recorded.shape.at.describe("When the version was written"),
  kind: z.enum(recordKinds).describe("Kind of the record"),
  subject: z.string().min(1).describe("Whose record it is: the enterprise's code, or the old number by which alone it is known, as kind#number"),
  record: z.string().min(1).describe("Which of the subject's records it is"),
  version: z.int().min(1).describe("Version of the record, counted from 1"),
  change: z.enum(History.changeKinds).describe("What was done to the record"),
  content: sha256.describe("SHA-256 of the version in its canonical form (RFC 8785)"),
  previous: sha256.describe("Hash of the entry before; zeros in the first"),
  hash: sha256.describe("SHA-256 of this entry's other fields in their canonical form, which seals all entries up to this one"),
});
export type Entry = z.output<typeof entryShape>;

/** Where the log stands: the sequence and the hash of its newest entry. */
export type Position = Pick<Entry, "sequence" | "hash">;

/** Before the first entry. */
export const beginning: Position = { sequence: 0, hash: "0".repeat(64) };

/** The entry for a version of a record, behind a position. */
export function entryOf(item: Item, after: Position): Entry {
  const of = recordAt(item);
  if (!of) throw new HubError("INTERNAL", `${item.pk} ${item.sk} is no record`);
  const { at, change } = History.recordedOf(item);
  return sealed({
    sequence: after.sequence + 1,
    recordedAt: at,
    kind: of.name as Entry["kind"],
    subject: item.pk.slice(4),
    record: item.sk,
    version: item.version,
    change,
    content: digestOf(item.body),
    previous: after.hash,
  });
}

function sealed(fields: Omit<Entry, "hash">): Entry {
  return { ...fields, hash: digestOf(fields) };
}

/** Whether an entry is what it was when it was sealed, behind the one before it. */
export function isSound(entry: Entry, after: Position): boolean {
  const { hash, ...fields } = entry;
  return entry.sequence === after.sequence + 1 && entry.previous === after.hash && hash === digestOf(fields);
}

/** Where the record lies that an entry tells of. Codes of enterprises hold no #. */
export function keyOf({ kind, subject, record }: Pick<Entry, "kind" | "subject" | "record">): Key {
  const place = kind === "auditSeal" ? "AUD" : subject.includes("#") ? "SUB" : "ENT";
  return { pk: `${place}#${subject}`, sk: record };
}
