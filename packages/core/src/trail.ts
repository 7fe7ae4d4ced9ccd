import * as z from "zod";
import type { Action, Actor, Ctx, Request } from "./ctx.ts";
import { digestOf } from "./digest.ts";
import { entity, toItem } from "./entity.ts";
import { HubError } from "./error.ts";
import type { ItemStore, Key, Write } from "./ports.ts";
import { limits } from "./ports.ts";
import { roles } from "./rights.ts";

/**
 * The audit trail: who read what is not public, who wrote what, for whom, why and when. An entry tells of one request and of
 * one enterprise, or of none. It is written before the answer is given, or with the change itself.
 */

const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** How entries came about. */
export const trailKinds = ["read", "write"] as const;

export const trailShape = z.object({
  id: z.string().min(8).max(64).describe("Its own id"),
  at: instant.describe("When it was written, just before the answer was given or with the change itself"),
  kind: z.enum(trailKinds).describe("Whether something was read or written"),
  actor: z.string().min(1).describe("Who it was: the id of a person, a key or a client, or operator"),
  role: z.enum([...roles, "operator"]).describe("The role in which it was done"),
  agency: z.string().nullable().describe("Agency for which it was done; null for who acts for itself"),
  actions: z.array(z.string()).min(1).describe("What was done, by the names of the rights"),
  subject: z.string().nullable().describe("Code of the enterprise that it is about; null where it is about none"),
  target: z.string().nullable().describe("What else it is about, e.g. the agency whose rights were changed; null where that is all"),
  purpose: z.string().nullable().describe("What for, as the asker states it"),
  requestId: z.string().nullable().describe("The request, as the log and the answer name it"),
  channel: z.enum(["graphql", "http", "command", "job"]).describe("By which way"),
});
export type TrailEntry = z.output<typeof trailShape>;

/** Entries come in the order of time, many at once: shards keep the end of the trail from being one hot place. */
export const trailShards = 8;

export function trailPartition(shard: number): string {
  return `AUDIT#${shard}`;
}

/** By the last characters of an id, which is random or a digest. */
function shardOf(id: string): number {
  return (id.codePointAt(id.length - 1) ?? 0) % trailShards;
}

/** Where an entry lies. */
export function trailKey({ at, id }: Pick<TrailEntry, "at" | "id">): Key {
  return { pk: trailPartition(shardOf(id)), sk: `${at}#${id}` };
}

export const trailEntity = entity({
  name: "trailEntry",
  shape: trailShape,
  key: trailKey,
  keyTemplate: { pk: "AUDIT#{shard}", sk: "{written at}#{id}" },
  partition: "eight shards, in which entries fall by chance",
  access: [
    {
      name: "in a time",
      why: "an auditor goes through what was done, newest first",
      steps: [[{ call: "query", times: trailShards, reads: { trailEntry: 21 } }]],
    },
  ],
  examples: [
    {
      id: "0f9d3c1e7a5b4d28",
      at: "2026-01-05T01:00:00.000Z",
      kind: "read",
      actor: "key:7f3k9c2a.x1y2z3",
      role: "partner",
      agency: "7f3k9c2a",
      actions: ["provenance:read"],
      subject: "91140581MA0DEMX13N",
      target: null,
      purpose: "bidding",
      requestId: "c0ffee00-0000-4000-8000-000000000001",
      channel: "graphql",
    },
  ],
});

/** What an entry tells, before it is known when it is written. */
export type Noted = Omit<TrailEntry, "id" | "at">;

/** Takes note of what one request reads. Whoever gives the answer has the notes written before. */
export interface Trail {
  note(noted: Noted): void;
}

/** The write that puts an entry into the trail. */
export function trailWrite(noted: Noted, at: string, id: string = digestOf({ ...noted, at }).slice(0, 32)): Write {
  return { put: toItem(trailEntity, { id, at, ...noted }, 1), if: "absent" };
}

/** Who, in which role, for whom, why. */
export function askedBy({ actor, request }: { readonly actor: Actor; readonly request?: Request | undefined }) {
  return {
    actor: actor.id,
    role: actor.role,
    agency: actor.agency,
    purpose: request?.purpose ?? null,
    requestId: request?.id ?? null,
    channel: request?.channel ?? ("command" as const),
  };
}

/** Of what a partner reads that is not public, the trail says what for. Throws PURPOSE_REQUIRED, naming the purposes that its agency has. */
export function requirePurpose({ actor: { role, purposes }, request }: Pick<Ctx, "actor" | "request">): void {
  if (role !== "partner") return;
  const stated = request?.purpose ?? null;
  if (stated !== null && purposes?.includes(stated)) return;
  const what = stated === null ? "Say what for" : `${stated} is no purpose of this agency`;
  throw new HubError("PURPOSE_REQUIRED", `${what}: the header X-Purpose, or @purpose(code:) on the operation`, { purposes: purposes ?? [] });
}

/** Takes note that something was read which not everybody may. Where nobody collects notes it is written at once, before the answer. */
export async function noteRead(ctx: Ctx, action: Action, subjects: readonly string[]): Promise<void> {
  const by = askedBy(ctx);
  const notes = (subjects.length === 0 ? [null] : subjects).map((subject): Noted => ({ kind: "read", ...by, actions: [action], subject, target: null }));
  if (ctx.trail) for (const noted of notes) ctx.trail.note(noted);
  else await writeNotes(ctx.store, notes, ctx.clock.now().toISOString());
}

/** Writes down that something is about to be done that is no change of records, so that there is no transaction to write it with. */
export async function noteWrite(ctx: Ctx, action: Action, target: string): Promise<void> {
  await writeNotes(ctx.store, [{ kind: "write", ...askedBy(ctx), actions: [action], subject: null, target }], ctx.clock.now().toISOString());
}

/** Takes note of a part of a record that was read already, which not everybody may see. Only who collects notes can show such parts. */
export function noteSeen(ctx: Ctx, action: Action, subject: string): void {
  if (!ctx.trail) throw new HubError("INTERNAL", "What must be noted is shown only where notes are collected");
  ctx.trail.note({ kind: "read", ...askedBy(ctx), actions: [action], subject, target: null });
}

/** In transactions of 100. An entry that is there already says the same. */
async function writeNotes(store: ItemStore, notes: readonly Noted[], at: string): Promise<void> {
  const writes = [...new Map(notes.map((noted) => [JSON.stringify(noted), trailWrite(noted, at)])).values()];
  for (let from = 0; from < writes.length; from += limits.writesPerTransaction)
    await writeAbsent(store, writes.slice(from, from + limits.writesPerTransaction));
}

async function writeAbsent(store: ItemStore, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  try {
    await store.transact(writes);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "CONFLICT") throw error;
    const failed = new Set((error.details["failed"] as readonly { readonly index: number }[]).map(({ index }) => index));
    await writeAbsent(
      store,
      writes.filter((_write, at) => !failed.has(at)),
    );
  }
}
