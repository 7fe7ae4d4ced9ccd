import * as z from "zod";
import { grades } from "./regime.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** What an officer said of a decision where the rules leave it open. */
export const classification = z.object({
  grade: z.enum(grades).describe("Grade that the officer gave it"),
  regime: z.string().min(1).describe("Regime by whose terms it runs: its own, or a later one that the officer chose"),
  isNeeded: z.boolean().describe("Whether a minor one is publicised all the same, because that was found needed"),
  reason: z.string().min(1).max(500).describe("Why"),
  by: z.string().min(1).describe("Who said so"),
  at: instant.describe("When"),
});
export type Classification = z.output<typeof classification>;

/** By what publicity ended. */
export const endings = ["repaired", "withdrawn", "termOver"] as const;
export type Ending = (typeof endings)[number];

/** That a court approved a plan by which the firm is restructured, so that the penalty is not published for the time being (临时屏蔽). */
export const mask = z.object({
  since: day.describe("First day on which it is not published"),
  court: z.string().min(1).max(100).describe("Court that approved the plan"),
  rulingNumber: z.string().min(1).max(100).describe("Number of its ruling"),
  ruledOn: day.describe("Day of the ruling"),
  until: day.nullable().describe("First day on which it is published again, as far as its term is not over; null while the plan is carried out"),
});
export type Mask = z.output<typeof mask>;

/** What became of a penalty after its decision: the facts on which its publicity goes, and that no file of a source states. */
export const standing = z.object({
  classification: classification.nullable().describe("Grade and regime as an officer said them; null while the rules alone say"),
  fulfilledOn: day.nullable().describe("Day on which what was imposed had been carried out; null while that is not known"),
  correctedOn: day.nullable().describe("Day on which the wrong had been put right; null while that is not known"),
  notice: z
    .object({ number: z.string().min(1).describe("Number of the repair notice"), servedOn: day.describe("Day on which it was served") })
    .nullable()
    .describe("The notice on credit repair that was served with the decision (两书同达); null where none is known"),
  mask: mask.nullable().default(null).describe("That it is masked while the firm is restructured, or was; null where it never was"),
  ended: z
    .object({
      how: z.enum(endings).describe("By what it ended"),
      on: day.describe("First day on which it is published no more"),
      case: z.string().nullable().describe("Case in which that was decided, or number of the document; null where it ended by itself"),
    })
    .nullable()
    .describe("That its publicity ended, once that was written down; null before"),
});
export type Standing = z.output<typeof standing>;

/** Of a penalty of which nothing but its decision is known. */
export const untouched: Standing = { classification: null, fulfilledOn: null, correctedOn: null, notice: null, mask: null, ended: null };
