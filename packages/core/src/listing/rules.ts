import { Calendar } from "../calendar/index.ts";
import type { Publicity } from "../publicity/index.ts";
import { type List, lists, type PublicityRule, requireList, ruleOn } from "./list.ts";
import type { Exit, State } from "./machine.ts";

/** What publicity of an entry goes by. */
export interface Listed {
  readonly list: string;
  readonly state: State;
  readonly listedOn: string;
  readonly exit: Exit | null;
}

/** Whether and how long an entry is published, by which rule. */
export interface Terms {
  /** Day of which this is told. */
  readonly on: string;
  readonly isPublished: boolean;
  /** Day of the entry. */
  readonly startsOn: string;
  /** First day on which it can be exited by repair; null where there is none, or it is not known. */
  readonly repairableFrom: string | null;
  /** Last day of publicity by the rule, which stops at the midnight after, in China; null where it does not end by itself. */
  readonly endsOn: string | null;
  readonly rule: PublicityRule;
  readonly says: Publicity.Prose;
}

/** Where an entry's publicity stands on a day. It is worked out when somebody asks, and never stored as truth. */
export function publicityOf(of: Listed, on: string): Terms {
  const { rule, repairableFrom, endsOn } = termsOf(of);
  const isPublished = of.state === "listed" && of.listedOn <= on && (endsOn === null || on <= endsOn);
  return { on, isPublished, startsOn: of.listedOn, repairableFrom, endsOn, rule, says: says(of, { on, isPublished, endsOn }) };
}

function termsOf({ list, listedOn }: Listed) {
  const rule = publicityRuleOf(requireList(list), listedOn);
  const after = (months: number | null) => (months === null ? null : Calendar.addMonths(listedOn, months));
  return { rule, repairableFrom: after(rule.shortestMonths), endsOn: after(rule.longestMonths) };
}

function publicityRuleOf({ code, publicity }: List, on: string): PublicityRule {
  const rule = ruleOn(publicity, on);
  if (!rule) throw new TypeError(`${code} has a rule on publicity`);
  return rule;
}

function says({ listedOn, exit }: Listed, { on, isPublished, endsOn }: Pick<Terms, "on" | "isPublished" | "endsOn">): Publicity.Prose {
  if (isPublished)
    return endsOn === null
      ? { en: `published since ${listedOn}`, zh: `自${listedOn}起公示` }
      : { en: `published from ${listedOn} to ${endsOn}`, zh: `自${listedOn}公示至${endsOn}` };
  if (exit !== null) return { en: `published no more since ${exit.on}`, zh: `自${exit.on}起终止公示` };
  if (on < listedOn) return { en: `published from ${listedOn} on`, zh: `自${listedOn}起公示` };
  return { en: `the longest term ended on ${endsOn}`, zh: `最长公示期于${endsOn}届满` };
}

/** Whatever day it is: what counts by days counts till then. */
const forEver = "9999-12-31";

/** Last day on which an entry is counted among the published; null for one that has exited. */
export function countedUntil(of: Listed): string | null {
  return of.state === "listed" ? (termsOf(of).endsOn ?? forEver) : null;
}

/** The same entry, exited where its longest term is over by a day. */
export function settled<E extends Listed>(of: E, on: string): E {
  const until = countedUntil(of);
  return until === null || on <= until
    ? of
    : { ...of, state: "exited", exit: { how: "expired", on: Calendar.dayAfter(until), reason: null, documentNumber: null } };
}

/**
 * Until when a firm may not apply for credit repair because of its entries, the last day of the longest ban; null where it is free.
 * An entry that was wrong bans nobody, nor does one from which the firm was repaired.
 */
export function banUntil(entries: readonly Listed[], today: string): string | null {
  const ends = entries.flatMap(({ list, listedOn, exit }) => {
    if (exit !== null && exit.how !== "expired") return [];
    const rule = ruleOn(lists.find(({ code }) => code === list)?.bans ?? [], listedOn);
    return rule === null ? [] : [Calendar.addMonths(listedOn, rule.months)];
  });
  const last = ends.toSorted().at(-1) ?? null;
  return last === null || last < today ? null : last;
}
