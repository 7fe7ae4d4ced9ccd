import * as z from "zod";
import { legalDay } from "../clock.ts";
import { History } from "../history/index.ts";

/** Shapes every record uses for "who said so, where, when". */

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** One row of one file in which the record stood. */
export const sighting = z.object({
  fileSha256: sha256.describe("Id of the import: SHA-256 of the file's bytes, or derived from it for a further sheet of a workbook"),
  fileName: z.string().describe("Name of the file as it was handed in, without its folder"),
  row: z.int().min(1).describe("Row in the file as a person counts it: the line in a CSV, the sheet row in a workbook, the ordinal of the record in a message"),
  at: instant.describe("When the hub received the file"),
});
export type Sighting = z.output<typeof sighting>;

/** A value that was not stored as it stood in the file. */
export const original = z.object({
  field: z.string().describe("Field of the record, nested fields with a dot"),
  column: z.string().describe("Header of the column in the file"),
  value: z.string().describe("The text as it stood in the file"),
});
export type Original = z.output<typeof original>;

export const provenance = z.object({
  source: z
    .object({
      name: z.string().nullable().describe("Unit that reported the record, as the file names it"),
      uscc: z.string().nullable().describe("Unified Social Credit Code of that unit"),
    })
    .describe("Unit that reported the record"),
  reportedOn: day.nullable().describe("Day the source reported the record, where the file, or who handed it in, says so"),
  confirmedOn: day
    .nullable()
    .describe("Newest day on which the source reported these facts, the first report or one that confirmed it; null where none said its day"),
  firstSeen: sighting.describe("Where the record was first met"),
  lastSeen: sighting.describe("Where the record was last met, changed or not"),
  changedAt: instant.describe("When the hub last received other facts than before; equal to the first sighting until then"),
  revision: z.int().min(1).describe("Counts the changes of the facts: 1 as first received"),
  originals: z.array(original).describe("Values that were normalised, as they stood in the file last read"),
  recorded: History.recorded.describe("Who wrote this version of the record, when and why"),
});
export type Info = z.output<typeof provenance>;

/** Where a record comes from that was entered in the hub itself: it stood in no file, and nobody confirms it. */
export const entered = provenance.pick({ source: true, reportedOn: true, changedAt: true, revision: true, recorded: true });
export type Entered = z.output<typeof entered>;

/** The provenance of a record that an authority enters, or changes. */
export function enteredBy({ name, uscc }: { readonly name: string; readonly uscc: string }, { at, by, reason }: History.Writing, before?: Entered): Entered {
  const recorded = { at, by, reason, change: before ? ("changed" as const) : ("created" as const) };
  return { source: { name, uscc }, reportedOn: null, changedAt: at, revision: (before?.revision ?? 0) + 1, recorded };
}

/** The provenance of a record met for the first time. Who wrote it and when is said once more when it is written. */
export function first(source: Info["source"], reportedOn: string | null, seen: Sighting, originals: readonly Original[]): Info {
  const recorded = { at: seen.at, by: "operator", change: "created", reason: "import" } as const;
  return { source, reportedOn, confirmedOn: reportedOn, firstSeen: seen, lastSeen: seen, changedAt: seen.at, revision: 1, originals: [...originals], recorded };
}

/** Whether a record was put right after the file was received in which it was last met. */
export function isCorrected({ changedAt, lastSeen }: Info): boolean {
  return changedAt > lastSeen.at;
}

/**
 * Whether one report of a record is older than another: by the days their source states, else by when the hub first
 * received the files, so that an old file read once more does not bring back what a newer one, or a correction, has replaced.
 */
export function isOlder(report: Info, than: Info): boolean {
  const [day, otherDay] = [report.confirmedOn, than.confirmedOn];
  if (day !== null && otherDay !== null && day !== otherDay) return day < otherDay;
  return report.lastSeen.at < (isCorrected(than) ? than.changedAt : than.lastSeen.at);
}

/** The provenance of a known record met again; `fresh` is that of the row just read. */
export function again(known: Info, fresh: Info, isChanged: boolean): Info {
  if (isChanged) return { ...fresh, firstSeen: known.firstSeen, revision: known.revision + 1 };
  return { ...known, lastSeen: fresh.lastSeen, confirmedOn: later(known.confirmedOn, fresh.confirmedOn) };
}

/** The day from which on a record says what it says: that of its report, else that on which the hub received these facts. */
export function statedOn({ reportedOn, changedAt }: Info): string {
  return reportedOn ?? legalDay(new Date(changedAt));
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}
