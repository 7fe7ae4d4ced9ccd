import { Publicity } from "@hub/core/publicity";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { PenaltyType } from "./penalty-type.ts";

/** Whether and how long a penalty is publicised, by which rule, and why. */

export const GradeType = enumFrom<Publicity.Grade>("PublicityGrade", "How grave a penalty is, in the words of the regime that its terms run by", {
  minor: "Minor (轻微): not publicised in principle",
  general: "General (一般)",
  serious: "Serious (严重)",
  extreme: "Particularly serious (特定严重), by the notice of 2019: no repair before the longest term",
  standard: "Any that is publicised, by Order 58, which knew no grades",
  keyField: "In a field of which Order 58 asked for a longer shortest term (food, drugs, special equipment, work safety, fire)",
});

export const ConfidenceType = enumFrom<Publicity.Confidence>(
  "Confidence",
  "How sure a rule is. What is not sourced may be corrected when its text is at hand",
  {
    sourced: "Read in a public source",
    high: "Well known",
    medium: "Taken to be so",
    low: "A guess that stands until somebody knows: an officer should say",
  },
);

export const PublicityStateType = enumFrom<Publicity.State>("PublicityState", "Where the publicity of a penalty stands", {
  notYet: "The decision is yet to come",
  published: "Published",
  notPublicised: "Never publicised: too minor",
  termOver: "The longest term is over",
  masked: "Not published for the time in which the firm is restructured by a plan that a court approved (临时屏蔽)",
  repaired: "Repaired: published no more, and used no more",
  withdrawn: "The decision was changed or annulled",
});

const NextStateType = enumFrom<Publicity.State | "repairable">("NextPublicityState", "What becomes of publicity by itself", {
  notYet: "The decision is yet to come",
  published: "It is published",
  notPublicised: "It is not publicised",
  termOver: "The longest term is over",
  masked: "It is masked",
  repaired: "It is repaired",
  withdrawn: "It is withdrawn",
  repairable: "Repair may be asked for",
});

export const ProseType = builder.objectRef<Publicity.Prose>("BilingualText").implement({
  description: "A text in two languages",
  fields: (t) => ({
    en: t.exposeString("en", { description: "In English" }),
    zh: t.exposeString("zh", { description: "In Chinese" }),
  }),
});

