import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { operation, type Scope } from "../operation.ts";
import type { Item, Write } from "../ports.ts";
import type { Provenance } from "../provenance/index.ts";
import { Publicity } from "../publicity/index.ts";
import rulesData from "./data/rules.json" with { type: "json" };
import { type Event, machine } from "./machine.ts";
import { caseKind, correction, entityOf, type Info, objectionId, objectionKey } from "./objection.ts";
import { corrected, divisionOf, hasTexts, ofKind, placeOf, type Subject, subjectIn, subjectKinds } from "./subject.ts";

const rules = z.object({ version: z.string(), terms: z.array(Casework.termRule) }).parse(rulesData);
const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, "A Unified Social Credit Code has 18 characters");

/** An objection as the API shows it. */
export type Shown = Casework.Work<Info>;

const noObjection = () => new HubError("NOT_FOUND", "There is no such objection, or it is not yours to see", { path: "id" });
const noRecord = () => new HubError("NOT_FOUND", "There is no such record, or it is not yours to see", { path: "uscc" });

/** The record of an objection, its item, and the writes of its next version. */
interface Held {
  readonly item: Item;
  readonly record: Subject;
}

async function held(ctx: Ctx, { uscc: code, kind, place }: Pick<Info, "uscc" | "kind" | "place">): Promise<Held | null> {
  const item = await ctx.store.get({ pk: Decision.enterprisePartition(code), sk: place });
  const record = subjectIn(kind, item);
  return item && record && { item, record };
}

function rewritten(
  ctx: Ctx,
  { kind }: Pick<Info, "kind">,
  { item }: Held,
  { record, reason }: { readonly record: Subject; readonly reason: string },
): readonly Write[] {
  return History.rewritten(ofKind(kind), item, record, { at: ctx.clock.now().toISOString(), by: ctx.actor.id, reason });
}

/**
 * Objects to a record (异议): from now on every view says that it is disputed, until the objection is answered. Throws NOT_FOUND, and
 * BAD_INPUT where one is open already.
 */
export const raise = command(
  "objection:raise",
  z.object({
    uscc: uscc.describe("The firm, by its code"),
    kind: z.enum(subjectKinds).describe("Kind of the record"),
    authority: uscc.nullish().describe("Of a decision: the authority, by its code"),
    number: z.string().min(1).max(200).nullish().describe("Of a decision its number, of a rating scheme/year, of an entry in a list its id"),
    grounds: z.string().trim().min(1).max(2_000).describe("What is wrong with the record"),
  }),
  async (ctx, { uscc: code, kind, authority, number, grounds }, scope) => {
    const place = placeOf(kind, { authority, number });
    const found = await held(ctx, { uscc: code, kind, place });
    if (!found) throw noRecord();
    const division = divisionOf(kind, found.record, code);
    if (!scope.covers(Casework.ownedBy({ division, uscc: code }))) throw noRecord();
    if (found.record.dispute)
      throw new HubError("BAD_INPUT", `uscc: the objection ${found.record.dispute.objection} to it is open`, {
        path: "uscc",
        id: found.record.dispute.objection,
      });
    const now = ctx.clock.now();
    const today = legalDay(now);
    const record: Info = {
      id: `obj_${digestOf([code, place, found.item.version]).slice(0, 20)}`,
      ...{ state: "raised", uscc: code, division, kind, place, grounds, openedOn: today, answer: null },
      terms: [Casework.begin(Casework.ruleOn(rules.terms, "objection", today), today)],
      steps: [Casework.stepBy(ctx, { event: "raise", from: "raised", to: "raised", reason: grounds })],
    };
    const disputed: Subject = { ...found.record, dispute: { objection: record.id, since: today } };
    return {
      result: Casework.workOf({ record, version: 1 }, today),
      writes: [
        { put: toItem(entityOf, record, 1), if: "absent" },
        ...rewritten(ctx, record, found, { record: disputed, reason: `objection ${record.id} was raised` }),
      ],
      subject: code,
      target: `${caseKind} ${record.id}`,
    };
  },
);

const named = z.object({
  id: objectionId.describe("The objection"),
  version: z.int().min(1).describe("Version that was read: of another nothing is changed"),
});

async function requireCase({ store }: Ctx, scope: Scope, { id, version }: z.output<typeof named>): Promise<Stored<Info>> {
  const item = await store.get(objectionKey(id));
  const stored = item && fromItem(entityOf, item);
  if (!stored || !scope.covers(Casework.ownedBy(stored.record))) throw noObjection();
  if (stored.version !== version)
    throw new HubError("CONFLICT", `It was changed meanwhile and has the version ${stored.version}; read it again and repeat the change`, {
      version: stored.version,
      path: "version",
    });
  return stored;
}

interface Moving {
  readonly event: Event;
  readonly reason?: string;
  readonly answer?: Info["answer"];
}

function moved(ctx: Ctx, { record, version }: Stored<Info>, { event, reason, answer = null }: Moving): { readonly result: Shown; readonly write: Write } {
  const to = Casework.after(machine, record.state, event);
  const today = legalDay(ctx.clock.now());
  const step = Casework.stepBy(ctx, { event, from: record.state, to, reason });
  const terms = to === "checking" ? record.terms : [...Casework.ended(record.terms, today)];
  const next: Info = { ...record, state: to, answer, terms, steps: [...record.steps, step] };
  return { result: Casework.workOf({ record: next, version: version + 1 }, today), write: { put: toItem(entityOf, next, version + 1), if: { version } } };
}

