import data from "./data/restructuring.json" with { type: "json" };
import type { Confidence } from "./regime.ts";

/** The rule by which penalties of a firm are masked while it is restructured. */
export interface MaskingRule {
  readonly from: string;
  readonly number: string;
  readonly source: string;
  readonly confidence: Confidence;
}

export const maskingRule = data.rule as MaskingRule;
