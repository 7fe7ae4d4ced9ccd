import { Listing } from "@hub/core/listing";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { ConfidenceType, ProseType } from "./publicity.ts";

/** The lists on which firms can stand, as data. */

const ListFamily = enumFrom<Listing.List["family"]>("ListFamily", "What lists are about", {
  dishonesty: "Dishonest subjects (失信主体)",
});

const ListEntryWay = enumFrom<Listing.List["entry"]>("ListEntryWay", "How a firm comes to stand on a list", {
  noticed: "After a prior notice, to which it may answer",
  direct: "With the decision of a case in which it was heard",
});

const sourced = {
  source: { description: "Where that was read" },
  confidence: { type: ConfidenceType, description: "How sure it is" },
  article: { nullable: true, description: "Article; null where its number is not at hand" },
  from: { type: "Date", description: "First day of entries that it binds" },
  to: { type: "Date", nullable: true, description: "Last day of entries that it binds; null while it is in force" },
} as const;

const BasisType = builder.objectRef<Listing.List["basis"]>("ListBasis").implement({
  description: "What a list rests on",
  fields: (t) => ({
    says: t.expose("says", { type: ProseType, description: "What it says" }),
    number: t.exposeString("number", { nullable: true, description: "Number of the instrument; null where it is not at hand" }),
    article: t.exposeString("article", sourced.article),
    source: t.exposeString("source", sourced.source),
    confidence: t.expose("confidence", sourced.confidence),
  }),
});

export const ListPublicityRuleType = builder.objectRef<Listing.PublicityRule>("ListPublicityRule").implement({
  description: "For how long entries of a list are published",
  fields: (t) => ({
    from: t.expose("from", sourced.from),
    to: t.expose("to", sourced.to),
    shortestMonths: t.exposeInt("shortestMonths", { nullable: true, description: "Months before exit by repair; null where no source says how many" }),
    longestMonths: t.exposeInt("longestMonths", { nullable: true, description: "Months after which publicity ends by itself; null where it does not" }),
    article: t.exposeString("article", sourced.article),
    source: t.exposeString("source", sourced.source),
    confidence: t.expose("confidence", sourced.confidence),
  }),
});

const BanRuleType = builder.objectRef<Listing.BanRule>("ListBanRule").implement({
  description: "For how long who stands on a list may not apply for credit repair",
  fields: (t) => ({
    from: t.expose("from", sourced.from),
    to: t.expose("to", sourced.to),
    months: t.exposeInt("months", { description: "Months from the day of the entry" }),
    article: t.exposeString("article", sourced.article),
    source: t.exposeString("source", sourced.source),
    confidence: t.expose("confidence", sourced.confidence),
  }),
});

const ConsequenceType = builder.objectRef<Listing.List["consequences"][number]>("ListConsequence").implement({
  description: "What follows for who stands on a list",
  fields: (t) => ({
    says: t.expose("says", { type: ProseType, description: "What follows" }),
    source: t.exposeString("source", sourced.source),
    confidence: t.expose("confidence", sourced.confidence),
  }),
});

export const ListType = builder.objectRef<Listing.List>("List").implement({
  description: "A list on which firms can stand, with its rules and their sources",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its own code" }),
    family: t.expose("family", { type: ListFamily, description: "What it is about" }),
    name: t.expose("name", { type: ProseType, description: "Its name" }),
    entry: t.expose("entry", { type: ListEntryWay, description: "How a firm comes to stand on it" }),
    needsBasis: t.exposeBoolean("needsBasis", { description: "Whether an entry must name the law or document that allows it" }),
    basis: t.expose("basis", { type: BasisType, description: "What the list rests on" }),
    publicity: t.field({
      type: [ListPublicityRuleType],
      description: "For how long entries are published, by their day",
      resolve: ({ publicity }) => [...publicity],
    }),
    bans: t.field({
      type: [BanRuleType],
      description: "For how long there is no application for repair; none where it bans nobody",
      resolve: ({ bans }) => [...bans],
    }),
    consequences: t.field({ type: [ConsequenceType], description: "What follows from an entry", resolve: ({ consequences }) => [...consequences] }),
  }),
});

builder.queryField("lists", (t) =>
  t.field({
    type: [ListType],
    ...needs(Listing.listLists),
    description: "The lists on which firms can stand, as data with source and confidence",
    complexity: { field: 1, multiplier: 5 },
    resolve: async (_root, _args, ctx) => [...(await Listing.listLists(ctx, {}))],
  }),
);
