import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { HubError } from "../error.ts";
import { Publicity } from "../publicity/index.ts";
import schemesData from "./data/schemes.json" with { type: "json" };

const prose = z.object({ en: z.string().min(1), zh: z.string().min(1) });
const confidence = z.enum(Publicity.confidences);

const level = z.object({
  code: z.string().min(1),
  name: prose,
  colour: prose,
  /** Points from which on a firm is of this level; null where that is not known, or the scheme counts none. */
  atLeast: z.int().nullable(),
});
export type Level = z.output<typeof level>;

const scheme = z.object({
  code: z.string().min(1),
  name: prose,
  number: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  /** Where and how often it is used, as far as known. */
  scope: prose,
  /** Points of a firm against which nothing is held; null for a scheme without points. */
  startScore: z.int().nullable(),
  /** The best first. */
  levels: z.array(level).min(2),
  levelsArticle: z.string().nullable(),
  levelsSource: z.string(),
  levelsConfidence: confidence,
  /** How long objections may be raised once a rating is announced, by the day of that; none where it is not known. */
  objections: z.array(Casework.termRule),
  source: z.string(),
  confidence,
});
export type Scheme = z.output<typeof scheme>;

/** What the data are. A test holds them to it: to check them at each start would take longer than all else that a start does. */
export const dataShape = z.object({ version: z.string(), schemes: z.array(scheme).min(1) });
const data = schemesData as unknown as z.output<typeof dataShape>;

/** Every scheme by which firms are rated. A further one is a line of data. */
export const schemes: readonly Scheme[] = data.schemes;

/** Throws BAD_INPUT. */
export function requireScheme(code: string): Scheme {
  const found = schemes.find((each) => each.code === code);
  if (!found) throw new HubError("BAD_INPUT", `scheme: ${code} is none of ${schemes.map((each) => each.code).join(", ")}`, { path: "scheme" });
  return found;
}

/** The level of a code. Throws BAD_INPUT. */
export function requireLevel({ code, levels }: Pick<Scheme, "code" | "levels">, name: string): Level {
  const found = levels.find((each) => each.code === name);
  if (!found) throw new HubError("BAD_INPUT", `level: ${code} knows ${levels.map((each) => each.code).join(", ")}, not ${name}`, { path: "level" });
  return found;
}

/** Whether the scheme says which points are which level, so that nobody need say it. */
export function hasCutOffs({ startScore, levels }: Pick<Scheme, "startScore" | "levels">): boolean {
  return startScore !== null && levels.some(({ atLeast }) => atLeast !== null);
}
