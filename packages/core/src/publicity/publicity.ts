import { Calendar } from "../calendar/index.ts";
import {
  type ClassRule,
  type Confidence,
  classRuleOf,
  type Grade,
  type GradeRule,
  gradeRuleOf,
  type Prose,
  type Regime,
  regimeFor,
  regimes,
  requireRegime,
} from "./regime.ts";
import { maskingRule } from "./restructuring.ts";
import { type Mask, type Standing, untouched } from "./standing.ts";

/**
 * Whether and how long a penalty is publicised, by dated rules: which regime, which grade, from when it may be repaired, when
 * its publicity ends by itself, and why. It is worked out when somebody asks, for a day, and never stored as truth.
 */

/** What publicity goes by. */
export interface Publicised {
  readonly decidedOn: string;
  readonly penaltyTypes: readonly string[];
  readonly standing: Standing | null;
}

/** Where publicity stands. */
export const states = ["notYet", "published", "notPublicised", "termOver", "masked", "repaired", "withdrawn"] as const;
export type State = (typeof states)[number];

/** A rule that an answer rests on. */
export interface UsedRule {
  readonly regime: string;
  readonly number: string;
  readonly article: string | null;
  readonly says: Prose;
  readonly source: string;
  readonly confidence: Confidence;
}

/** The terms of a decision under one regime. */
export interface Terms {
  readonly regime: Regime;
  readonly grade: Grade;
  readonly gradeName: string;
  /** Whether the rules settle the grade, or an officer said it. */
  readonly isConfirmed: boolean;
  /** Whether it is publicised at all. */
  readonly isPublicised: boolean;
  /** First day of the terms: that of the decision. */
  readonly startsOn: string;
  /** First day on which repair may be asked for; null where there is none before the longest term. */
  readonly repairableFrom: string | null;
  /** Last day of publicity; it stops at the midnight after, in China. Null where it is not publicised. */
  readonly endsOn: string | null;
  readonly rules: readonly UsedRule[];
}

export interface Info extends Terms {
  /** Day of which this is told. */
  readonly on: string;
  readonly state: State;
  readonly isPublished: boolean;
  /** The next day on which something changes by itself, and what; null where nothing does. */
  readonly nextChange: { readonly on: string; readonly to: State | "repairable" } | null;
  /** What it would be by a later regime than its own that is in force on the day: an officer may choose that. */
  readonly alternatives: readonly Terms[];
  readonly reasons: readonly Prose[];
}

/** The terms of a decision by a regime, its own unless told. The kind of penalty with the longest term counts. */
export function termsOf(of: Publicised, regime: Regime = ownRegime(of)): Terms {
  const { rule, said, by, isPublicised, endsOn } = bareTermsOf(of, regime);
  return {
    regime,
    grade: rule.grade,
    gradeName: rule.name,
    isConfirmed: said !== null || by?.needsConfirmation === false,
    isPublicised,
    startsOn: of.decidedOn,
    repairableFrom: rule.shortestMonths === null ? null : Calendar.addMonths(of.decidedOn, rule.shortestMonths),
    endsOn,
    rules: [
      bindingRule(regime, said?.regime === regime.id && regimeFor(of.decidedOn).id !== regime.id),
      ...(by ? [gradingRule(regime, by, rule)] : []),
      termRule(regime, rule),
    ],
  };
}

/**
 * The terms without their rules in words: what is asked of each record of each view. Rest days shift no term: whether 信用中国
 * shifts them is not known.
 */
function bareTermsOf(of: Publicised, regime: Regime = ownRegime(of)) {
  const { classification } = of.standing ?? untouched;
  const isOwn = regime.id === ownRegime(of).id;
  const said = classification !== null && isOwn ? classification : null;
  const { grade, by } = said ? { grade: said.grade, by: null } : heaviest(regime, of.penaltyTypes);
  const rule = gradeRuleOf(regime, grade);
  const isPublicised = rule.publicised === "yes" || (rule.publicised === "ifNeeded" && said?.isNeeded === true);
  return { rule, said, by, isPublicised, endsOn: isPublicised ? Calendar.addMonths(of.decidedOn, rule.longestMonths) : null };
}

