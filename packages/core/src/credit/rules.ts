import * as z from "zod";
import { Publicity } from "../publicity/index.ts";
import data from "./data/uses.json" with { type: "json" };

/** For what somebody wants to know how a firm stands. */
export const uses = ["bidding", "procurement", "finance"] as const;
export type Use = (typeof uses)[number];

/** What follows for a use: nothing, perhaps something where whoever asks has said so, or that the firm is kept out. */
export const effects = ["none", "mayRestrict", "restricts"] as const;
export type Effect = (typeof effects)[number];

const base = z.object({
  code: z.string(),
  use: z.enum(uses),
  effect: z.enum(["mayRestrict", "restricts"]),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  instrument: z.string(),
  en: z.string(),
  zh: z.string(),
  confidence: z.enum(Publicity.confidences),
});
const within = z.object({ withinMonths: z.int().min(1) });

const rule = z.discriminatedUnion("when", [
  base.extend({ when: z.literal("published") }),
  base.extend({ when: z.literal("penaltyTypes"), types: z.array(z.string()), ...within.shape }),
  base.extend({ when: z.literal("fineFen"), leastFen: z.int(), ...within.shape }),
  base.extend({ when: z.literal("list"), lists: z.array(z.string()) }),
  base.extend({ when: z.literal("rating"), levels: z.array(z.string()) }),
]);
/** What keeps a firm from something, or may, as dated data. */
export type UseRule = z.output<typeof rule>;

/** What the data are. A test holds them to it: to check them at each start would take longer than all else that a start does. */
export const dataShape = z.object({ version: z.string(), rules: z.array(rule) });
const parsed = data as unknown as z.output<typeof dataShape>;
export const useRules: readonly UseRule[] = parsed.rules;
