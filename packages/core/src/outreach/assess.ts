import { Listing } from "../listing/index.ts";
import { inOrder } from "../order.ts";
import type { Penalty } from "../penalty/index.ts";
import { Repair } from "../repair/index.ts";
import type { Ability, Answer, Target } from "./target.ts";

/** What is known of a firm in the time of a campaign. */
export interface Found {
  /** Its name where no decision states one. */
  readonly name: string;
  /** Its decisions since the campaign's day, published or not. */
  readonly penalties: readonly Penalty.Info[];
  /** Its entries in lists since then, published or not. */
  readonly entries: readonly Listing.Info[];
  readonly repairs: readonly Repair.Shown[];
  readonly bannedUntil: string | null;
  readonly today: string;
}

export type Assessed = Pick<Target, "name" | "records" | "published" | "ability" | "from" | "answer">;

/** Whether a firm can have something repaired, from when, and what it has done about it. Pure; null where nothing was decided against it. */
export function assessed(found: Found): Assessed | null {
  const { name, penalties, entries, today } = found;
  const records = penalties.length + entries.length;
  if (records === 0) return null;
  const [newest] = penalties.toSorted((a, b) => inOrder(b.decidedOn, a.decidedOn));
  const all = eligibilities(found);
  const open = all.filter(({ publicity }) => publicity.isPublished);
  // Not published, but not done with either: that is told when the plan by which the firm is restructured was carried out.
  const isMasked = all.some(({ publicity }) => publicity.state === "masked");
  const listed = entries.map((entry) => Listing.publicityOf(entry, today)).filter(({ isPublished }) => isPublished);
  const can =
    open.some(({ canApply, openCase }) => canApply || openCase !== null) ||
    listed.some(({ repairableFrom }) => repairableFrom !== null && repairableFrom <= today);
  const days = [
    ...open.flatMap(({ canApply, from }) => (canApply || from === null ? [] : [from])),
    ...listed.flatMap(({ repairableFrom }) => (repairableFrom !== null && repairableFrom > today ? [repairableFrom] : [])),
  ].toSorted();
  const published = open.length + listed.length;
  const ability: Ability = published === 0 && !isMasked ? "done" : can ? "eligible" : days.length > 0 ? "notYet" : "blocked";
  return {
    name: newest?.subject.name ?? name,
    records,
    published,
    ability,
    from: ability === "notYet" ? (days[0] ?? null) : null,
    answer: answerOf(found),
  };
}

/** Of each penalty, the newest first, whether its repair can be applied for. */
export function eligibilities({ penalties, repairs, bannedUntil, today }: Found): readonly Repair.Eligibility[] {
  return penalties
    .toSorted((a, b) => inOrder(b.decidedOn, a.decidedOn))
    .map((penalty) => {
      const open = repairs.find((each) => Repair.isOpen(each.state) && isFor(each, penalty));
      return Repair.eligibilityOf(penalty, { today, bannedUntil, openCase: open?.id ?? null });
    });
}

/** Whether an application is for a penalty. */
function isFor({ decisionNumber, authority }: Repair.Shown, penalty: Penalty.Info): boolean {
  return decisionNumber === penalty.decisionNumber && authority.uscc === penalty.authority.uscc;
}

/** The furthest that a firm has come with one of these records: what it did about others is not the campaign's to tell. */
function answerOf({ penalties, entries, repairs }: Found): Answer {
  const states = new Set(repairs.filter((each) => penalties.some((penalty) => isFor(each, penalty))).map(({ state }) => state));
  if (penalties.some(({ standing }) => standing?.ended?.how === "repaired") || entries.some(({ exit }) => exit?.how === "repaired")) return "repaired";
  if (["submitted", "returned", "accepted", "underReview"].some((state) => states.has(state as Repair.State))) return "applied";
  return states.has("rejected") || states.has("revoked") ? "refused" : "silent";
}
