import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Listing } from "../listing/index.ts";
import { inOrder } from "../order.ts";
import type { Penalty } from "../penalty/index.ts";
import { Repair } from "../repair/index.ts";
import type { Ability, Answer, Notice, Target } from "./target.ts";

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
  const { name, penalties, entries, repairs, today } = found;
  const records = penalties.length + entries.length;
  if (records === 0) return null;
  const [newest] = penalties.toSorted((a, b) => inOrder(b.decidedOn, a.decidedOn));
  const open = eligibilities(found).filter(({ publicity }) => publicity.isPublished);
  const listed = entries.map((entry) => Listing.publicityOf(entry, today)).filter(({ isPublished }) => isPublished);
  const can =
    open.some(({ canApply, openCase }) => canApply || openCase !== null) ||
    listed.some(({ repairableFrom }) => repairableFrom !== null && repairableFrom <= today);
  const days = [
    ...open.flatMap(({ canApply, from }) => (canApply || from === null ? [] : [from])),
    ...listed.flatMap(({ repairableFrom }) => (repairableFrom !== null && repairableFrom > today ? [repairableFrom] : [])),
  ].toSorted();
  const published = open.length + listed.length;
  const ability: Ability = published === 0 ? "done" : can ? "eligible" : days.length > 0 ? "notYet" : "blocked";
  return {
    name: newest?.subject.name ?? name,
    records,
    published,
    ability,
    from: ability === "notYet" ? (days[0] ?? null) : null,
    answer: answerOf(found, repairs),
  };
}

function eligibilities({ penalties, repairs, bannedUntil, today }: Found): readonly Repair.Eligibility[] {
  return penalties
    .toSorted((a, b) => inOrder(b.decidedOn, a.decidedOn))
    .map((penalty) => {
      const open = repairs.find(
        (each) => Repair.isOpen(each.state) && each.decisionNumber === penalty.decisionNumber && each.authority.uscc === penalty.authority.uscc,
      );
      return Repair.eligibilityOf(penalty, { today, bannedUntil, openCase: open?.id ?? null });
    });
}

/** The furthest that a firm has come with one of its records. */
function answerOf({ penalties, entries }: Found, repairs: readonly Repair.Shown[]): Answer {
  const states = new Set(repairs.map(({ state }) => state));
  if (penalties.some(({ standing }) => standing?.ended?.how === "repaired") || entries.some(({ exit }) => exit?.how === "repaired")) return "repaired";
  if (["submitted", "returned", "accepted", "underReview"].some((state) => states.has(state as Repair.State))) return "applied";
  return states.has("rejected") || states.has("revoked") ? "refused" : "silent";
}

/** The notice to one firm: each published record, from when its repair can be applied for, what is asked for and how to go about it. */
export function noticeOf(found: Found, uscc: string, by: string): Notice | null {
  const open = eligibilities(found).filter(({ publicity }) => publicity.isPublished);
  const listed = found.entries.map((entry) => ({ entry, terms: Listing.publicityOf(entry, found.today) })).filter(({ terms }) => terms.isPublished);
  if (open.length + listed.length === 0) return null;
  const asked = Repair.requirements.filter(({ blocks }) => !blocks);
  const name = open[0]?.penalty.subject.name ?? found.name;
  const numbered = (lines: readonly string[]) => lines.map((line, at) => `${at + 1}. ${line}`);
  const zh = [
    `信用修复告知书\n${name}（${uscc}）：`,
    "你单位下列信息正在公示：",
    ...numbered([...open.map(penaltyZh), ...listed.map((each) => entryZh(each, found.today))]),
    "申请条件与材料：",
    ...numbered(asked.map(({ zh: text }) => `${text}。`)),
    "办理流程：",
    ...numbered(Repair.procedure.map(({ zh: text }) => text)),
  ].join("\n");
  const en = [
    `Notice on credit repair\n${name} (${uscc}):`,
    "This is published of you:",
    ...numbered([...open.map(penaltyEn), ...listed.map((each) => entryEn(each, found.today))]),
    "What is asked for:",
    ...numbered(asked.map(({ en: text }) => `${text}.`)),
    "How to go about it:",
    ...numbered(Repair.procedure.map(({ en: text }) => text)),
  ].join("\n");
  return { zh, en, sha256: bytesToHex(sha256(utf8ToBytes(`${zh}\n${en}`))), on: found.today, by };
}

function penaltyZh(each: Repair.Eligibility): string {
  const { decisionNumber, decidedOn, violationType } = each.penalty;
  return `${decisionNumber}，${decidedOn}，${violationType}，公示至${each.publicity.endsOn}；${whenZh(each)}。`;
}

function penaltyEn(each: Repair.Eligibility): string {
  const { decisionNumber, decidedOn, violationType } = each.penalty;
  return `${decisionNumber}, ${decidedOn}, ${violationType}, published until ${each.publicity.endsOn}; ${whenEn(each)}.`;
}

interface ListedNow {
  readonly entry: Listing.Info;
  readonly terms: Listing.Terms;
}

function entryZh({ entry, terms: { repairableFrom } }: ListedNow, today: string): string {
  const { name } = Listing.requireList(entry.list);
  const when = repairableFrom === null ? "移出条件以列入决定为准" : repairableFrom <= today ? "现在即可申请修复" : `自${repairableFrom}起可申请修复`;
  return `${name.zh}，${entry.listedOn}列入；${when}。`;
}

function entryEn({ entry, terms: { repairableFrom } }: ListedNow, today: string): string {
  const { name } = Listing.requireList(entry.list);
  const when =
    repairableFrom === null
      ? "how it is exited stands in the decision"
      : repairableFrom <= today
        ? "its repair can be applied for now"
        : `its repair can be applied for from ${repairableFrom}`;
  return `${name.en}, since ${entry.listedOn}; ${when}.`;
}

function whenZh({ canApply, from, openCase }: Repair.Eligibility): string {
  if (openCase !== null) return "修复申请正在办理";
  return canApply ? "现在即可申请修复" : from === null ? "按规定不予提前修复" : `自${from}起可申请修复`;
}

function whenEn({ canApply, from, openCase }: Repair.Eligibility): string {
  if (openCase !== null) return "an application for its repair is open";
  return canApply ? "its repair can be applied for now" : from === null ? "it cannot be repaired before" : `its repair can be applied for from ${from}`;
}
