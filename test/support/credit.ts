import type { Ctx } from "@hub/core/ctx";
import { Listing } from "@hub/core/listing";
import { Rating } from "@hub/core/rating";
import { authority, firm } from "./rows.ts";

/** An authority of Gaoping, whose officers are of the division of the world's firms. */
export const county = { name: "示例市生态环境局高平分局", uscc: "11140581MB0EXAMP5P" } as const;

/** A deduction for a penalty of the world's firm. */
export const deduction = {
  code: "示例-1",
  points: 3,
  text: "施工扬尘防治措施不到位",
  validFrom: "2025-04-10",
  penalty: { authority: authority.uscc, number: "高环罚〔2025〕17号" },
} as const;

/** A rating of the world's firm by the pilot of Shanxi, whose levels an officer says; announced. */
export function rating(ctx: Ctx, more: Partial<Parameters<typeof Rating.rate>[1]> = {}) {
  const input = { uscc: firm.uscc, scheme: "shanxi-pilot", year: 2025, level: "B", deductions: [deduction], reasons: ["扣分项已整改"] };
  return Rating.rate(ctx, { ...input, ratedOn: "2026-01-04", announcedOn: "2026-01-04", authority: county, documentNumber: "示环信评〔2026〕1号", ...more });
}

/** What names an entry in a change of it. */
export const of = ({ uscc, list, id, version }: Awaited<ReturnType<typeof Listing.propose>>) => ({ uscc, list, id, version });

/** What each event needs beside the entry. */
export const steps = {
  notice: (ctx: Ctx, entry: ReturnType<typeof of>) => Listing.notice(ctx, { ...entry, noticeNumber: "示环失信告〔2026〕1号" }),
  enter: (ctx: Ctx, entry: ReturnType<typeof of>) => Listing.enter(ctx, { ...entry, documentNumber: "示环失信〔2026〕1号", reason: "陈述申辩未予采纳" }),
  exit: (ctx: Ctx, entry: ReturnType<typeof of>) =>
    Listing.exit(ctx, { ...entry, how: "corrected", documentNumber: "示环失信撤〔2026〕1号", reason: "列入有误" }),
  drop: (ctx: Ctx, entry: ReturnType<typeof of>) => Listing.drop(ctx, { ...entry, reason: "事实不清" }),
} as const;

/** What is done with a proposal until an entry is in a state. */
const ways = { proposed: [], noticed: ["notice"], listed: ["notice", "enter"], exited: ["notice", "enter", "exit"], dropped: ["drop"] } as const;

/** A membership of the list of the seriously dishonest, in a state. */
export async function entryIn(ctx: Ctx, state: Listing.State, facts = `示例：${state}`) {
  let entry = await Listing.propose(ctx, { uscc: firm.uscc, list: "seriousDishonesty", facts, basis: "示例法第一条", authority: county });
  for (const event of ways[state]) entry = await steps[event](ctx, of(entry));
  return entry;
}
