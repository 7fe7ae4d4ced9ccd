import type { Casework } from "@hub/core/casework";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { ConfidenceType } from "./publicity.ts";

const TermKind = enumFrom<Casework.TermRule["kind"]>("TermKind", "Which days a term counts", {
  working: "Working days, by the published holidays",
  calendar: "All days",
});

export const TermRuleType = builder.objectRef<Casework.TermRule>("TermRule").implement({
  description: "A rule on a term, as data with its source",
  fields: (t) => ({
    code: t.exposeString("code", { description: "Its own code" }),
    from: t.expose("from", { type: "Date", description: "First day in force" }),
    to: t.expose("to", { type: "Date", nullable: true, description: "Last day in force; null while it is" }),
    kind: t.expose("kind", { type: TermKind, description: "Which days are counted" }),
    days: t.exposeInt("days", { description: "How many; the first is the day after the start" }),
    article: t.exposeString("article", { nullable: true, description: "Article; null where its number is not at hand" }),
    source: t.exposeString("source", { description: "Where that was read" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});
