import { Calendar } from "../calendar/index.ts";
import type { Penalty } from "../penalty/index.ts";
import { Publicity } from "../publicity/index.ts";
import type { Rating } from "../rating/index.ts";
import type { Versioned } from "../versioned.ts";
import { type Effect, type Use, type UseRule, useRules, uses } from "./rules.ts";

/** What of a firm's file its credit status goes by. */
export interface Facts {
  readonly penalties: readonly Penalty.Info[];
  readonly repaired: number;
  readonly isRegisterDisputed: boolean;
  /** The newest rating that is in force; null for none. */
  readonly rating: Versioned<Rating.Info> | null;
  /** Codes of the dishonesty lists on which it stands. */
  readonly lists: readonly string[];
}

/** A rule that was met, and by how many published records. */
export interface Finding {
  readonly rule: UseRule;
  readonly records: number;
}

export interface UseStatus {
  readonly use: Use;
  /** The strictest of what the rules say. */
  readonly effect: Effect;
  readonly findings: readonly Finding[];
}

/** How a firm stands on a day, by what is published: what was repaired has no part in it but its number. */
export interface Status {
  readonly on: string;
  readonly published: readonly Penalty.Info[];
  readonly disputed: number;
  readonly repaired: number;
  readonly rating: Facts["rating"];
  readonly lists: readonly string[];
  readonly uses: readonly UseStatus[];
  /** The next day on which something changes by itself; null where nothing does. */
  readonly nextChangeOn: string | null;
}

/** Pure: the same facts and day give the same status, whoever asks. */
export function statusOf({ penalties, repaired, isRegisterDisputed, rating, lists }: Facts, on: string): Status {
  const published = penalties.filter((penalty) => Publicity.isPublished(penalty, on));
  const changes = published.flatMap((penalty) => Publicity.publicityOf(penalty, on).nextChange?.on ?? []);
  return {
    on,
    published,
    disputed: published.filter(({ dispute }) => dispute !== null).length + (isRegisterDisputed ? 1 : 0),
    repaired,
    rating,
    lists,
    uses: uses.map((use) => useStatus(use, { published, rating, lists, on })),
    nextChangeOn: changes.toSorted()[0] ?? null,
  };
}

interface Weighed {
  readonly published: readonly Penalty.Info[];
  readonly rating: Facts["rating"];
  readonly lists: readonly string[];
  readonly on: string;
}

function useStatus(use: Use, facts: Weighed): UseStatus {
  const rules = useRules.filter((rule) => rule.use === use && rule.from <= facts.on && (rule.to === null || facts.on <= rule.to));
  const findings = rules.map((rule) => ({ rule, records: metBy(rule, facts) })).filter(({ records }) => records > 0);
  const effect = findings.some(({ rule }) => rule.effect === "restricts") ? "restricts" : findings.length > 0 ? "mayRestrict" : "none";
  return { use, effect, findings };
}

function metBy(rule: UseRule, { published, rating, lists, on }: Weighed): number {
  const since = (months: number) => published.filter(({ decidedOn }) => Calendar.addMonths(decidedOn, months) >= on);
  switch (rule.when) {
    case "published":
      return published.length;
    case "penaltyTypes":
      return since(rule.withinMonths).filter(({ penaltyTypes }) => penaltyTypes.some((type) => rule.types.includes(type))).length;
    case "fineFen":
      return since(rule.withinMonths).filter(({ fineFen }) => (fineFen ?? 0) >= rule.leastFen).length;
    case "list":
      return lists.filter((list) => rule.lists.includes(list)).length;
    case "rating":
      return rating !== null && rule.levels.includes(rating.level) ? 1 : 0;
  }
}
