import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { Publicity } from "../publicity/index.ts";
import data from "./data/rules.json" with { type: "json" };

const day = z.iso.date();
const prose = { en: z.string(), zh: z.string() };
const sourced = { source: z.string(), confidence: z.enum(Publicity.confidences) };
const dated = { from: day, to: day.nullable(), ...sourced };

/** What a repair asks for. */
export const requirementCodes = ["published", "repairable", "shortestTerm", "noBan", "noOpenCase", "fulfilled", "corrected", "commitment"] as const;
export type RequirementCode = (typeof requirementCodes)[number];

/** What who examines an application looks at. */
export const checks = ["identity", "term", "fulfilment", "correction", "commitment", "materials"] as const;
export type Check = (typeof checks)[number];

const requirement = z.object({
  code: z.enum(requirementCodes),
  /** Whether nothing can be applied for before; else it is proven with the application. */
  blocks: z.boolean(),
  ...prose,
  article: z.string().nullable(),
  ...sourced,
});
export type Requirement = z.output<typeof requirement>;

const rules = z
  .object({
    version: z.string(),
    terms: z.array(Casework.termRule),
    extensions: z.array(z.object({ ...dated, times: z.int().min(1), mostDays: z.int().min(1) })),
    secondPairOfEyes: z.array(z.object({ ...dated, grades: z.array(z.enum(Publicity.grades)) })),
    rejectionAnnounced: z.array(z.object(dated)),
    requirements: z.array(requirement),
    procedure: z.array(z.object(prose)),
    checklist: z.array(z.object({ code: z.enum(checks), ...prose })),
    commitments: z.array(z.object({ version: z.string(), from: day, source: z.string(), ...prose })),
  })
  .parse(data);

export const { version: rulesVersion, requirements, procedure, checklist, terms: termRules } = rules;

/** The term of a code by the rule in force on a day. */
export function termRule(code: "acceptance" | "result" | "overall", on: string): Casework.TermRule {
  return Casework.ruleOn(rules.terms, code, on);
}

function inForce({ from, to }: { readonly from: string; readonly to: string | null }, on: string): boolean {
  return from <= on && (to === null || on <= to);
}

/** How often, and by how many days at most, the answer to an application may be put off; null where no rule lets it. */
export function extensionOn(on: string): { readonly times: number; readonly mostDays: number } | null {
  return rules.extensions.find((rule) => inForce(rule, on)) ?? null;
}

/** Whether a repair of that grade is decided by somebody else than who examined it. */
export function needsSecondPair(grade: Publicity.Grade, on: string): boolean {
  return rules.secondPairOfEyes.some((rule) => inForce(rule, on) && rule.grades.includes(grade));
}

/** Whether a rejection is announced to the applicant before it is made. */
export function needsAnnouncement(on: string): boolean {
  return rules.rejectionAnnounced.some((rule) => inForce(rule, on));
}

/** The wording of the commitment letter in force on a day. */
export function commitmentOn(on: string) {
  const found = rules.commitments.findLast(({ from }) => from <= on) ?? rules.commitments[0];
  if (!found) throw new TypeError("There is a wording of the commitment");
  return found;
}
