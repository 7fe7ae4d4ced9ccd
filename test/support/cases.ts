import type { Ctx } from "@hub/core/ctx";
import { Objection } from "@hub/core/objection";
import { Outreach } from "@hub/core/outreach";
import { Penalty } from "@hub/core/penalty";
import { Repair } from "@hub/core/repair";
import { goodChecks, pdfBase64 } from "./repair.ts";
import { authority, type Cells, firm } from "./rows.ts";

/** Cases of a firm in every state that something is done in, for tables of who may do it. */

/** A case as a change names it. */
export interface Named {
  readonly id: string;
  readonly version: number;
}

export interface Cases {
  readonly draft: Named & { readonly letter: string };
  readonly attached: Named & { readonly sha256: string };
  readonly complete: Named;
  readonly submitted: Named;
  readonly accepted: Named;
  readonly underReview: Named;
  readonly examined: Named;
  readonly announced: Named;
  readonly approved: Named;
  readonly objection: Named;
  readonly checking: Named;
  readonly gathering: Named;
  readonly ready: Named;
}

const states = [
  "draft",
  "attached",
  "complete",
  "submitted",
  "accepted",
  "underReview",
  "examined",
  "announced",
  "approved",
  "objection",
  "checking",
  "masked",
] as const;

/** A penalty of the firm for each of them. */
export const caseCells: readonly Cells[] = states.map((state) => ({ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name, CF_WSH: numberOf(state) }));

/** Number of the penalty that is masked while the firm is restructured. */
export const maskedNumber = numberOf("masked");

function numberOf(state: (typeof states)[number]): string {
  return `高环罚〔2025〕${101 + states.indexOf(state)}号`;
}

const decision = { documentNumber: "高环信修〔2026〕1号", reason: "示例" };

export async function seedCases(ctx: Ctx): Promise<Cases> {
  const next = ({ id, version }: Named): Named => ({ id, version });
  const begin = (state: (typeof states)[number]) => Repair.start(ctx, { uscc: firm.uscc, authority: authority.uscc, decisionNumber: numberOf(state) });
  const attach = async (of: Named) => Repair.attach(ctx, { ...next(of), kind: "proofOfFulfilment", name: "缴款凭证.pdf", content: pdfBase64 });
  const commit = (of: Repair.Shown) => Repair.commit(ctx, { ...next(of), sha256: Repair.letter(ctx, of).sha256 });
  const examine = (of: Named) => Repair.examine(ctx, { ...next(of), checks: goodChecks, recommendation: "approve", opinion: "示例" });
  const complete = async (state: (typeof states)[number]) => commit(await attach(await begin(state)));
  const submitted = async (state: (typeof states)[number]) => Repair.submit(ctx, next(await complete(state)));
  const accepted = async (state: (typeof states)[number]) => Repair.accept(ctx, next(await submitted(state)));
  const underReview = async (state: (typeof states)[number]) => Repair.startReview(ctx, next(await accepted(state)));
  const examined = async (state: (typeof states)[number]) => examine(await underReview(state));
  const masking = { court: "示例市中级人民法院", rulingNumber: "（2025）示0000破1号", ruledOn: "2025-06-30" };
  await Penalty.mask(ctx, { uscc: firm.uscc, authority: authority.uscc, decisionNumber: maskedNumber, ...masking });
  const draft = await begin("draft");
  const attached = await attach(await begin("attached"));
  const raise = (state: "objection" | "checking") =>
    Objection.raise(ctx, { uscc: firm.uscc, kind: "penalty", authority: authority.uscc, number: numberOf(state), grounds: "示例" });
  const campaign = (title: string) => Outreach.open(ctx, { title, division: "140581", since: "2025-04-01" });
  const ready = await campaign("示例二");
  let now: Outreach.ShownCampaign;
  do now = await Outreach.advance(ctx, { id: ready.id });
  while (now.phase !== "ready");
  return {
    draft: { ...next(draft), letter: Repair.letter(ctx, draft).sha256 },
    attached: { ...next(attached), sha256: attached.files[0]?.sha256 ?? "" },
    complete: next(await complete("complete")),
    submitted: next(await submitted("submitted")),
    accepted: next(await accepted("accepted")),
    underReview: next(await underReview("underReview")),
    examined: next(await examined("examined")),
    announced: next(await Repair.announceRejection(ctx, { ...next(await examined("announced")), reason: "示例" })),
    approved: next(await Repair.approve(ctx, { ...next(await examined("approved")), ...decision })),
    objection: next(await raise("objection")),
    checking: next(await Objection.check(ctx, next(await raise("checking")))),
    gathering: next(await campaign("示例一")),
    ready: next(now),
  };
}