/** Begins to check an objection. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const check = command("objection:decide", named, async (ctx, of, scope) => {
  const { result, write } = moved(ctx, await requireCase(ctx, scope, of), { event: "check" });
  return { result, writes: [write], subject: result.uscc, target: `${caseKind} ${result.id}` };
});

/** The mark of dispute taken off the record, where it is still there. */
async function settledWrites(ctx: Ctx, of: Info, change: (record: Subject) => Subject, reason: string): Promise<readonly Write[]> {
  const found = await held(ctx, of);
  if (!found || found.record.dispute?.objection !== of.id) return [];
  return rewritten(ctx, of, found, { record: { ...change(found.record), dispute: null }, reason });
}

/**
 * Upholds an objection: puts the record right, or takes a penalty out of publication whose decision was changed or annulled. Throws
 * BAD_INPUT, NOT_FOUND, CONFLICT, WRONG_STATE.
 */
export const uphold = command(
  "objection:decide",
  named.extend({
    reason: z.string().trim().min(1).max(2_000).describe("Why"),
    corrections: z.array(correction).max(20).default([]).describe("What is put right in the record"),
    withdraw: z.boolean().default(false).describe("Whether a penalty is taken out of publication, since its decision was changed or annulled"),
  }),
  async (ctx, { reason, corrections, withdraw, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    if (corrections.length === 0 && !withdraw && hasTexts(stored.record.kind))
      throw new HubError("BAD_INPUT", "corrections: say what is put right, or that the record is withdrawn", { path: "corrections" });
    if (withdraw && stored.record.kind !== "penalty") throw new HubError("BAD_INPUT", "withdraw: penalties alone are withdrawn", { path: "withdraw" });
    const now = ctx.clock.now();
    const today = legalDay(now);
    const answer = { reason, on: today, by: ctx.actor.id, corrections, isWithdrawn: withdraw };
    const { result, write } = moved(ctx, stored, { event: "uphold", reason, answer });
    const writes = await settledWrites(
      ctx,
      stored.record,
      (record) =>
        reported(
          withdraw ? withdrawn(corrected(stored.record.kind, record, corrections), today, result.id) : corrected(stored.record.kind, record, corrections),
          now,
        ),
      `objection ${result.id} was upheld`,
    );
    if (writes.length === 0) throw noRecord();
    return { result, writes: [write, ...writes], subject: result.uscc, target: `${caseKind} ${result.id}` };
  },
);

function withdrawn(record: Subject, on: string, id: string): Subject {
  const standing = (record["standing"] as Publicity.Standing | null) ?? Publicity.untouched;
  return { ...record, standing: { ...standing, ended: { how: "withdrawn", on, case: id } } };
}

/** What was put right counts from its moment: a file that was received before does not bring the old text back, not even the one that had it. */
function reported(record: Subject, now: Date): Subject {
  const provenance = record["provenance"] as Provenance.Info;
  const today = legalDay(now);
  const changedAt = now.toISOString();
  return { ...record, provenance: { ...provenance, reportedOn: today, confirmedOn: today, changedAt, revision: provenance.revision + 1 } };
}

/** Rejects an objection: the record is right as it stands. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const reject = command(
  "objection:decide",
  named.extend({ reason: z.string().trim().min(1).max(2_000).describe("Why the record is right") }),
  async (ctx, { reason, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const answer = { reason, on: legalDay(ctx.clock.now()), by: ctx.actor.id, corrections: [], isWithdrawn: false };
    const { result, write } = moved(ctx, stored, { event: "reject", reason, answer });
    const writes = await settledWrites(ctx, stored.record, (same) => same, `objection ${result.id} was rejected`);
    return { result, writes: [write, ...writes], subject: result.uscc, target: `${caseKind} ${result.id}` };
  },
);

/** Takes an objection back. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const withdraw = command("objection:raise", named, async (ctx, of, scope) => {
  const stored = await requireCase(ctx, scope, of);
  const { result, write } = moved(ctx, stored, { event: "withdraw" });
  const writes = await settledWrites(ctx, stored.record, (same) => same, `objection ${result.id} was taken back`);
  return { result, writes: [write, ...writes], subject: result.uscc, target: `${caseKind} ${result.id}` };
});

/** One objection; null where there is none that the asker may see. One round trip. */
export const get = operation(
  "objection:read",
  z.object({ id: objectionId }),
  async ({ store, clock }, { id }, scope): Promise<Shown | null> => {
    const item = await store.get(objectionKey(id));
    const stored = item && fromItem(entityOf, item);
    return stored && scope.covers(Casework.ownedBy(stored.record)) ? Casework.workOf(stored, legalDay(clock.now())) : null;
  },
  { subjects: (_input, found) => (found ? [found.uscc] : []) },
);

/** Objections that the asker may see, what is due first on top, with totals: see `Casework.worklist`. */
export const list = operation(
  "objection:read",
  Casework.worklistInput,
  async (ctx, input, scope) => Casework.worklist(ctx, { of: entityOf, kind: caseKind, scope }, input),
  { subjects: (_input, { items }) => [...new Set(items.map(({ uscc: code }) => code))] },
);

/** The objections to a firm's records, the newest first, a hundred at most; none where they are not the asker's to see. One round trip. */
export const ofFirm = operation(
  "objection:read",
  z.object({ uscc }),
  async (ctx, input, scope) =>
    (await Casework.casesOf(ctx, { of: entityOf, kind: caseKind }, input.uscc))
      .filter((each) => scope.covers(Casework.ownedBy(each)))
      .slice(0, Casework.mostOfFirm),
  { subjects: ({ uscc: code }, { length }) => (length > 0 ? [code] : []) },
);
