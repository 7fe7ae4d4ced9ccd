import { Casework } from "@hub/core/casework";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";

/** What all cases have in common, whatever they are about. */

export const DayKindType = enumFrom<Casework.Term["kind"]>("DayKind", "Which days a term counts", {
  working: "Working days, by the State Council's arrangements",
  calendar: "Every day",
});

const term = Casework.term;
export const CaseTermType = builder.objectRef<Casework.TermView>("CaseTerm").implement({
  description: "A term of a case, and how it stands today",
  fields: (t) => ({
    rule: t.exposeString("rule", describe(term, "rule")),
    kind: t.expose("kind", { type: DayKindType, ...describe(term, "kind") }),
    days: t.exposeInt("days", describe(term, "days")),
    extendedDays: t.exposeInt("extendedDays", describe(term, "extendedDays")),
    startedOn: t.expose("startedOn", { type: "Date", ...describe(term, "startedOn") }),
    endedOn: t.expose("endedOn", { type: "Date", nullable: true, ...describe(term, "endedOn") }),
    dueOn: t.expose("dueOn", { type: "Date", description: "Last day of it" }),
    isProvisional: t.exposeBoolean("isProvisional", { description: "Whether it runs into a year whose holidays are not published yet" }),
    daysLeft: t.exposeInt("daysLeft", { description: "Days left, of the kind that is counted; below zero when it is overdue" }),
    isPaused: t.exposeBoolean("isPaused", { description: "Whether it stands still" }),
    isOverdue: t.exposeBoolean("isOverdue", { description: "Whether it is over, or was when it ended" }),
  }),
});

const step = Casework.step;
export const CaseStepType = builder.objectRef<Casework.Step>("CaseStep").implement({
  description: "One step of a case: who did what, when and why",
  fields: (t) => ({
    event: t.exposeString("event", describe(step, "event")),
    from: t.exposeString("from", describe(step, "from")),
    to: t.exposeString("to", describe(step, "to")),
    at: t.expose("at", { type: "DateTime", ...describe(step, "at") }),
    by: t.exposeString("by", describe(step, "by")),
    role: t.exposeString("role", describe(step, "role")),
    reason: t.exposeString("reason", { nullable: true, ...describe(step, "reason") }),
    files: t.stringList({ ...describe(step, "files"), resolve: ({ files }) => [...files] }),
  }),
});

const CaseStateCount = builder.objectRef<Casework.Totals["states"][number]>("CaseStateCount").implement({
  description: "How many cases are in a state",
  fields: (t) => ({
    state: t.exposeString("state", { description: "The state" }),
    count: t.exposeInt("count", { description: "How many" }),
  }),
});

export const CaseTotalsType = builder.objectRef<Casework.Totals>("CaseTotals").implement({
  description: "Totals of all cases that fit, whatever the page",
  fields: (t) => ({
    all: t.exposeInt("all", { description: "All of them" }),
    overdue: t.exposeInt("overdue", { description: "Those whose next term is over" }),
    paused: t.exposeInt("paused", { description: "Those whose next term stands still" }),
    dueSoon: t.exposeInt("dueSoon", { description: "Those that are due today or on the next two days that count" }),
    states: t.field({ type: [CaseStateCount], description: "By their state", resolve: ({ states }) => [...states] }),
  }),
});

/** Arguments of every worklist. */
export const worklistArgs = builder.args((t) => ({
  state: t.string({ required: false, description: "Only cases in this state" }),
  division: t.string({ required: false, description: "Only cases of this division and those below it" }),
  overdue: t.boolean({ required: false, description: "Only cases of which a term is over, or only others" }),
  year: t.string({ required: false, description: "Closed cases that were begun in this year, instead of the open ones" }),
  first: t.int({ defaultValue: 20, description: "Cases on a page, 100 at most" }),
  after: t.string({ required: false, description: "The endCursor of the page before" }),
}));
