import * as z from "zod";
import { Provenance } from "../provenance/index.ts";
import discretionData from "./data/discretion.json" with { type: "json" };

/** What speaks for no penalty, for a lighter or a heavier one: a closed list of grounds, as dated data. */

export const grounds = [
  ...(["minorCorrectedNoHarm", "firstMinorCorrected", "noFault", "minorAge", "incapacity", "timeBarred"] as const),
  ...(["removedOrReducedHarm", "effectiveRestoration", "paidCompensation", "coerced", "confessedUnknown", "merit"] as const),
  ...(["malice", "refusesCorrection", "seriousHarm", "repeatedPenalties", "emergency", "otherLaw"] as const),
] as const;
export type GroundCode = (typeof grounds)[number];

export const effects = ["mustNotPenalise", "mayNotPenalise", "lighter", "heavier"] as const;
export type Effect = (typeof effects)[number];

const ground = z.object({
  code: z.enum(grounds),
  effect: z.enum(effects),
  /** What must be shown, each by a fact of its own. */
  elements: z.array(z.string()).min(1),
  law: z.string().nullable(),
  article: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  says: z.object({ en: z.string(), zh: z.string() }),
  source: z.string(),
  confidence: z.enum(["sourced", "high", "medium", "low"]),
});
export type Ground = z.output<typeof ground>;

const lookBack = z.object({
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  months: z.int().min(1),
  article: z.string().nullable(),
  source: z.string(),
  confidence: z.enum(["sourced", "high", "medium", "low"]),
});

const data = z.object({ version: z.string(), grounds: z.array(ground), lookBack: z.array(lookBack).min(1) }).parse(discretionData);
export const groundRules: readonly Ground[] = data.grounds;

/** For how many months before an act a penalty makes it not the first, by the rule of a day. */
export function lookBackMonths(on: string): number {
  const rule = data.lookBack.findLast(({ from }) => from <= on) ?? data.lookBack[0];
  if (!rule) throw new TypeError("There is a rule on the look-back");
  return rule.months;
}

export function groundOf(code: GroundCode): Ground {
  const found = groundRules.find((each) => each.code === code);
  if (!found) throw new TypeError(`There is no ground ${code}`);
  return found;
}

export const fact = z
  .object({
    of: z.string().min(1).max(40).describe("Which of the ground's elements it shows, e.g. minor, correctedInTime, noHarm"),
    text: z.string().trim().min(1).max(2_000).describe("The fact, and how it is known"),
  })
  .meta({ id: "DiscretionFact", description: "A fact that shows one element of a ground" });

/** A ground as an officer claims it. */
export const claim = z
  .object({
    ground: z.enum(grounds).describe("The ground"),
    facts: z.array(fact).max(10).describe("A fact of its own for each of the ground's elements"),
  })
  .meta({ id: "Discretion", description: "What speaks for no penalty, for a lighter or a heavier one" });
export type Claim = z.output<typeof claim>;

export const discretion = claim.extend({
  by: z.string().min(1).describe("Who found it"),
  at: Provenance.instant.describe("When"),
});
export type Discretion = z.output<typeof discretion>;
