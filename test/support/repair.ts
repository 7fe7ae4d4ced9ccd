import type { Actor, Ctx } from "@hub/core/ctx";
import type { ItemStore } from "@hub/core/ports";
import { Repair } from "@hub/core/repair";
import { actorOf, type HandClock, handClock } from "./access.ts";
import { authority, builder, type Cells, penaltyCells } from "./rows.ts";
import { type World, world } from "./world.ts";

/** People around the repair of a builder's penalty: itself, and the officers of its county's branch. */
export const owner = actorOf("enterprise", { id: "psn_owner", enterprises: { [builder.uscc]: "all" } });
export const officer = actorOf("officer", { id: "psn_officer", divisions: ["140581"] });
export const secondOfficer = actorOf("officer", { id: "psn_second", divisions: ["140581"] });
export const reviewer = actorOf("reviewer", { id: "psn_reviewer", divisions: ["140581"] });
export const stranger = actorOf("enterprise", { id: "psn_stranger", enterprises: { "91140581MA0DEMX13N": "all" } });
export const elsewhere = actorOf("officer", { id: "psn_elsewhere", divisions: ["140100"] });

/** The smallest PDF that is one by its first bytes. */
export const pdfBase64 = Buffer.from("%PDF-1.4\n% 示例\n%%EOF\n").toString("base64");
export const otherPdfBase64 = Buffer.from("%PDF-1.4\n% 示例二\n%%EOF\n").toString("base64");

export interface RepairHub {
  readonly hub: World;
  readonly clock: HandClock;
  readonly as: (actor: Actor, more?: Partial<Ctx>) => Ctx;
}

export const reference = { uscc: builder.uscc, authority: authority.uscc, decisionNumber: penaltyCells["CF_WSH"] ?? "" };

/** A hub that knows a builder with one penalty of 2025-10-15, unless told otherwise; it is 2026-02-02, when its repair may be applied for. */
export async function repairHub({
  store,
  at = "2026-02-02T01:00:00.000Z",
  cells = {},
}: {
  readonly store?: ItemStore;
  readonly at?: string;
  readonly cells?: Cells;
} = {}): Promise<RepairHub> {
  const clock = handClock(at);
  const hub = world({ clock, ...(store && { store }) });
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name, FORMER_NAMES: "" }]);
  await hub.take("penalty", [{ CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/20", CF_GSJZQ: "2028/10/15", ...cells }]);
  return { hub, clock, as: (actor, more) => ({ ...hub.ctx, actor, ...more }) };
}

export const goodChecks = Repair.checks.map((code) => ({ code, isMet: true, remark: null }));

/** Every step of an application up to one that is named, each by who does it. */
export async function broughtTo(state: "draft" | "submitted" | "accepted" | "underReview" | "examined" | "approved", { as }: RepairHub): Promise<Repair.Shown> {
  let now = await Repair.start(as(owner), reference);
  const next = () => ({ id: now.id, version: now.version });
  if (state === "draft") return now;
  now = await Repair.attach(as(owner), { ...next(), kind: "proofOfFulfilment", name: "缴款凭证.pdf", content: pdfBase64 });
  now = await Repair.commit(as(owner), { ...next(), sha256: Repair.letter(as(owner), now).sha256 });
  now = await Repair.submit(as(owner), next());
  if (state === "submitted") return now;
  now = await Repair.accept(as(officer), next());
  if (state === "accepted") return now;
  now = await Repair.startReview(as(officer), next());
  if (state === "underReview") return now;
  now = await Repair.examine(as(officer), { ...next(), checks: goodChecks, recommendation: "approve", opinion: "材料齐全，整改到位。" });
  if (state === "examined") return now;
  return Repair.approve(as(reviewer), { ...next(), documentNumber: "高环信修〔2026〕1号", reason: "符合信用修复条件。" });
}
