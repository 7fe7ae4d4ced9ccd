import * as z from "zod";
import { type TrailEntry, trailKinds } from "../trail.ts";

const instant = z.iso.datetime({ precision: 3, message: "Write the instant in UTC, as 2026-03-05T01:02:03.000Z" });

/** What entries are looked for by. */
export const filter = z.object({
  subject: z
    .string()
    .regex(/^[0-9A-Z]{18}$/, "A Unified Social Credit Code has 18 characters")
    .nullish()
    .describe("Only what is about this enterprise, by its code"),
  agency: z.string().max(20).nullish().describe("Only what was done for this agency"),
  actor: z.string().max(200).nullish().describe("Only what this person, key or client did"),
  action: z.string().max(60).nullish().describe("Only where this was done, by the name of the right"),
  purpose: z.string().max(40).nullish().describe("Only what was done for this purpose"),
  kind: z.enum(trailKinds).nullish().describe("Only reading, or only writing"),
  from: instant.nullish().describe("Only from this instant on"),
  to: instant.nullish().describe("Only up to this instant"),
});
export type Filter = z.output<typeof filter>;

/** Whether an entry is one that is looked for; when it was written is for the store to find. */
export function isWanted(entry: TrailEntry, { subject, agency, actor, action, purpose, kind }: Filter): boolean {
  return (
    (subject == null || entry.subject === subject) &&
    (agency == null || entry.agency === agency) &&
    (actor == null || entry.actor === actor) &&
    (action == null || entry.actions.includes(action)) &&
    (purpose == null || entry.purpose === purpose) &&
    (kind == null || entry.kind === kind)
  );
}

/** Who looked, as the one who was looked at sees it: agencies answer for their people and systems. It asks for entries by what it sees alone. */
export function forSubject(entry: TrailEntry): TrailEntry {
  return { ...entry, actor: entry.agency === null ? entry.role : `agency:${entry.agency}` };
}
