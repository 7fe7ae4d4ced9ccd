import { Casework } from "@hub/core/casework";
import { Enforcement } from "@hub/core/enforcement";
import { builder } from "./builder.ts";
import { CaseTotalsType, DayKindType } from "./casework.ts";
import { describe } from "./describe.ts";
import { CaseStateType, CaseType, EffectType, GroundType } from "./enforcement-case.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";
import { ConfidenceType, ProseType } from "./publicity.ts";

/** Enforcement cases, from opening to fulfilment. */

const CasePage = builder.objectRef<Casework.Worklist<Enforcement.Info>>("EnforcementCasePage").implement({
  description: "A page of cases, what is due first on top",
  fields: (t) => ({
    nodes: t.field({ type: [CaseType], description: "The cases", resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
    totals: t.expose("totals", { type: CaseTotalsType, description: "Of all cases that fit" }),
  }),
});

const TermRuleType = builder.objectRef<Casework.TermRule>("CaseTermRule").implement({
  description: "A rule that sets a term of a case",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its code, as terms name it" }),
    kind: t.expose("kind", { type: DayKindType, description: "Which days it counts" }),
    days: t.exposeInt("days", { description: "How many" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    article: t.exposeString("article", { nullable: true, description: "Law and article; null where that is not at hand" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const GroundRuleType = builder.objectRef<Enforcement.Ground>("DiscretionRule").implement({
  description: "A ground for no penalty, for a lighter or a heavier one, and what must be shown for it",
  fields: (t) => ({
    ground: t.field({ type: GroundType, description: "The ground", resolve: ({ code }) => code }),
    effect: t.expose("effect", { type: EffectType, description: "What it does" }),
    elements: t.stringList({ description: "What must be shown, each by a fact of its own", resolve: ({ elements }) => [...elements] }),
    says: t.expose("says", { type: ProseType, description: "What it says" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    law: t.exposeString("law", { nullable: true, description: "The law; null where that is not at hand" }),
    article: t.exposeString("article", { nullable: true, description: "Its article; likewise" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const RulesType = builder.objectRef<Enforcement.Rules>("EnforcementRules").implement({
  description: "The rules that cases go by, as data",
  fields: (t) => ({
    terms: t.field({ type: [TermRuleType], description: "Those that set terms", resolve: ({ terms }) => [...terms] }),
    grounds: t.field({ type: [GroundRuleType], description: "The grounds of discretion", resolve: ({ grounds }) => [...grounds] }),
  }),
});

const wanted = Casework.worklistInput;
builder.queryFields((t) => ({
  enforcementCase: t.field({
    type: CaseType,
    nullable: true,
    ...needs(Enforcement.get),
    description: "One enforcement case by its id; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Id of the case" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Enforcement.get(ctx, args),
  }),
  enforcementCases: t.field({
    type: CasePage,
    ...needs(Enforcement.worklist),
    description: "The worklist: open cases of your divisions, what is due first on top, with totals; or those closed that were opened in a year",
    args: {
      state: t.arg({ type: CaseStateType, required: false, ...describe(wanted, "state") }),
      division: t.arg.string({ required: false, ...describe(wanted, "division") }),
      overdue: t.arg.boolean({ required: false, ...describe(wanted, "overdue") }),
      year: t.arg.string({ required: false, ...describe(wanted, "year") }),
      first: t.arg.int({ defaultValue: 20, ...describe(wanted, "first") }),
      after: t.arg.string({ required: false, ...describe(wanted, "after") }),
    },
    complexity: ({ first }) => ({ field: 100, multiplier: Math.max(1, first) }),
    resolve: (_root, args, ctx) => Enforcement.worklist(ctx, args),
  }),
  enforcementRules: t.field({
    type: RulesType,
    ...needs(Enforcement.rules),
    description: "The rules that cases go by, as data with source, article and confidence",
    complexity: { field: 1, multiplier: 20 },
    resolve: (_root, _args, ctx) => Enforcement.rules(ctx, {}),
  }),
  enforcementCasesOf: t.field({
    type: [CaseType],
    ...needs(Enforcement.ofFirm),
    description: "The cases of a firm that you may see, the newest first; a hundred at most",
    args: { uscc: t.arg.string({ description: "The firm, by its code" }) },
    complexity: { field: 5, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Enforcement.ofFirm(ctx, args))],
  }),
}));

const payload = recordPayload("case", { type: CaseType, prose: "The case as it is now", of: "The case" });

mutation("openCase", { does: Enforcement.open, description: "Opens an enforcement case against a firm (立案)", payload });
mutation("attachToCase", { does: Enforcement.attach, description: "Attaches a file to a case, to which later steps can refer", payload });
mutation("investigateCase", { does: Enforcement.investigate, description: "States what the investigation of a case found", payload });
mutation("orderRectification", { does: Enforcement.orderRectification, description: "Orders a firm to put something right until a day (责令改正)", payload });
mutation("confirmCorrection", { does: Enforcement.confirmCorrection, description: "States that what the last order asked for was done", payload });
mutation("assessCase", {
  does: Enforcement.assess,
  description: "Weighs a case before it is decided: what is named are its grounds from now on, and no others",
  payload,
});
mutation("giveCaseNotice", { does: Enforcement.giveNotice, description: "Gives the notice before a decision, which the firm may answer (事先告知)", payload });
mutation("decideCase", {
  does: Enforcement.decide,
  description: "Decides on a penalty: it is filed with the firm's others, and published as its regime says",
  payload,
});
mutation("noteCaseReport", {
  does: Enforcement.report,
  description: "Notes that a decision was reported for publication (双公示), which ends its term of 7 working days",
  payload,
});
mutation("serveCaseDecision", {
  does: Enforcement.serve,
  description: "States that a decision was served, with the notice on credit repair (两书同达)",
  payload,
});
mutation("closeCaseWithoutPenalty", {
  does: Enforcement.closeWithoutPenalty,
  description: "Closes a case without a penalty, for a ground that must or may spare one",
  payload,
});
mutation("dismissCase", { does: Enforcement.dismiss, description: "Drops a case that should not have been opened, or that is another authority's", payload });
mutation("fulfilCase", { does: Enforcement.fulfil, description: "States that what a decision imposed was carried out", payload });
