import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Listing } from "../listing/index.ts";
import { Repair } from "../repair/index.ts";
import { eligibilities, type Found } from "./assess.ts";
import type { Notice } from "./target.ts";

/** Records that a notice lists, and letters of what each was for: notices of a whole batch of firms then fit one transaction. */
const mostListed = 50;
const mostLetters = 100;

function inShort(text: string): string {
  const letters = Array.from(text);
  return letters.length <= mostLetters ? text : `${letters.slice(0, mostLetters - 1).join("")}…`;
}

interface Line {
  readonly zh: string;
  readonly en: string;
}

/** The notice to one firm: each published record, from when its repair can be applied for, what is asked for and how to go about it. Null where nothing of it is published. */
export function noticeOf(found: Found, uscc: string, by: string): Notice | null {
  const open = eligibilities(found).filter(({ publicity }) => publicity.isPublished);
  const lines = [...open.map(penaltyLine), ...found.entries.flatMap((entry) => entryLine(entry, found.today))];
  if (lines.length === 0) return null;
  const name = open[0]?.penalty.subject.name ?? found.name;
  const asked = Repair.requirements.filter(({ blocks }) => !blocks);
  const more = Math.max(0, lines.length - mostListed);
  const listed = lines.slice(0, mostListed);
  const zh = [
    `信用修复告知书\n${name}（${uscc}）：`,
    "你单位下列信息正在公示：",
    ...numbered(listed.map((line) => line.zh)),
    ...(more > 0 ? [`另有${more}项，详见本中枢。`] : []),
    "申请条件与材料：",
    ...numbered(asked.map((each) => `${each.zh}。`)),
    "办理流程：",
    ...numbered(Repair.procedure.map((each) => each.zh)),
  ].join("\n");
  const en = [
    `Notice on credit repair\n${name} (${uscc}):`,
    "This is published of you:",
    ...numbered(listed.map((line) => line.en)),
    ...(more > 0 ? [`and ${more} more, which the hub lists.`] : []),
    "What is asked for:",
    ...numbered(asked.map((each) => `${each.en}.`)),
    "How to go about it:",
    ...numbered(Repair.procedure.map((each) => each.en)),
  ].join("\n");
  return { zh, en, sha256: bytesToHex(sha256(utf8ToBytes(`${zh}\n${en}`))), on: found.today, by };
}

function numbered(lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => `${at + 1}. ${line}`);
}

function penaltyLine({ penalty, publicity, canApply, from, openCase }: Repair.Eligibility): Line {
  const { decisionNumber, decidedOn, violationType } = penalty;
  const open = openCase === null ? null : { zh: "修复申请正在办理", en: "an application for its repair is open" };
  const when = open ?? (canApply ? now : from === null ? { zh: "按规定不予提前修复", en: "it cannot be repaired before" } : later(from));
  const what = inShort(violationType);
  return {
    zh: `${decisionNumber}，${decidedOn}，${what}，公示至${publicity.endsOn}；${when.zh}。`,
    en: `${decisionNumber}, ${decidedOn}, ${what}, published until ${publicity.endsOn}; ${when.en}.`,
  };
}

/** The line of an entry in a list; none where it is published no more. */
function entryLine(entry: Listing.Info, today: string): readonly Line[] {
  const { isPublished, repairableFrom } = Listing.publicityOf(entry, today);
  if (!isPublished) return [];
  const { name } = Listing.requireList(entry.list);
  const unknown = { zh: "移出条件以列入决定为准", en: "how it is exited stands in the decision" };
  const when = repairableFrom === null ? unknown : repairableFrom <= today ? now : later(repairableFrom);
  return [{ zh: `${name.zh}，${entry.listedOn}列入；${when.zh}。`, en: `${name.en}, since ${entry.listedOn}; ${when.en}.` }];
}

const now: Line = { zh: "现在即可申请修复", en: "its repair can be applied for now" };

function later(from: string): Line {
  return { zh: `自${from}起可申请修复`, en: `its repair can be applied for from ${from}` };
}
