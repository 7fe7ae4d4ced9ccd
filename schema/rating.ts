import type { Ctx } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Provenance } from "@hub/core/provenance";
import { Rating } from "@hub/core/rating";
import { builder } from "./builder.ts";
import { CreditStatusType } from "./credit.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { EnterpriseNode } from "./enterprise.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { knownAtArg, momentArgs, momentCost } from "./moment.ts";
import { needs } from "./needs.ts";
import { listCost, pageOf } from "./paging.ts";
import { RecordProvenance } from "./provenance.ts";
import { ConfidenceType, ProseType } from "./publicity.ts";
import { TermRuleType } from "./term-rule.ts";

/** How firms are rated for their environmental credit (企业环境信用评价), and by which schemes. */

type Shown = Awaited<ReturnType<typeof Rating.rate>>;

const LevelType = builder.objectRef<Rating.Level>("RatingLevel").implement({
  description: "A level of a scheme",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its code in the scheme" }),
    name: t.expose("name", { type: ProseType, description: "Its name" }),
    colour: t.expose("colour", { type: ProseType, description: "Its colour" }),
    atLeast: t.exposeInt("atLeast", { nullable: true, description: "Points from which on a firm is of it; null where that is not known, or none are counted" }),
  }),
});

const SchemeType = builder.objectRef<Rating.Scheme>("RatingScheme").implement({
  description: "A scheme by which firms are rated, as data with its sources",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its own code" }),
    name: t.expose("name", { type: ProseType, description: "Its title" }),
    number: t.exposeString("number", { nullable: true, description: "Number of the instrument; null where it is not at hand" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    scope: t.expose("scope", { type: ProseType, description: "Where it is used, as far as known" }),
    startScore: t.exposeInt("startScore", { nullable: true, description: "Points of a firm against which nothing is held; null where none are counted" }),
    derivesLevel: t.boolean({
      description: "Whether it says which points are which level, so that no officer need say it",
      resolve: (scheme) => Rating.hasCutOffs(scheme),
    }),
    levels: t.field({ type: [LevelType], description: "Its levels, the best first", resolve: ({ levels }) => [...levels] }),
    levelsSource: t.exposeString("levelsSource", { description: "Where the levels were read" }),
    levelsConfidence: t.expose("levelsConfidence", { type: ConfidenceType, description: "How sure they are" }),
    objections: t.field({
      type: [TermRuleType],
      description: "For how long objections may be raised once a rating is announced, by the day of that; none where it is not known",
      resolve: ({ objections }) => [...objections],
    }),
    source: t.exposeString("source", { description: "Where the scheme was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const PenaltyReferenceType = builder.objectRef<NonNullable<Rating.Deduction["penalty"]>>("PenaltyReference").implement({
  description: "An administrative penalty of the firm",
  fields: (t) => ({
    authority: t.exposeString("authority", describe(Rating.penaltyReference, "authority")),
    number: t.exposeString("number", describe(Rating.penaltyReference, "number")),
  }),
});

const DeductionType = builder.objectRef<Rating.Deduction & { readonly of: Rating.Info }>("Deduction").implement({
  description: "Points taken off for something that was found",
  fields: (t) => ({
    code: t.exposeString("code", describe(Rating.deduction, "code")),
    points: t.exposeInt("points", describe(Rating.deduction, "points")),
    text: t.exposeString("text", describe(Rating.deduction, "text")),
    validFrom: t.expose("validFrom", { type: "Date", ...describe(Rating.deduction, "validFrom") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(Rating.deduction, "validTo") }),
    penalty: t.field({
      type: PenaltyReferenceType,
      nullable: true,
      ...needs({ action: "unpublished:read" }),
      description: "The penalty for which it is, for who may see it also when it is published no more; null for none, and for others",
      resolve: (deduction, _args, ctx) => Rating.penaltyOf(ctx, deduction.of, deduction),
    }),
  }),
});

const RatingRuleType = builder.objectRef<Rating.UsedRule>("RatingRule").implement({
  description: "What a scheme makes of the deductions, and where that was read",
  fields: (t) => ({
    scheme: t.exposeString("scheme", { description: "Code of the scheme" }),
    number: t.exposeString("number", { nullable: true, description: "Number of the instrument; null where it is not at hand" }),
    article: t.exposeString("article", { nullable: true, description: "Article; null where its number is not at hand" }),
    says: t.expose("says", { type: ProseType, description: "What it says here" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const shape = Rating.shape;
const schemeOf = ({ scheme }: Pick<Rating.Info, "scheme">) => Rating.requireScheme(scheme);

export const RatingNode = builder.node(builder.objectRef<Shown>("Rating"), {
  description: "The environmental credit rating of one enterprise for one year (企业环境信用评价)",
  id: { resolve: ({ uscc, scheme, year }) => `${uscc}/${scheme}/${year}`, description: "Stays the same while the rating exists" },
  isTypeOf: (value) => typeof value === "object" && value !== null && "scheme" in value,
  fields: (t) => ({
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    scheme: t.field({ type: SchemeType, description: "The scheme by which it is rated", resolve: schemeOf }),
    year: t.exposeInt("year", describe(shape, "year")),
    level: t.field({ type: LevelType, ...describe(shape, "level"), resolve: (rating) => Rating.requireLevel(schemeOf(rating), rating.level) }),
    isStated: t.exposeBoolean("isStated", describe(shape, "isStated")),
    score: t.exposeInt("score", { nullable: true, ...describe(shape, "score") }),
    rule: t.field({
      type: RatingRuleType,
      description: "What the scheme says of it, with its source",
      resolve: (rating) => Rating.ratingOf(schemeOf(rating), rating.deductions, rating.ratedOn).rule,
    }),
    deductions: t.field({
      type: [DeductionType],
      ...describe(shape, "deductions"),
      resolve: (of) => of.deductions.map((each) => ({ ...each, of })),
    }),
    reasons: t.stringList({ ...describe(shape, "reasons"), resolve: ({ reasons }) => [...reasons] }),
    firstRatedOn: t.expose("firstRatedOn", { type: "Date", ...describe(shape, "firstRatedOn") }),
    ratedOn: t.expose("ratedOn", { type: "Date", ...describe(shape, "ratedOn") }),
    announcedOn: t.expose("announcedOn", { type: "Date", nullable: true, ...describe(shape, "announcedOn") }),
    objectionUntil: t.field({
      type: "Date",
      nullable: true,
      description: "Last day on which objections may be raised, by the scheme's rule; null before it is announced, and where no term is known",
      resolve: (rating) => Rating.objectionOf(schemeOf(rating), rating.announcedOn)?.until,
    }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(shape, "validTo") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    documentNumber: t.exposeString("documentNumber", describe(shape, "documentNumber")),
    disputedSince: t.field({
      type: "Date",
      nullable: true,
      description: "Day on which an objection was raised against the record that is still open (异议); null where none is",
      resolve: ({ dispute }) => dispute?.since,
    }),
    version: t.exposeInt("version", { description: "Version of the record: whoever rates anew must name it" }),
    provenance: t.field({ type: RecordProvenance, ...describe(shape, "provenance"), resolve: originOf }),
    history: t.connection(
      {
        type: RecordVersion,
        ...needs(Rating.history),
        description: "Every version of the rating, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ uscc, scheme, year }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Rating.history(ctx, { uscc, scheme, year, knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
  }),
});

function originOf(of: Rating.Info, _args: unknown, ctx: Ctx): Provenance.Shown {
  return new Provenance.Shown(ctx, of.provenance, () => ({ divisions: Rating.entityOf.history.divisions(of), enterprise: of.uscc }));
}

/** The parts of a rating's id; null when it cannot be one. */
export function ratingReference(id: string): Rating.Reference | null {
  const [uscc, scheme, year] = id.split("/");
  const parsed = Rating.reference.safeParse({ uscc, scheme, year: Number(year) });
  return parsed.success ? parsed.data : null;
}

builder.objectField(EnterpriseNode, "ratings", (t) =>
  t.connection(
    {
      type: RatingNode,
      ...needs(Enterprise.ratings),
      description:
        "Environmental credit ratings, newest year first; pages of 20 unless told, 100 at most. Told of the moment of which the enterprise is, unless told otherwise",
      args: momentArgs,
      complexity: (args) => ({ ...listCost(args), field: 1 + momentCost(args) }),
      resolve: async (profile, { asOf, knownAt, ...args }, ctx) =>
        pageOf(await Enterprise.ratings(ctx, { profile, asOf, knownAt }), ({ scheme, year }) => `${scheme}/${year}`, args),
    },
    { description: "A page of ratings" },
    { description: "A rating in a list" },
  ),
);

builder.queryField("ratingSchemes", (t) =>
  t.field({
    type: [SchemeType],
    ...needs(Rating.listSchemes),
    description: "The schemes by which firms are rated, as data with source and confidence",
    complexity: { field: 1, multiplier: 3 },
    resolve: async (_root, _args, ctx) => [...(await Rating.listSchemes(ctx, {}))],
  }),
);

builder.objectField(CreditStatusType, "rating", (t) =>
  t.expose("rating", { type: RatingNode, nullable: true, description: "The newest rating that is announced and in force; null for none" }),
);
