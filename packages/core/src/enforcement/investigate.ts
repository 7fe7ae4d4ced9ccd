import * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import { HubError } from "../error.ts";
import { attachedIn } from "./attach.ts";
import { changed, dayOf, named, onDay, reason, requireCase, written } from "./change.ts";
import { claim } from "./discretion.ts";
import { machine, states } from "./machine.ts";
import { begin } from "./rules.ts";
import { files, type Info, rectification } from "./shape.ts";
import { weighed } from "./weigh.ts";

/** From the opening of a case to the notice before a decision. */

const filesInput = files.default([]).describe("Files that show it, 20 at most");

/** States that what was found has been looked into. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const investigate = command(
  "case:write",
  named.extend({ facts: reason.describe("What the investigation found"), files: filesInput }),
  async (ctx, { facts, files: shown, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    return changed(ctx, stored, { event: "investigate", reason: facts, files: attachedIn(stored.record, shown), record: {} });
  },
);

const mostOrders = 20;
/** The order itself sets this term: no rule does. */
const rectificationTerm = "rectification";

/** Orders a firm to put something right until a day. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const orderRectification = command(
  "case:write",
  named.extend({
    number: z.string().trim().min(1).max(100).describe("Number of the order (责令改正文书号)"),
    text: rectification.shape.text,
    orderedOn: onDay.nullish().describe("Day of the order; today unless told"),
    dueOn: onDay.describe("Last day on which that is in time"),
  }),
  async (ctx, { number, text, dueOn, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { openedOn, rectifications, terms } = stored.record;
    const orderedOn = dayOf(ctx, asked.orderedOn, { path: "orderedOn", from: rectifications.at(-1)?.orderedOn ?? openedOn });
    const days = Calendar.toEpochDay(dueOn) - Calendar.toEpochDay(orderedOn);
    if (days < 0 || days > 1_000) throw new HubError("BAD_INPUT", `dueOn: ${dueOn} is not within 1,000 days after ${orderedOn}`, { path: "dueOn" });
    if (rectifications.length >= mostOrders) throw new HubError("BAD_INPUT", `id: it has ${mostOrders} orders already`, { path: "id" });
    const order = { number, text, orderedOn, dueOn, correctedOn: null, evidence: null, files: [] };
    const term: Casework.Term = {
      rule: rectificationTerm,
      kind: "calendar",
      days,
      startedOn: orderedOn,
      pausedOn: null,
      pausedDays: 0,
      extendedDays: 0,
      endedOn: null,
    };
    return changed(ctx, stored, { event: "orderRectification", record: { rectifications: [...rectifications, order], terms: [...terms, term] } });
  },
);

/** States that what the last order asked for was done. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const confirmCorrection = command(
  "case:write",
  named.extend({
    correctedOn: onDay.describe("Day on which it had been put right"),
    evidence: reason.describe("How that is known"),
    files: filesInput,
  }),
  async (ctx, { evidence, files: shown, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { rectifications, terms } = stored.record;
    const last = rectifications.at(-1);
    const correctedOn = dayOf(ctx, asked.correctedOn, { path: "correctedOn", from: last?.orderedOn ?? "" });
    const done = last ? [{ ...last, correctedOn, evidence, files: shown }] : [];
    return changed(ctx, stored, {
      event: "confirmCorrection",
      files: attachedIn(stored.record, shown),
      record: { rectifications: [...rectifications.slice(0, -1), ...done], terms: [...Casework.ended(terms, correctedOn, [rectificationTerm])] },
    });
  },
);

const undecided = states.filter((state) => machine.events.dismiss.from.some((from) => from === state));

/** Weighs a case that is not decided: its grounds are these from now on, and no others. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const assess = command(
  "case:write",
  named.extend({ grounds: z.array(claim).max(20).describe("All grounds that were found, for no penalty, for a lighter or a heavier one") }),
  async (ctx, { grounds, ...asked }, scope) => {
    const { record, version } = await requireCase(ctx, scope, asked);
    const { state } = record;
    if (!undecided.includes(state)) {
      const can = Casework.eventsFrom(machine, state);
      throw new HubError("WRONG_STATE", `The case is ${state}: it is weighed before it is decided`, { state, event: "assess", can, path: "id" });
    }
    const found = await weighed(ctx, record, grounds, { on: legalDay(ctx.clock.now()), path: "grounds" });
    const kept = found.map((each) => record.discretion.find((before) => isSame(before, each)) ?? each);
    const step = Casework.stepBy(ctx, { event: "assess", from: state, to: state, reason: found.map(({ ground }) => ground).join(", ") || null });
    if (record.steps.length >= mostAssessed) throw new HubError("BAD_INPUT", "id: it has been weighed too often", { path: "id" });
    return written(ctx, { ...record, discretion: kept, steps: [...record.steps, step] }, version);
  },
);

/** Leaves room for all that can still follow. */
const mostAssessed = Casework.mostSteps - 50;

function isSame(a: Info["discretion"][number], b: Info["discretion"][number]): boolean {
  return a.ground === b.ground && JSON.stringify(a.facts) === JSON.stringify(b.facts);
}

/** Gives the notice before a decision, which the firm may answer. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const giveNotice = command(
  "case:write",
  named.extend({
    number: z.string().trim().min(1).max(100).describe("Number of the notice (行政处罚事先告知书文号)"),
    servedOn: onDay.nullish().describe("Day on which it was served; today unless told"),
  }),
  async (ctx, { number, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const servedOn = dayOf(ctx, asked.servedOn, { path: "servedOn", from: stored.record.openedOn });
    const terms = [...stored.record.terms, begin("answer", servedOn)];
    return changed(ctx, stored, { event: "giveNotice", record: { notice: { number, servedOn, answer: null }, terms } });
  },
);
