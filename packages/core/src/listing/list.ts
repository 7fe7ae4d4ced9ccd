import * as z from "zod";
import { HubError } from "../error.ts";
import { Publicity } from "../publicity/index.ts";
import listsData from "./data/lists.json" with { type: "json" };

const prose = z.object({ en: z.string().min(1), zh: z.string().min(1) });
const confidence = z.enum(Publicity.confidences);
const dated = z.object({ from: z.iso.date(), to: z.iso.date().nullable(), article: z.string().nullable(), source: z.string(), confidence });

const publicityRule = dated.extend({
  /** Months before exit by repair; null where no source says how many. */
  shortestMonths: z.int().min(0).nullable(),
  /** Months after which publicity ends by itself; null where it does not. */
  longestMonths: z.int().min(0).nullable(),
});
export type PublicityRule = z.output<typeof publicityRule>;

/** For how long who stands on a list may not apply for credit repair. */
const banRule = dated.extend({ months: z.int().min(0) });
export type BanRule = z.output<typeof banRule>;

const basis = z.object({ says: prose, number: z.string().nullable(), article: z.string().nullable(), source: z.string(), confidence });
const consequence = z.object({ says: prose, source: z.string(), confidence });

/** What lists are about. */
export const families = ["dishonesty"] as const;
/** How a firm comes to stand on a list: after a prior notice, or with the decision of a case in which it was heard. */
export const entries = ["noticed", "direct"] as const;

const list = z.object({
  code: z.string().min(1),
  family: z.enum(families),
  name: prose,
  entry: z.enum(entries),
  /** Whether an entry must name the law or document that allows it. */
  needsBasis: z.boolean(),
  basis,
  /** By the day of the entry, the oldest first. */
  publicity: z.array(publicityRule).min(1),
  bans: z.array(banRule),
  consequences: z.array(consequence),
});
export type List = z.output<typeof list>;

/** What the data are. A test holds them to it: to check them at each start would take longer than all else that a start does. */
export const dataShape = z.object({ version: z.string(), lists: z.array(list).min(1) });
const data = listsData as unknown as z.output<typeof dataShape>;

/** Every list on which a firm can stand. A further one is a line of data. */
export const lists: readonly List[] = data.lists;

/** Throws BAD_INPUT. */
export function requireList(code: string): List {
  const found = lists.find((each) => each.code === code);
  if (!found) throw new HubError("BAD_INPUT", `list: ${code} is none of ${lists.map((each) => each.code).join(", ")}`, { path: "list" });
  return found;
}

/** The rule that was in force on a day; the oldest where none was yet, null where there is none at all. */
export function ruleOn<R extends { readonly from: string }>(rules: readonly R[], on: string): R | null {
  return rules.findLast(({ from }) => from <= on) ?? rules[0] ?? null;
}
