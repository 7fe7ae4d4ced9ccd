import * as z from "zod";
import { HubError } from "../error.ts";
import regimesData from "./data/regimes.json" with { type: "json" };

/** How sure a rule is: read in its source, or known with that much confidence. What is not sourced may be corrected without code. */
export const confidences = ["sourced", "high", "medium", "low"] as const;
export type Confidence = (typeof confidences)[number];

/** How grave a penalty is, in the words of the regime that its terms run by. */
export const grades = ["minor", "general", "serious", "extreme", "standard", "keyField"] as const;
export type Grade = (typeof grades)[number];

const day = z.iso.date();
const prose = z.object({ en: z.string(), zh: z.string() });
export type Prose = z.output<typeof prose>;

const gradeRule = z.object({
  grade: z.enum(grades),
  name: z.string(),
  /** `ifNeeded`: not in principle, only where an officer found it needed. */
  publicised: z.enum(["yes", "no", "ifNeeded"]),
  /** Null where there is no repair before the longest term. */
  shortestMonths: z.int().min(0).nullable(),
  longestMonths: z.int().min(0),
  article: z.string().nullable(),
  source: z.string(),
  confidence: z.enum(confidences),
});
export type GradeRule = z.output<typeof gradeRule>;

const classRule = z.object({
  /** Kinds of penalty; `*` stands for those that no rule before names. */
  types: z.array(z.string()).min(1),
  grade: z.enum(grades),
  /** Whether an officer should say so, since the rule leaves it open. */
  needsConfirmation: z.boolean(),
  source: z.string(),
  confidence: z.enum(confidences),
});
export type ClassRule = z.output<typeof classRule>;

const regime = z.object({
  id: z.string(),
  name: z.string(),
  number: z.string(),
  from: day,
  to: day.nullable(),
  /** Days of decisions whose terms run by it; null where it binds none by itself. */
  binds: z.object({ from: day.nullable(), to: day.nullable() }).nullable(),
  bindsWhy: prose,
  confidence: z.enum(confidences),
  grades: z.array(gradeRule).min(1),
  classes: z.array(classRule).min(1),
});
export type Regime = z.output<typeof regime>;

/** What the data are. A test holds them to it: to check them at each start would take longer than all else that a start does. */
export const dataShape = z.object({ version: z.string(), regimes: z.array(regime).min(1) });
const data = regimesData as unknown as z.output<typeof dataShape>;

/** Every regime of publicity terms, the oldest first. */
export const regimes: readonly Regime[] = data.regimes;
/** State of the regimes, as certificates name it. */
export const dataVersion = data.version;
export const regimeIds = regimes.map(({ id }) => id);

/** The regime by whose terms a decision of that day runs. */
export function regimeFor(decidedOn: string): Regime {
  const found = regimes.find(({ binds }) => binds !== null && (binds.from === null || binds.from <= decidedOn) && (binds.to === null || decidedOn <= binds.to));
  if (!found) throw new HubError("INTERNAL", `No regime binds decisions of ${decidedOn}`);
  return found;
}

/** Throws BAD_INPUT. */
export function requireRegime(id: string): Regime {
  const found = regimes.find((each) => each.id === id);
  if (!found) throw new HubError("BAD_INPUT", `regime: ${id} is none of ${regimeIds.join(", ")}`, { path: "regime" });
  return found;
}

/** The rule for a grade. Throws BAD_INPUT where the regime knows no such grade. */
export function gradeRuleOf({ number, grades: rules }: Regime, grade: Grade): GradeRule {
  const found = rules.find((each) => each.grade === grade);
  if (!found) throw new HubError("BAD_INPUT", `grade: ${number} knows ${rules.map((each) => each.grade).join(", ")}, not ${grade}`, { path: "grade" });
  return found;
}

/** The rule that says what grade a kind of penalty is. */
export function classRuleOf({ id, classes }: Regime, type: string): ClassRule {
  const found = classes.find(({ types }) => types.includes(type) || types.includes("*"));
  if (!found) throw new HubError("INTERNAL", `${id} has no rule for ${type}`);
  return found;
}