/** The regime by which a decision's terms run: that of its day, unless an officer chose a later one. */
function ownRegime({ decidedOn, standing }: Publicised): Regime {
  const chosen = standing?.classification?.regime;
  return chosen === undefined ? regimeFor(decidedOn) : requireRegime(chosen);
}

/** Of the kinds of penalty in one decision that whose publicity lasts longest. */
function heaviest(regime: Regime, types: readonly string[]): { readonly grade: Grade; readonly by: ClassRule } {
  const weight = ({ grade }: ClassRule) => {
    const { publicised, longestMonths, shortestMonths } = gradeRuleOf(regime, grade);
    return (publicised === "yes" ? 10_000 : 0) + longestMonths * 100 + (shortestMonths ?? longestMonths);
  };
  // Of rules with the same terms one that leaves nothing open, and of those the first, in whatever order the kinds are named.
  const goesBefore = (a: ClassRule, b: ClassRule) =>
    weight(a) - weight(b) || Number(b.needsConfirmation) - Number(a.needsConfirmation) || regime.classes.indexOf(b) - regime.classes.indexOf(a);
  const [first, ...others] = types.map((type) => classRuleOf(regime, type));
  if (!first) throw new TypeError("A penalty has a kind");
  const by = others.reduce((heavier, each) => (goesBefore(each, heavier) > 0 ? each : heavier), first);
  return { grade: by.grade, by };
}

/** Where publicity stands on a day. */
export function publicityOf(of: Publicised, on: string): Info {
  const terms = termsOf(of);
  const state = stateOf(of, terms, on);
  const published = state === "published";
  const later = regimes.filter(({ id, binds, from }) => binds !== null && id !== terms.regime.id && from > terms.regime.from && from <= on);
  return {
    ...terms,
    on,
    state,
    isPublished: published,
    nextChange: nextChangeOf(terms, state, on),
    alternatives: published ? later.map((regime) => termsOf({ ...of, standing: null }, regime)) : [],
    reasons: reasonsOf(of, terms, state),
  };
}

/** Whether it is published on a day: what `publicityOf` says, without the reasons. */
export function isPublished(of: Publicised, on: string): boolean {
  return stateOf(of, bareTermsOf(of), on) === "published";
}

function stateOf({ decidedOn, standing }: Publicised, { isPublicised, endsOn }: Pick<Terms, "isPublicised" | "endsOn">, on: string): State {
  const ended = standing?.ended ?? null;
  // That the term was over is what the rules say; the note of it that was written down only keeps totals and log in step.
  if (ended !== null && ended.how !== "termOver" && ended.on <= on) return ended.how;
  if (on < decidedOn) return "notYet";
  if (!isPublicised || endsOn === null) return "notPublicised";
  if (on > endsOn) return "termOver";
  return isMasked(standing?.mask ?? null, on) ? "masked" : "published";
}

function isMasked(mask: Mask | null, on: string): boolean {
  return mask !== null && mask.since <= on && (mask.until === null || on < mask.until);
}

function nextChangeOf({ startsOn, repairableFrom, endsOn }: Terms, state: State, on: string): Info["nextChange"] {
  if (state === "notYet") return { on: startsOn, to: endsOn === null ? "notPublicised" : "published" };
  if (endsOn === null || (state !== "published" && state !== "masked")) return null;
  if (state === "published" && repairableFrom !== null && repairableFrom > on && repairableFrom <= endsOn) return { on: repairableFrom, to: "repairable" };
  return { on: Calendar.dayAfter(endsOn), to: "termOver" };
}

function bindingRule({ id, number, bindsWhy, confidence, name }: Regime, isChosen: boolean): UsedRule {
  const chosen = { en: "an officer chose this regime for the decision", zh: "由工作人员选定适用" };
  return { regime: id, number, article: null, says: isChosen ? chosen : bindsWhy, source: name, confidence };
}

function gradingRule({ id, number }: Regime, { types, source, confidence }: ClassRule, { grade, name }: GradeRule): UsedRule {
  const kinds = types.includes("*") ? { en: "kinds that no other rule names", zh: "其他处罚种类" } : { en: types.join(", "), zh: types.join("、") };
  return { regime: id, number, article: null, says: { en: `${kinds.en}: ${grade}`, zh: `${kinds.zh}：${name}` }, source, confidence };
}

