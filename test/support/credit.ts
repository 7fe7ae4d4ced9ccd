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

/** What names a proposal in a change of it. */
export const of = ({ id, version }: Pick<Listing.ShownProposal, "id" | "version">) => ({ id, version });
type Named = ReturnType<typeof of>;

/** What each event needs beside the proposal. */
export const steps = {
  notice: (ctx: Ctx, named: Named) => Listing.notice(ctx, { ...named, noticeNumber: "示环失信告〔2026〕1号" }),
  enter: async (ctx: Ctx, named: Named) => (await Listing.enter(ctx, { ...named, documentNumber: "示环失信〔2026〕1号", reason: "陈述申辩未予采纳" })).proposal,
  drop: (ctx: Ctx, named: Named) => Listing.drop(ctx, { ...named, reason: "事实不清" }),
} as const;

/** What is done with a proposal until it is in a state. */
const ways = { proposed: [], noticed: ["notice"], listed: ["notice", "enter"], dropped: ["drop"] } as const;

export const proposal = { uscc: firm.uscc, list: "seriousDishonesty", facts: "示例", basis: "示例法第一条", authority: county } as const;

/** A proposal that the world's firm be listed among the seriously dishonest, in a state. */
export async function proposalIn(ctx: Ctx, state: Listing.ProposalState, facts = `示例：${state}`) {
  let proposed = await Listing.propose(ctx, { ...proposal, facts });
  for (const event of ways[state]) proposed = await steps[event](ctx, of(proposed));
  return proposed;
}

export type Entry = Listing.Entered["entry"];

/** What names an entry in a change of it. */
export const ofEntry = ({ uscc, id, version }: Entry) => ({ uscc, id, version });

export const exit = (ctx: Ctx, entry: ReturnType<typeof ofEntry>) =>
  Listing.exit(ctx, { ...entry, how: "corrected", documentNumber: "示环失信撤〔2026〕1号", reason: "列入有误" });

/** A membership of the list of the seriously dishonest, in a state. */
export async function entryIn(ctx: Ctx, state: Listing.State, facts = `示例：${state}`): Promise<Entry> {
  const noticed = await proposalIn(ctx, "noticed", facts);
  const { entry } = await Listing.enter(ctx, { ...of(noticed), documentNumber: "示环失信〔2026〕1号", reason: "陈述申辩未予采纳" });
  return state === "listed" ? entry : exit(ctx, ofEntry(entry));
}
