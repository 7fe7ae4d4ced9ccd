import * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { legalDay } from "../clock.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import reportingData from "./data/reporting.json" with { type: "json" };
import { type Info, type Publicised, publicityOf, type Terms, termsOf } from "./publicity.ts";
import { type Confidence, gradeRuleOf, grades, type Regime, regimeFor, regimeIds, regimes, requireRegime } from "./regime.ts";
import { untouched } from "./standing.ts";

const day = z.iso.date("The day does not exist; write it as 2026-03-05");

/** Within how many working days a decision is reported for publication, by its day. */
export interface ReportingRule {
  readonly from: string;
  readonly workingDays: number;
  readonly number: string;
  readonly source: string;
  readonly confidence: Confidence;
}
const reportingRules = reportingData.rules as readonly ReportingRule[];

/** The last day on which a decision is reported in time. Throws CALENDAR_HORIZON for days before the first known year. */
export function reportDueOn(decidedOn: string): Calendar.Due & { readonly rule: ReportingRule } {
  const rule = reportingRules.findLast(({ from }) => from <= decidedOn) ?? reportingRules[0];
  if (!rule) throw new TypeError("There is a rule on reporting");
  return { ...Calendar.addWorkdays(decidedOn, rule.workingDays), rule };
}

/** Every regime of publicity terms, or those that bind decisions of a day. Reads nothing. */
export const rules = operation(
  "reference:read",
  z.object({ decidedOn: day.nullish() }),
  async (_ctx, { decidedOn }): Promise<readonly Regime[]> => (decidedOn == null ? regimes : [regimeFor(decidedOn)]),
);

export const previewInput = z.object({
  decidedOn: day.describe("Day of the decision"),
  penaltyTypes: z.array(z.string().max(40)).min(1).max(15).describe("Kinds of penalty that it imposes"),
  grade: z.enum(grades).nullish().describe("Grade that an officer means to give it; that of the rules unless told"),
  regime: z.string().max(40).nullish().describe("Regime by whose terms it is to run; that of its day unless told"),
  isNeeded: z.boolean().default(false).describe("Whether a minor one is to be publicised all the same"),
  on: day.nullish().describe("Day of which it is told; today unless told"),
});

/** What a decision would come to, before it is signed. */
export interface Preview {
  readonly publicity: Info;
  /** Last day on which it is reported in time, and by which rule. */
  readonly reportDue: Calendar.Due & { readonly rule: ReportingRule };
  /** The same kinds of penalty by every other regime that binds decisions, for comparison. */
  readonly otherRegimes: readonly Terms[];
}

/** What publicity a decision comes to, before it is signed. Reads nothing. Throws BAD_INPUT for a grade or a regime that there is not. */
export const preview = operation("case:read", previewInput, async ({ clock }, input): Promise<Preview> => {
  const { decidedOn, penaltyTypes, isNeeded } = input;
  const of: Publicised = { decidedOn, penaltyTypes, standing: null };
  const regime = input.regime == null ? regimeFor(decidedOn) : requireRegime(input.regime);
  requireBinding(regime, decidedOn);
  const isSaid = input.grade != null || input.regime != null || isNeeded;
  const grade = input.grade ?? termsOf(of, regime).grade;
  gradeRuleOf(regime, grade);
  const classification = { grade, regime: regime.id, isNeeded, reason: "preview", by: "preview", at: clock.now().toISOString() };
  const told: Publicised = isSaid ? { ...of, standing: { ...untouched, classification } } : of;
  return {
    publicity: publicityOf(told, input.on ?? legalDay(clock.now())),
    reportDue: reportDueOn(decidedOn),
    otherRegimes: regimes.filter(({ id, binds }) => binds !== null && id !== regime.id).map((other) => termsOf(of, other)),
  };
});

/** A decision runs by the regime of its day, or by a later one that an officer chose. Throws BAD_INPUT. */
export function requireBinding(regime: Regime, decidedOn: string): void {
  const own = regimeFor(decidedOn);
  if (regime.binds !== null && regime.from >= own.from) return;
  const fit = regimeIds.filter((id) => requireRegime(id).binds !== null && requireRegime(id).from >= own.from);
  throw new HubError("BAD_INPUT", `regime: a decision of ${decidedOn} can run by ${fit.join(" or ")}, not by ${regime.id}`, { path: "regime" });
}
