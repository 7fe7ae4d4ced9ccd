import { legalDay } from "@hub/core/clock";
import type { Ctx } from "@hub/core/ctx";
import { Enforcement } from "@hub/core/enforcement";
import { pdfBase64 } from "./repair.ts";
import { authority, builder } from "./rows.ts";

/** Enforcement cases against the world's builder, driven to a state by what can be done. */

type Work = Enforcement.Work;

/** A day so many days from the hub's today. */
export function dayFrom({ clock }: Pick<Ctx, "clock">, days: number): string {
  return legalDay(new Date(clock.now().getTime() + days * 86_400_000));
}

export const found: Enforcement.Info["violation"] = {
  code: "constructionDust",
  type: "施工工地扬尘污染防治措施不到位",
  facts: "示例工地裸露土方未覆盖。",
  place: "示例路2号工地",
  occurredOn: "2025-12-20",
};

type Opening = Parameters<typeof Enforcement.open>[1];

export function openCase(ctx: Ctx, changes: Partial<Opening> = {}): Promise<Work> {
  return Enforcement.open(ctx, { uscc: builder.uscc, name: builder.name, division: "140581", authority, violation: found, ...changes });
}

let decisions = 0;
/** Number of a decision that no other test case has. */
export function nextNumber(): string {
  decisions += 1;
  return `示例环罚〔2026〕${decisions}号`;
}

/** A decision on a fine of 10,000 yuan, by law of the day of the act. */
export const fined = { penaltyTypes: ["fine" as const], fineFen: 1_000_000, content: "罚款人民币壹万元整", answer: "无异议。" };
export const warned = { procedure: "summary" as const, penaltyTypes: ["warning" as const], content: "警告" };

type Doing = (ctx: Ctx, of: Pick<Work, "id" | "version">) => Promise<Work>;
const named = ({ id, version }: Pick<Work, "id" | "version">) => ({ id, version });

/** Each event of the machine, done today with what it needs. */
export const doing: Readonly<Record<Enforcement.Event, Doing>> = {
  attach: (ctx, of) => Enforcement.attach(ctx, { ...named(of), name: "复查照片.pdf", content: pdfBase64 }),
  investigate: (ctx, of) => Enforcement.investigate(ctx, { ...named(of), facts: "现场检查属实。" }),
  orderRectification: (ctx, of) =>
    Enforcement.orderRectification(ctx, { ...named(of), number: "示例环责改〔2026〕1号", text: "覆盖裸露土方。", dueOn: dayFrom(ctx, 10) }),
  confirmCorrection: (ctx, of) => Enforcement.confirmCorrection(ctx, { ...named(of), correctedOn: dayFrom(ctx, 0), evidence: "复查见已覆盖。" }),
  giveNotice: (ctx, of) => Enforcement.giveNotice(ctx, { ...named(of), number: "示例环罚告〔2026〕1号" }),
  decide: (ctx, of) => Enforcement.decide(ctx, { ...named(of), number: nextNumber(), ...fined }),
  decideSummarily: (ctx, of) => Enforcement.decide(ctx, { ...named(of), number: nextNumber(), ...warned }),
  closeWithoutPenalty: (ctx, of) =>
    Enforcement.closeWithoutPenalty(ctx, {
      ...named(of),
      discretion: { ground: "noFault", facts: [{ of: "noFault", text: "不可抗力所致。" }] },
      reason: "没有主观过错，已教育。",
    }),
  serve: (ctx, of) =>
    Enforcement.serve(ctx, { ...named(of), served: { on: dayFrom(ctx, 0), noticeNumber: "示例环信修告〔2026〕1号", noticeOn: dayFrom(ctx, 0) } }),
  report: (ctx, of) => Enforcement.report(ctx, named(of)),
  fulfil: (ctx, of) => Enforcement.fulfil(ctx, { ...named(of), fulfilledOn: dayFrom(ctx, 0), proof: "已缴清罚款。" }),
  dismiss: (ctx, of) => Enforcement.dismiss(ctx, { ...named(of), reason: "不属于本机关管辖。" }),
};

const ways: Readonly<Record<Enforcement.State, readonly Enforcement.Event[]>> = {
  opened: [],
  investigated: ["investigate"],
  rectificationOrdered: ["investigate", "orderRectification"],
  corrected: ["investigate", "orderRectification", "confirmCorrection"],
  noticed: ["investigate", "giveNotice"],
  decided: ["investigate", "giveNotice", "decide"],
  noPenalty: ["investigate", "closeWithoutPenalty"],
  fulfilled: ["investigate", "giveNotice", "decide", "fulfil"],
  dismissed: ["dismiss"],
};

/** A case of today, in a state. */
export async function caseIn(ctx: Ctx, state: Enforcement.State, changes: Partial<Opening> = {}): Promise<Work> {
  let of = await openCase(ctx, { violation: { ...found, occurredOn: dayFrom(ctx, -10) }, ...changes });
  for (const event of ways[state]) of = await doing[event](ctx, of);
  return of;
}
