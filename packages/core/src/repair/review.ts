import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import type { Stored } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Listing } from "../listing/index.ts";
import { Penalty } from "../penalty/index.ts";
import { Publicity } from "../publicity/index.ts";
import { named } from "./apply.ts";
import { type Moving, moved, requireCase, requirePenalty, type Shown, targetOf } from "./load.ts";
import { checked, type Info } from "./repair.ts";
import { checklist, extensionOn, needsAnnouncement, needsSecondPair, termRule } from "./rules.ts";

/** What the authority does that decided the penalty (谁认定、谁修复): take or return an application, examine it, decide. */

const reason = z.string().trim().min(1).max(2_000);

async function done(
  ctx: Ctx,
  stored: Stored<Info>,
  moving: Moving,
): Promise<{ result: Shown; writes: [ReturnType<typeof moved>["write"]]; subject: string; target: string }> {
  const { result, write } = moved(ctx, stored, moving);
  return { result, writes: [write], subject: result.uscc, target: targetOf(result) };
}

/** Takes an application: its materials are complete. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const accept = command("repair:review", named, async (ctx, of, scope) => {
  const stored = await requireCase(ctx, scope, of);
  const today = legalDay(ctx.clock.now());
  const terms = [...Casework.ended(stored.record.terms, today, ["acceptance"]), Casework.begin(termRule("result", today), today)];
  return done(ctx, stored, { event: "accept", change: { terms } });
});

/** Gives an application back to be completed; its terms stand still until it comes again. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const giveBack = command(
  "repair:review",
  named.extend({ reason: reason.describe("What is missing or wrong") }),
  async (ctx, { reason: why, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const terms = [...Casework.paused(stored.record.terms, legalDay(ctx.clock.now()))];
    return done(ctx, stored, { event: "return", reason: why, change: { terms } });
  },
);

/** Begins the review of an application that was taken. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const startReview = command("repair:review", named, async (ctx, of, scope) => done(ctx, await requireCase(ctx, scope, of), { event: "startReview" }));

/** Notes what the examination found, point by point, and recommends a decision. Throws BAD_INPUT where a point is left out; NOT_FOUND, CONFLICT, WRONG_STATE. */
export const examine = command(
  "repair:review",
  named.extend({
    checks: z.array(checked).max(20).describe("Every point of the checklist"),
    recommendation: z.enum(["approve", "reject"]).describe("What is recommended"),
    opinion: reason.describe("Why"),
  }),
  async (ctx, { checks: found, recommendation, opinion, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const codes = found.map(({ code }) => code);
    const missing = checklist.filter(({ code }) => !codes.includes(code));
    if (missing.length > 0) throw new HubError("BAD_INPUT", `checks: ${missing.map(({ code }) => code).join(", ")} are left out`, { path: "checks" });
    if (new Set(codes).size < codes.length) throw new HubError("BAD_INPUT", "checks: a point stands there twice", { path: "checks" });
    const unmet = found.filter(({ isMet }) => !isMet).map(({ code }) => code);
    if (recommendation === "approve" && unmet.length > 0)
      throw new HubError("BAD_INPUT", `recommendation: ${unmet.join(", ")} are not met, so that an approval cannot be recommended`, { path: "recommendation" });
    const examination = { checks: found, recommendation, opinion, by: ctx.actor.id, at: ctx.clock.now().toISOString() };
    return done(ctx, stored, { event: "examine", reason: opinion, change: { examination } });
  },
);

/**
 * Puts off the answer to a complex application, or one of which something is still to be checked: all its terms have so many days more.
 * Throws BAD_INPUT where the rule lets it be put off no more, or not by so many days; NOT_FOUND, CONFLICT, WRONG_STATE.
 */
export const extend = command(
  "repair:review",
  named.extend({ days: z.int().min(1).max(100).describe("By how many working days"), reason: reason.describe("What is complex, or still to be checked") }),
  async (ctx, { days, reason: why, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const told = await done(ctx, stored, { event: "extend", reason: why, change: { terms: [...Casework.extended(stored.record.terms, days)] } });
    const rule = extensionOn(legalDay(ctx.clock.now()));
    const before = stored.record.steps.filter(({ event }) => event === "extend").length;
    if (rule === null || before >= rule.times)
      throw new HubError("BAD_INPUT", `id: its answer was put off ${before} times, and the rule lets it be ${rule?.times ?? 0}`, { path: "id" });
    if (days > rule.mostDays) throw new HubError("BAD_INPUT", `days: the rule lets the answer be put off by ${rule.mostDays} at most`, { path: "days" });
    return told;
  },
);

/** Tells the firm beforehand that its application will be rejected, and why. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const announceRejection = command("repair:review", named.extend({ reason: reason.describe("Why") }), async (ctx, { reason: why, ...of }, scope) => {
  const stored = await requireCase(ctx, scope, of);
  return done(ctx, stored, { event: "announceRejection", reason: why, change: { rejectionAnnouncedOn: legalDay(ctx.clock.now()) } });
});

const deciding = named.extend({
  documentNumber: z.string().trim().min(1).max(100).describe("Number of the repair opinion"),
  reason: reason.describe("Why"),
});

/**
 * Who examined an application does not also decide on it where the rule says so, of the grade that the penalty had when the application
 * was begun or has now: whoever decides may have said the latter. Throws FORBIDDEN.
 */
function requireOther({ actor, clock }: Ctx, { grade: begun, examination }: Info, penalty: Penalty.Info): void {
  if (examination?.by !== actor.id) return;
  const grade = [begun, Publicity.termsOf(penalty).grade].find((each) => needsSecondPair(each, legalDay(clock.now())));
  if (grade !== undefined)
    throw new HubError("FORBIDDEN", `A ${grade} penalty takes a second pair of eyes: somebody else than who examined it decides`, { path: "id" });
}

/** What became of the record since the application was handed in: it may have been annulled, or another grade have longer terms. Throws BAD_INPUT. */
function requireRepairable(penalty: Penalty.Info, today: string): void {
  const { state, repairableFrom } = Publicity.publicityOf(penalty, today);
  if (state === "withdrawn") throw new HubError("BAD_INPUT", "id: the decision was changed or annulled, so that there is nothing to repair", { path: "id" });
  if (repairableFrom !== null && repairableFrom <= today) return;
  const from = repairableFrom === null ? "there is no repair before the longest term" : `it can be approved from ${repairableFrom}`;
  throw new HubError("BAD_INPUT", `id: the shortest term of publicity has not been reached: ${from}`, { path: "id" });
}

/**
 * Repairs the record: from the moment of the commit it is published, shared and used no more, in no view and no feed. Throws BAD_INPUT
 * where nobody examined it and recommended that, or the record cannot be repaired any more or yet; FORBIDDEN where it takes a second pair of
 * eyes; NOT_FOUND, CONFLICT, WRONG_STATE.
 */
export const approve = command("repair:decide", deciding, async (ctx, { documentNumber, reason: why, ...of }, scope) => {
  const stored = await requireCase(ctx, scope, of);
  const now = ctx.clock.now();
  const today = legalDay(now);
  const outcome = { documentNumber, reason: why, on: today, by: ctx.actor.id };
  const { result, write } = moved(ctx, stored, { event: "approve", reason: why, change: { outcome } });
  if (stored.record.examination?.recommendation !== "approve")
    throw new HubError("BAD_INPUT", "id: nobody has examined it and recommended an approval", { path: "id" });
  const { item, record } = await requirePenalty(ctx, stored.record);
  requireOther(ctx, stored.record, record);
  requireRepairable(record, today);
  const before = record.standing ?? Publicity.untouched;
  const standing: Publicity.Standing = {
    ...before,
    // The examination found both.
    fulfilledOn: before.fulfilledOn ?? today,
    correctedOn: before.correctedOn ?? today,
    ended: { how: "repaired", on: today, case: result.id },
  };
  const writing = { at: now.toISOString(), by: ctx.actor.id, reason: `credit repair ${result.id} was approved` };
  return {
    result,
    writes: [write, ...History.rewritten(Penalty.entityOf, item, { ...record, standing }, writing)],
    subject: result.uscc,
    target: targetOf(result),
  };
});

/** Rejects an application. The firm is told beforehand. Throws BAD_INPUT, FORBIDDEN, NOT_FOUND, CONFLICT, WRONG_STATE. */
export const reject = command("repair:decide", deciding, async (ctx, { documentNumber, reason: why, ...of }, scope) => {
  const stored = await requireCase(ctx, scope, of);
  const today = legalDay(ctx.clock.now());
  const outcome = { documentNumber, reason: why, on: today, by: ctx.actor.id };
  const told = await done(ctx, stored, { event: "reject", reason: why, change: { outcome } });
  if (stored.record.examination === null) throw new HubError("BAD_INPUT", "id: nobody has examined it", { path: "id" });
  if (stored.record.rejectionAnnouncedOn === null && needsAnnouncement(today))
    throw new HubError("BAD_INPUT", "id: the firm is to be told beforehand that it will be rejected, and why", { path: "id" });
  requireOther(ctx, stored.record, (await requirePenalty(ctx, stored.record)).record);
  return told;
});

/**
 * Takes a repair back, since something that was stated for it was false: the record is published again for the rest of its term, the
 * false statement is recorded and shown, and keeps the firm from applying for the time that the rule says. Throws NOT_FOUND, CONFLICT,
 * WRONG_STATE.
 */
export const revoke = command(
  "repair:decide",
  named.extend({
    documentNumber: z.string().trim().min(1).max(100).describe("Number of the document that finds it"),
    reason: reason.describe("What was false, and how it was found"),
  }),
  async (ctx, { documentNumber, reason: why, ...of }, scope) => {
    const stored = await requireCase(ctx, scope, of);
    const now = ctx.clock.now();
    const today = legalDay(now);
    const { result, write } = moved(ctx, stored, { event: "revoke", reason: why, change: { revocation: { reason: why, on: today, by: ctx.actor.id } } });
    const { item, record } = await requirePenalty(ctx, stored.record);
    const before = record.standing ?? Publicity.untouched;
    // A decision that was annulled meanwhile stays out of publication: that is not what the repair had done.
    const ended = before.ended?.how === "repaired" ? null : before.ended;
    const again: Penalty.Info = { ...record, standing: { ...before, ended, fulfilledOn: null, correctedOn: null } };
    const writing = { at: now.toISOString(), by: ctx.actor.id, reason: `credit repair ${result.id} was revoked` };
    const republished = History.rewritten(Penalty.entityOf, item, { ...again, standing: Publicity.settled(again, today) }, writing);
    const falsehood = { uscc: result.uscc, authority: result.authority, facts: why, documentNumber, case: result.id };
    const recorded = Listing.enterFalseStatement(ctx, falsehood);
    return { result, writes: [write, ...republished, ...recorded.writes], subject: result.uscc, target: targetOf(result) };
  },
);