const GradeRuleType = builder.objectRef<Publicity.GradeRule>("PublicityGradeRule").implement({
  description: "The terms of one grade under one regime",
  fields: (t) => ({
    grade: t.expose("grade", { type: GradeType, description: "The grade" }),
    name: t.exposeString("name", { description: "Its name in the regime" }),
    publicised: t.exposeString("publicised", { description: "yes, no, or ifNeeded: only where an officer found it needed" }),
    shortestMonths: t.exposeInt("shortestMonths", { nullable: true, description: "Months before repair may be asked for; null where there is none" }),
    longestMonths: t.exposeInt("longestMonths", { description: "Months after which publicity ends by itself" }),
    article: t.exposeString("article", { nullable: true, description: "Article; null where its number is not at hand" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const ClassRuleType = builder.objectRef<Publicity.ClassRule>("PublicityClassRule").implement({
  description: "Which grade some kinds of penalty are under one regime",
  fields: (t) => ({
    types: t.stringList({ description: "Kinds of penalty; * for those that no rule before names", resolve: ({ types }) => [...types] }),
    grade: t.expose("grade", { type: GradeType, description: "The grade" }),
    needsConfirmation: t.exposeBoolean("needsConfirmation", { description: "Whether an officer should say, since the rule leaves it open" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const RegimeType = builder.objectRef<Publicity.Regime>("PublicityRegime").implement({
  description: "A regime of publicity terms (公示期限): which decisions it binds, its grades and terms",
  fields: (t) => ({
    code: t.string({ description: "Its own code", resolve: ({ id }) => id }),
    name: t.exposeString("name", { description: "Title of the instrument" }),
    number: t.exposeString("number", { description: "Number of the instrument" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    bindsDecisions: t.boolean({ description: "Whether terms of decisions run by it", resolve: ({ binds }) => binds !== null }),
    bindsFrom: t.field({
      type: "Date",
      nullable: true,
      description: "First day of decisions that it binds; null without beginning",
      resolve: ({ binds }) => binds?.from,
    }),
    bindsTo: t.field({ type: "Date", nullable: true, description: "Last day of decisions that it binds; null without end", resolve: ({ binds }) => binds?.to }),
    bindsWhy: t.expose("bindsWhy", { type: ProseType, description: "Why it binds those" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
    grades: t.field({ type: [GradeRuleType], description: "Its grades with their terms", resolve: ({ grades }) => [...grades] }),
    classes: t.field({ type: [ClassRuleType], description: "Which kinds of penalty are of which grade", resolve: ({ classes }) => [...classes] }),
  }),
});

const UsedRuleType = builder.objectRef<Publicity.UsedRule>("PublicityRule").implement({
  description: "A rule that an answer rests on",
  fields: (t) => ({
    regime: t.exposeString("regime", { description: "Code of the regime" }),
    number: t.exposeString("number", { description: "Number of the instrument" }),
    article: t.exposeString("article", { nullable: true, description: "Article; null where its number is not at hand" }),
    says: t.expose("says", { type: ProseType, description: "What it says here" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const TermsInterface = builder.interfaceRef<Publicity.Terms>("Terms").implement({
  description: "The terms of a decision under one regime",
  fields: (t) => ({
    regime: t.expose("regime", { type: RegimeType, description: "The regime" }),
    grade: t.expose("grade", { type: GradeType, description: "The grade that counts: of several kinds of penalty that with the longest term" }),
    gradeName: t.exposeString("gradeName", { description: "Its name in the regime" }),
    isConfirmed: t.exposeBoolean("isConfirmed", { description: "Whether the rules settle the grade, or an officer said it" }),
    isPublicised: t.exposeBoolean("isPublicised", { description: "Whether it is publicised at all" }),
    startsOn: t.expose("startsOn", { type: "Date", description: "First day of the terms: that of the decision" }),
    repairableFrom: t.expose("repairableFrom", {
      type: "Date",
      nullable: true,
      description: "First day on which repair may be asked for; null where there is none before the longest term",
    }),
    endsOn: t.expose("endsOn", {
      type: "Date",
      nullable: true,
      description: "Last day of publicity, which stops at the midnight after (Asia/Shanghai); null where it is not publicised",
    }),
    rules: t.field({ type: [UsedRuleType], description: "The rules behind it", resolve: ({ rules }) => [...rules] }),
  }),
});

const TermsType = builder.objectRef<Publicity.Terms>("PublicityTerms").implement({
  description: "What a decision comes to under a regime that is not its own",
  interfaces: [TermsInterface],
});

const NextChangeType = builder.objectRef<NonNullable<Publicity.Info["nextChange"]>>("PublicityChange").implement({
  description: "What changes next by itself",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "On which day" }),
    to: t.expose("to", { type: NextStateType, description: "What then is" }),
  }),
});

export const PublicityType = builder.objectRef<Publicity.Info>("Publicity").implement({
  description: "Whether and how long a penalty is publicised (公示), as of a day, with the rules that say so",
  interfaces: [TermsInterface],
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "Day of which this is told" }),
    state: t.expose("state", { type: PublicityStateType, description: "Where it stands" }),
    isPublished: t.exposeBoolean("isPublished", { description: "Whether it is published on the day" }),
    nextChange: t.expose("nextChange", { type: NextChangeType, nullable: true, description: "What changes next by itself; null for nothing" }),
    alternatives: t.field({
      type: [TermsType],
      description: "What it would come to by later regimes in force on the day: whether those shorten terms that run is not settled, an officer may choose",
      resolve: ({ alternatives }) => [...alternatives],
    }),
    reasons: t.field({ type: [ProseType], description: "Why, in words", resolve: ({ reasons }) => [...reasons] }),
  }),
});

export const ReportDueType = builder.objectRef<Publicity.Preview["reportDue"]>("ReportDue").implement({
  description: "Until when a decision is to be reported for publication",
  fields: (t) => ({
    due: t.expose("due", { type: "Date", description: "Last day on which that is in time" }),
    provisional: t.exposeBoolean("provisional", { description: "Whether the count runs into a year whose holidays are not published yet" }),
    workingDays: t.int({ description: "Working days from the day of the decision", resolve: ({ rule }) => rule.workingDays }),
    number: t.string({ description: "Number of the instrument that says so", resolve: ({ rule }) => rule.number }),
    confidence: t.field({ type: ConfidenceType, description: "How sure it is", resolve: ({ rule }) => rule.confidence }),
  }),
});

const PreviewType = builder.objectRef<Publicity.Preview>("PublicityPreview").implement({
  description: "What a decision would come to, before it is signed",
  fields: (t) => ({
    publicity: t.expose("publicity", { type: PublicityType, description: "Its publicity" }),
    reportDue: t.expose("reportDue", { type: ReportDueType, description: "Until when it is to be reported" }),
    otherRegimes: t.field({
      type: [TermsType],
      description: "The same kinds of penalty under the other regimes",
      resolve: ({ otherRegimes }) => [...otherRegimes],
    }),
  }),
});

builder.queryFields((t) => ({
  publicityRegimes: t.field({
    type: [RegimeType],
    ...needs(Publicity.rules),
    description: "The regimes of publicity terms as data with source, article and confidence: all, or that which binds decisions of a day",
    args: { decidedOn: t.arg({ type: "Date", required: false, description: "Day of a decision" }) },
    complexity: { field: 1, multiplier: 5 },
    resolve: async (_root, args, ctx) => [...(await Publicity.rules(ctx, args))],
  }),
  publicityPreview: t.field({
    type: PreviewType,
    ...needs(Publicity.preview),
    description: "What publicity a decision comes to, for who is about to sign it: grade, terms, rules, and until when to report it. Nothing is written",
    args: {
      decidedOn: t.arg({ type: "Date", description: "Day of the decision" }),
      penaltyTypes: t.arg({ type: [PenaltyType], description: "Kinds of penalty that it imposes" }),
      grade: t.arg({ type: GradeType, required: false, description: "Grade that is to be given; that of the rules unless told" }),
      regime: t.arg.string({ required: false, description: "Code of the regime by which it is to run; that of its day unless told" }),
      isNeeded: t.arg.boolean({ defaultValue: false, description: "Whether a minor one is to be publicised all the same" }),
      on: t.arg({ type: "Date", required: false, description: "Day of which it is told; today unless told" }),
    },
    complexity: 5,
    resolve: (_root, args, ctx) => Publicity.preview(ctx, args),
  }),
}));
