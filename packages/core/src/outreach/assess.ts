import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { inOrder } from "../order.ts";
import type { Penalty } from "../penalty/index.ts";
import { Repair } from "../repair/index.ts";
import type { Ability, Answer, Notice, Target } from "./target.ts";

/** What is known of a firm in the time of a campaign. */
export interface Found {
  /** Its decisions since the campaign's day, published or not. */
  readonly penalties: readonly Penalty.Info[];
  readonly repairs: readonly Repair.Shown[];
  readonly bannedUntil: string | null;
  readonly today: string;
}

export type Assessed = Pick<Target, "name" | "records" | "published" | "ability" | "from" | "answer">;

/** Whether a firm can have something repaired, from when, and what it has done about it. Pure; null where nothing was decided against it. */
export function assessed({ penalties, repairs, bannedUntil, today }: Found): Assessed | null {
  const [newest] = penalties.toSorted((a, b) => inOrder(b.decidedOn, a.decidedOn));
  if (!newest) return null;
  const told = eligibilities({ penalties, repairs, bannedUntil, today });
  const open = told.filter(({ publicity }) => publicity.isPublished);
  const days = open.flatMap(({ canApply, from }) => (canApply || from === null ? [] : [from]));
  const ability: Ability =
    open.length === 0 ? "done" : open.some(({ canApply, openCase }) => canApply || openCase !== null) ? "eligible" : days.length > 0 ? "notYet" : "blocked";
  return {
    name: newest.subject.name,
    records: penalties.length,
    published: open.length,
    ability,
    from: ability === "notYet" ? (days.toSorted()[0] ?? null) : null,
    answer: answerOf(penalties, repairs),
  };
}

function eligibilities({ penalties, repairs, bannedUntil, today }: Found): readonly Repair.Eligibility[] {
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
function answerOf(penalties: readonly Penalty.Info[], repairs: readonly Repair.Shown[]): Answer {
  const states = new Set(repairs.filter((each) => penalties.some((penalty) => isFor(each, penalty))).map(({ state }) => state));
  if (penalties.some(({ standing }) => standing?.ended?.how === "repaired")) return "repaired";
  if (["submitted", "returned", "accepted", "underReview"].some((state) => states.has(state as Repair.State))) return "applied";
  return states.has("rejected") || states.has("revoked") ? "refused" : "silent";
}

/** Records that a notice lists, and letters of what each was for: notices of a whole batch of firms then fit one transaction. */
const mostListed = 50;
const mostLetters = 100;

function inShort(text: string): string {
  const letters = Array.from(text);
  return letters.length <= mostLetters ? text : `${letters.slice(0, mostLetters - 1).join("")}…`;
}

/** The notice to one firm: each published record, from when its repair can be applied for, what is asked for and how to go about it. */
export function noticeOf(found: Found, by: string): Notice | null {
  const open = eligibilities(found).filter(({ publicity }) => publicity.isPublished);
  const [first] = open;
  if (!first) return null;
  const { name, uscc } = first.penalty.subject;
  const asked = first.requirements.filter(({ blocks }) => !blocks);
  const listed = open.slice(0, mostListed);
  const more = open.length - listed.length;
  const zh = [
    `信用修复告知书\n${name}（${uscc}）：`,
    "你单位下列行政处罚信息正在公示：",
    ...listed.map(
      (each, at) =>
        `${at + 1}. ${each.penalty.decisionNumber}，${each.penalty.decidedOn}，${inShort(each.penalty.violationType)}，公示至${each.publicity.endsOn}；${whenZh(each)}。`,
    ),
    ...(more > 0 ? [`另有${more}项，详见本中枢。`] : []),
    "申请条件与材料：",
    ...asked.map(({ zh: text }, at) => `${at + 1}. ${text}。`),
    "办理流程：",
    ...first.procedure.map(({ zh: text }, at) => `${at + 1}. ${text}`),
  ].join("\n");
  const en = [
    `Notice on credit repair\n${name} (${uscc}):`,
    "These administrative penalties against you are published:",
    ...listed.map(
      (each, at) =>
        `${at + 1}. ${each.penalty.decisionNumber}, ${each.penalty.decidedOn}, ${inShort(each.penalty.violationType)}, published until ${each.publicity.endsOn}; ${whenEn(each)}.`,
    ),
    ...(more > 0 ? [`and ${more} more, which the hub lists.`] : []),
    "What is asked for:",
    ...asked.map(({ en: text }, at) => `${at + 1}. ${text}.`),
    "How to go about it:",
    ...first.procedure.map(({ en: text }, at) => `${at + 1}. ${text}`),
  ].join("\n");
  return { zh, en, sha256: bytesToHex(sha256(utf8ToBytes(`${zh}\n${en}`))), on: found.today, by };
}

function whenZh({ canApply, from, openCase }: Repair.Eligibility): string {
  if (openCase !== null) return "修复申请正在办理";
  return canApply ? "现在即可申请修复" : from === null ? "按规定不予提前修复" : `自${from}起可申请修复`;
}

function whenEn({ canApply, from, openCase }: Repair.Eligibility): string {
  if (openCase !== null) return "an application for its repair is open";
  return canApply ? "its repair can be applied for now" : from === null ? "it cannot be repaired before" : `its repair can be applied for from ${from}`;
}
