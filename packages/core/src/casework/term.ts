import * as z from "zod";
import { Calendar } from "../calendar/index.ts";
import { type Clock, legalDay } from "../clock.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A term that runs in a case: from a day, for so many days, without those for which it stood still. */
export const term = z.object({
  rule: z.string().min(1).describe("The rule that sets it, by its code"),
  kind: z.enum(["working", "calendar"]).describe("Which days are counted"),
  days: z.int().min(0).max(1_000).describe("How many days; the first is the day after the start"),
  startedOn: day.describe("Day on which it began"),
  pausedOn: day.nullable().describe("Day since which it stands still; null while it runs"),
  pausedDays: z.int().min(0).describe("Days for which it stood still before"),
  extendedDays: z.int().min(0).default(0).describe("Days by which it was extended"),
  endedOn: day.nullable().describe("Day on which what it was for was done; null while it runs"),
});
export type Term = z.output<typeof term>;

/** A rule on a term, as data. */
export const termRule = z.object({
  code: z.string(),
  from: z.iso.date(),
  to: z.iso.date().nullable(),
  kind: z.enum(["working", "calendar"]),
  days: z.int().min(0),
  article: z.string().nullable(),
  source: z.string(),
  confidence: z.enum(["sourced", "high", "medium", "low"]),
});
export type TermRule = z.output<typeof termRule>;

/** The rule of a code that is in force on a day; the oldest where none was yet. */
export function ruleOn(rules: readonly TermRule[], code: string, on: string): TermRule {
  const own = rules.filter((rule) => rule.code === code);
  const found = own.findLast(({ from }) => from <= on) ?? own[0];
  if (!found) throw new TypeError(`There is no rule ${code}`);
  return found;
}

/** A term that begins. */
export function begin({ code, kind, days }: TermRule, startedOn: string): Term {
  return { rule: code, kind, days, startedOn, pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null };
}

/** The same terms, all that run standing still from a day. */
export function paused(terms: readonly Term[], on: string): readonly Term[] {
  return terms.map((each) => (each.endedOn === null && each.pausedOn === null ? { ...each, pausedOn: on } : each));
}

/** The same terms, all that stand still running again from a day. */
export function resumed(terms: readonly Term[], on: string): readonly Term[] {
  return terms.map((each) => (each.pausedOn === null ? each : { ...each, pausedOn: null, pausedDays: each.pausedDays + passed(each.kind, each.pausedOn, on) }));
}

/** The same terms, all that run having so many days more. */
export function extended(terms: readonly Term[], days: number): readonly Term[] {
  return terms.map((each) => (each.endedOn === null ? { ...each, extendedDays: each.extendedDays + days } : each));
}

/** The same terms, those of some rules ended on a day; all unless told. */
export function ended(terms: readonly Term[], on: string, rules?: readonly string[]): readonly Term[] {
  const isMeant = ({ rule, endedOn }: Term) => endedOn === null && (rules?.includes(rule) ?? true);
  return terms.map((each) => (isMeant(each) ? { ...(resumed([each], on)[0] ?? each), endedOn: on } : each));
}

function passed(kind: Term["kind"], from: string, to: string): number {
  if (to <= from) return 0;
  return kind === "working" ? (Calendar.workdaysBetween(from, to)?.count ?? 0) : Calendar.toEpochDay(to) - Calendar.toEpochDay(from);
}

/** How a term stands on a day. */
export interface TermView extends Term {
  readonly dueOn: string;
  /** Whether it runs into a year whose holidays are not published yet, so that the day may move. */
  readonly isProvisional: boolean;
  /** Days left, of the kind that is counted; below zero when it is overdue. For an ended one those that were left then. */
  readonly daysLeft: number;
  readonly isPaused: boolean;
  readonly isOverdue: boolean;
}

export function viewOf(of: Term, today: string): TermView {
  const until = of.endedOn ?? today;
  const still = of.pausedOn === null ? 0 : passed(of.kind, of.pausedOn, until);
  const days = of.days + of.extendedDays + of.pausedDays + still;
  const { due, provisional } =
    of.kind === "working"
      ? Calendar.addWorkdays(of.startedOn, days)
      : { due: Calendar.fromEpochDay(Calendar.toEpochDay(of.startedOn) + days), provisional: false };
  const daysLeft = until <= due ? passed(of.kind, until, due) : -passed(of.kind, due, until);
  return { ...of, dueOn: due, isProvisional: provisional, daysLeft, isPaused: of.pausedOn !== null, isOverdue: until > due };
}

/** The term that is due first among those that run; null where none does. */
export function nextDue(terms: readonly Term[], today: string): TermView | null {
  const running = terms.filter(({ endedOn }) => endedOn === null).map((each) => viewOf(each, today));
  return running.reduce<TermView | null>((first, each) => (first === null || each.dueOn < first.dueOn ? each : first), null);
}

/** How terms stand today. */
export function viewsOf({ clock }: { readonly clock: Clock }, terms: readonly Term[]): TermView[] {
  const today = legalDay(clock.now());
  return terms.map((each) => viewOf(each, today));
}
