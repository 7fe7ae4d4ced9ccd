import { Law } from "@hub/core/law";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { ConfidenceType, ProseType } from "./publicity.ts";
import { Money } from "./scalars.ts";

/** What violations are punished by, and since when. */

export const ViolationType = enumFrom<Law.Violation>(
  "Violation",
  "Kinds of violations that the table of laws knows",
  Object.fromEntries(Law.provisions.map(({ violation, what }) => [violation, `${what.en} (${what.zh})`])) as Record<Law.Violation, string>,
);

const EiaKindType = enumFrom<Law.EiaKind>("EiaDocumentKind", "Documents of environmental impact assessment", {
  report: "The report, for projects with great effects",
  form: "The form, for projects with slight effects",
  registrationForm: "The form of registration, for projects with very small effects",
});

export const FineRangeType = builder.objectRef<Law.FineRange>("FineRange").implement({
  description: "The fine that a provision sets for one case",
  fields: (t) => ({
    line: t.exposeString("line", describe(Law.fineRange, "line")),
    name: t.expose("name", { type: ProseType, ...describe(Law.fineRange, "name") }),
    least: t.field({ type: Money, description: "Least fine", resolve: ({ leastFen }) => leastFen }),
    most: t.field({ type: Money, description: "Highest fine", resolve: ({ mostFen }) => mostFen }),
  }),
});

const shape = Law.provision;
export const ProvisionType = builder.objectRef<Law.Provision>("LegalProvision").implement({
  description: "A provision of law that punishes a violation, with the days on which it was the one to cite",
  fields: (t) => ({
    violation: t.expose("violation", { type: ViolationType, ...describe(shape, "violation") }),
    lawCode: t.exposeString("lawCode", describe(shape, "lawCode")),
    title: t.exposeString("title", describe(shape, "title")),
    article: t.exposeString("article", describe(shape, "article")),
    citation: t.string({ description: "As decisions cite it", resolve: Law.cited }),
    what: t.expose("what", { type: ProseType, ...describe(shape, "what") }),
    validFrom: t.expose("validFrom", { type: "Date", nullable: true, ...describe(shape, "validFrom") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(shape, "validTo") }),
    fines: t.field({ type: [FineRangeType], ...describe(shape, "fines"), resolve: ({ fines }) => [...fines] }),
    says: t.expose("says", { type: ProseType, nullable: true, ...describe(shape, "says") }),
    source: t.exposeString("source", describe(shape, "source")),
    confidence: t.expose("confidence", { type: ConfidenceType, ...describe(shape, "confidence") }),
  }),
});

const EiaNameType = builder.objectRef<Law.EiaName>("EiaDocumentName").implement({
  description: "What a document of environmental impact assessment is called",
  fields: (t) => ({
    kind: t.expose("kind", { type: EiaKindType, description: "Which document" }),
    name: t.exposeString("name", { description: "Its name on the day" }),
  }),
});

builder.queryFields((t) => ({
  legalProvisions: t.field({
    type: [ProvisionType],
    ...needs(Law.list),
    description: "What violations are punished by, as data with source and confidence: of all times, or as of a day. On 2026-08-15 the Code changed most of it",
    args: {
      violation: t.arg({ type: ViolationType, required: false, description: "Only what punishes this" }),
      on: t.arg({ type: "Date", required: false, description: "Only what is to be cited for this day" }),
    },
    complexity: { field: 1, multiplier: 40 },
    resolve: async (_root, args, ctx) => [...(await Law.list(ctx, args))],
  }),
  eiaDocumentNames: t.field({
    type: [EiaNameType],
    ...needs(Law.eiaNames),
    description: "What the documents of environmental impact assessment (环评) are called on a day: the Code changed their names",
    args: { on: t.arg({ type: "Date", description: "The day" }) },
    resolve: async (_root, args, ctx) => [...(await Law.eiaNames(ctx, args))],
  }),
}));
