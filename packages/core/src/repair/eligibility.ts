import { Calendar } from "../calendar/index.ts";
import type { Penalty } from "../penalty/index.ts";
import { Publicity } from "../publicity/index.ts";
import { procedure, type Requirement, type RequirementCode, requirements } from "./rules.ts";

/** What else is known of a firm, beside the record. */
export interface Around {
  readonly today: string;
  /** Day until which the firm may not apply, that day included; null where it may. */
  readonly bannedUntil: string | null;
  /** Application for the same record that is open; null for none. */
  readonly openCase: string | null;
}

export interface Met extends Requirement {
  readonly isMet: boolean;
  /** Day from which on it is met by itself; null where that takes something else than time. */
  readonly metFrom: string | null;
}

/** Whether the repair of a record can be applied for, or exactly what is missing and from when. */
export interface Eligibility {
  readonly penalty: Penalty.Info;
  readonly publicity: Publicity.Info;
  readonly canApply: boolean;
  /** First day on which it can be applied for, as things stand; null where no day will bring that about. */
  readonly from: string | null;
  readonly requirements: readonly Met[];
  /** Codes of what is not met: those that keep from applying first. */
  readonly missing: readonly RequirementCode[];
  readonly openCase: string | null;
  readonly procedure: readonly Publicity.Prose[];
}

/** Pure: the same facts and day give the same answer. */
export function eligibilityOf(penalty: Penalty.Info, { today, bannedUntil, openCase }: Around): Eligibility {
  const publicity = Publicity.publicityOf(penalty, today);
  const { repairableFrom, endsOn, isPublished } = publicity;
  const standing = penalty.standing;
  const isBanned = bannedUntil !== null && today <= bannedUntil;
  const met: Readonly<Record<RequirementCode, readonly [isMet: boolean, metFrom: string | null]>> = {
    published: [isPublished, null],
    repairable: [repairableFrom !== null, null],
    shortestTerm: [repairableFrom !== null && repairableFrom <= today, repairableFrom],
    noBan: [!isBanned, isBanned ? Calendar.dayAfter(bannedUntil) : null],
    noOpenCase: [openCase === null, null],
    fulfilled: [standing?.fulfilledOn != null, null],
    corrected: [standing?.correctedOn != null, null],
    commitment: [false, null],
  };
  const list = requirements.map((each): Met => ({ ...each, isMet: met[each.code][0], metFrom: met[each.code][1] }));
  const blocking = list.filter(({ blocks, isMet }) => blocks && !isMet);
  const days = blocking.map(({ metFrom }) => metFrom);
  const last = days.every((day) => day !== null) ? ([today, ...days].sort().at(-1) ?? today) : null;
  const from = last !== null && endsOn !== null && last <= endsOn ? last : null;
  return {
    penalty,
    publicity,
    canApply: blocking.length === 0,
    from,
    requirements: list,
    missing: [...blocking, ...list.filter(({ blocks, isMet }) => !blocks && !isMet)].map(({ code }) => code),
    openCase,
    procedure,
  };
}
