import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { HubError } from "../error.ts";
import proceduresData from "./data/procedures.json" with { type: "json" };
import termsData from "./data/terms.json" with { type: "json" };

/** Terms and bounds of enforcement, as dated data. What the sources do not settle stands there too, and is applied to nothing. */

const terms = z.object({ version: z.string(), rules: z.array(Casework.termRule).min(1) }).parse(termsData);
export const termRules: readonly Casework.TermRule[] = terms.rules;

export type TermCode = "decide" | "answer" | "service" | "payment" | "reporting";

/** A term of enforcement that begins on a day, by the rule of that day. */
export function begin(code: TermCode, on: string): Casework.Term {
  return Casework.begin(Casework.ruleOn(termRules, code, on), on);
}

const bound = z.object({
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  subject: z.enum(["organisation", "individualBusiness"]),
  types: z.array(z.string()).min(1),
  mostFineFen: z.int().min(0),
  article: z.string(),
  source: z.string(),
  confidence: z.enum(["sourced", "high", "medium", "low"]),
});
const { summary } = z.object({ version: z.string(), summary: z.array(bound).min(1) }).parse(proceduresData);

/** What the summary procedure may impose on a day (当场处罚). Throws BAD_INPUT. */
export function requireSummary(
  { penaltyTypes, fineFen, decidedOn }: { readonly penaltyTypes: readonly string[]; readonly fineFen: number | null; readonly decidedOn: string },
  subject: "organisation" | "individualBusiness",
): void {
  const rule = summary.findLast((each) => each.subject === subject && each.from <= decidedOn);
  if (!rule) throw new HubError("BAD_INPUT", `procedure: no rule on the summary procedure is known for ${decidedOn}`, { path: "procedure" });
  const other = penaltyTypes.find((type) => !rule.types.includes(type));
  if (other !== undefined)
    throw new HubError("BAD_INPUT", `procedure: the summary procedure imposes ${rule.types.join(" or ")} (${rule.article}), not ${other}`, {
      path: "procedure",
    });
  if ((fineFen ?? 0) > rule.mostFineFen)
    throw new HubError("BAD_INPUT", `procedure: the summary procedure imposes ${rule.mostFineFen} fen at most (${rule.article})`, { path: "procedure" });
}