function termRule({ id, number }: Regime, { grade, name, publicised, shortestMonths, longestMonths, article, source, confidence }: GradeRule): UsedRule {
  const never = publicised === "no";
  const least =
    shortestMonths === null
      ? { en: "no repair before", zh: "期满前不予修复" }
      : { en: `repair from ${shortestMonths} months`, zh: `最短${shortestMonths}个月` };
  const says = never
    ? { en: `${grade}: not publicised`, zh: `${name}：不予公示` }
    : {
        en: `${grade}: ${least.en}, ${longestMonths} months at most${publicised === "ifNeeded" ? ", and only if publicity is needed" : ""}`,
        zh: `${name}：${least.zh}，最长${longestMonths}个月${publicised === "ifNeeded" ? "，确需公示的方予公示" : ""}`,
      };
  return { regime: id, number, article, says, source, confidence };
}

function reasonsOf({ decidedOn, standing }: Publicised, { repairableFrom, endsOn, isConfirmed, regime }: Terms, state: State): readonly Prose[] {
  const said = standing?.classification;
  const open = { en: "the rules leave the grade open: an officer should confirm it", zh: "规则未明确分级，须由工作人员确认" };
  const by = said ? [{ en: `an officer said the grade: ${said.reason}`, zh: `由工作人员认定分级：${said.reason}` }] : isConfirmed ? [] : [open];
  return [...by, { ...ended({ state, decidedOn, repairableFrom, endsOn, on: standing?.ended?.on ?? standing?.mask?.since ?? "", number: regime.number }) }];
}

interface Told {
  readonly state: State;
  readonly decidedOn: string;
  readonly repairableFrom: string | null;
  readonly endsOn: string | null;
  readonly on: string;
  readonly number: string;
}

function ended({ state, decidedOn, repairableFrom, endsOn, on, number }: Told): Prose {
  switch (state) {
    case "notYet":
      return { en: `decided on ${decidedOn}, which is yet to come`, zh: `决定日期${decidedOn}尚未到来` };
    case "published": {
      const from =
        repairableFrom === null
          ? { en: "no repair before", zh: "期满前不予修复" }
          : { en: `repair may be asked for from ${repairableFrom}`, zh: `自${repairableFrom}起可申请修复` };
      return { en: `published from ${decidedOn} to ${endsOn} by ${number}; ${from.en}`, zh: `依${number}自${decidedOn}公示至${endsOn}，${from.zh}` };
    }
    case "notPublicised":
      return { en: `not publicised by ${number}`, zh: `依${number}不予公示` };
    case "termOver":
      return { en: `the longest term ended on ${endsOn} by ${number}`, zh: `依${number}最长公示期于${endsOn}届满` };
    case "masked":
      return { en: `masked since ${on} while the firm is restructured by ${maskingRule.number}`, zh: `依${maskingRule.number}，企业重整期间自${on}起临时屏蔽` };
    case "repaired":
      return { en: `repaired: published no more since ${on}`, zh: `已完成信用修复，自${on}起终止公示` };
    case "withdrawn":
      return { en: `the decision was changed or annulled: withdrawn on ${on}`, zh: `处罚决定已变更或撤销，于${on}撤下` };
  }
}

/** Last day on which a decision is counted among the published; null for one that is not. Whatever day it is: what counts by days counts till then. */
export function countedUntil(of: Publicised): string | null {
  const { ended: over, mask } = of.standing ?? untouched;
  const isHidden = over !== null || (mask !== null && mask.until === null);
  return isHidden ? null : bareTermsOf(of).endsOn;
}

/** A standing with the note that the term was over, where it is on a day, and without it where it is not. The same one where nothing changes. */
export function settled(of: Publicised, on: string): Standing | null {
  const { ended } = of.standing ?? untouched;
  if (ended !== null && ended.how !== "termOver") return of.standing;
  const { endsOn } = bareTermsOf(of);
  const isOver = endsOn !== null && on > endsOn;
  if (isOver === (ended !== null)) return of.standing;
  return { ...(of.standing ?? untouched), ended: isOver && endsOn !== null ? { how: "termOver", on: Calendar.dayAfter(endsOn), case: null } : null };
}
