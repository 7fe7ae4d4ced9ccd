import table from "./data/limits.json" with { type: "json" };
import type { MediaType } from "./document.ts";

/** What may be attached, since a day. */
export interface Limits {
  /** First day on which it holds. */
  readonly from: string;
  /** Types that are taken, each with the endings that names of such files have. */
  readonly types: Readonly<Partial<Record<MediaType, readonly string[]>>>;
  readonly mostBytes: number;
  readonly mostFilesPerCase: number;
  readonly source: string;
  readonly confidence: string;
}

/** All rules, the oldest first. */
export const limits: readonly Limits[] = table.rules;

/** The rule that holds on a day; before the first there was none, and the first is taken. */
export function limitsOn(day: string): Limits {
  const found = limits.findLast(({ from }) => from <= day) ?? limits[0];
  if (!found) throw new TypeError("There are no limits of files");
  return found;
}
