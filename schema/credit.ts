import { Credit } from "@hub/core/credit";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { PenaltyNode } from "./penalty.ts";
import { ConfidenceType, ProseType } from "./publicity.ts";

/** How a firm stands, and what follows from it for bidding, procurement and finance. */

const UseType = enumFrom<Credit.Use>("CreditUse", "For what somebody wants to know how a firm stands", {
  bidding: "Bidding for works and goods (招标投标)",
  procurement: "Government procurement (政府采购)",
  finance: "Credit and other finance (金融)",
});

const EffectType = enumFrom<Credit.Effect>("CreditEffect", "What follows for a use", {
  none: "Nothing",
  mayRestrict: "Perhaps something: whoever asks has it in its own conditions, or weighs it",
  restricts: "The firm is kept out",
});

const RuleType = builder.objectRef<Credit.UseRule>("CreditRule").implement({
  description: "A rule on what follows from published records",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its own code" }),
    use: t.expose("use", { type: UseType, description: "For what" }),
    effect: t.expose("effect", { type: EffectType, description: "What follows" }),
    says: t.field({ type: ProseType, description: "What it says", resolve: ({ en, zh }) => ({ en, zh }) }),
    instrument: t.exposeString("instrument", { description: "Where it stands" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const FindingType = builder.objectRef<Credit.Finding>("CreditFinding").implement({
  description: "A rule that was met",
  fields: (t) => ({
    rule: t.expose("rule", { type: RuleType, description: "The rule" }),
    records: t.exposeInt("records", { description: "How many published records meet it" }),
  }),
});

const UseStatusType = builder.objectRef<Credit.UseStatus>("CreditUseStatus").implement({
  description: "What follows for one use",
  fields: (t) => ({
    use: t.expose("use", { type: UseType, description: "For what" }),
    effect: t.expose("effect", { type: EffectType, description: "The strictest of what the rules say" }),
    findings: t.field({ type: [FindingType], description: "The rules that were met", resolve: ({ findings }) => [...findings] }),
  }),
});

export const CreditStatusType = builder.objectRef<Credit.Status>("CreditStatus").implement({
  description: "How a firm stands today, by what is published. What was repaired has no part in it but its number",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "Day of which this is told" }),
    publishedCount: t.int({ description: "Penalties that are published", resolve: ({ published }) => published.length }),
    published: t.field({
      type: [PenaltyNode],
      description: "The first hundred of them, newest decision first; all are in Enterprise.penalties",
      resolve: ({ published }) => published.slice(0, 100),
    }),
    disputedCount: t.int({ description: "Published records to which an objection is open", resolve: ({ disputed }) => disputed }),
    repairedCount: t.int({ description: "Records that were repaired: how many, and nothing of what they said", resolve: ({ repaired }) => repaired }),
    lists: t.stringList({ description: "Codes of the dishonesty lists on which it stands", resolve: ({ lists }) => [...lists] }),
    uses: t.field({ type: [UseStatusType], description: "What follows for bidding, procurement and finance, by which rule", resolve: ({ uses }) => [...uses] }),
    nextChangeOn: t.expose("nextChangeOn", {
      type: "Date",
      nullable: true,
      description: "Next day on which something changes by itself; null where nothing does",
    }),
  }),
});

builder.queryField("creditRules", (t) =>
  t.field({
    type: [RuleType],
    ...needs(Credit.rules),
    description: "The rules on what follows from published records for bidding, procurement and finance, as data with source and confidence",
    args: { on: t.arg({ type: "Date", required: false, description: "Only those in force on that day" }) },
    complexity: { field: 1, multiplier: 10 },
    resolve: async (_root, args, ctx) => [...(await Credit.rules(ctx, args))],
  }),
);
