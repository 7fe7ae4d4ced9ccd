import { legalDay } from "../clock.ts";
import { HubError } from "../error.ts";
import type { Paper } from "../paper.ts";
import type { Info } from "./repair.ts";
import { checklist } from "./rules.ts";

/** The repair opinion (信用修复意见): what was decided, on what grounds. Throws NOT_FOUND before the decision. */
export function opinionOf({ name, uscc, authority, decisionNumber, decidedOn, violationType, submittedOn, examination, outcome, state }: Info): Paper {
  if (!outcome) throw new HubError("NOT_FOUND", "Nothing has been decided on the application yet", { path: "id" });
  const isApproved = state === "approved" || state === "revoked";
  const checks = (examination?.checks ?? []).map(({ code, isMet, remark }) => {
    const point = checklist.find((each) => each.code === code);
    const said = remark === null ? "" : ` (${remark})`;
    return { label: { en: point?.en ?? code, zh: point?.zh ?? code }, value: `${isMet ? "是 · yes" : "否 · no"}${said}` };
  });
  return {
    title: { en: "Credit repair opinion", zh: "信用修复意见书" },
    number: outcome.documentNumber,
    to: `${name}（${uscc}）`,
    rows: [
      { label: { en: "Decision", zh: "行政处罚决定书文号" }, value: decisionNumber },
      { label: { en: "Decided on", zh: "处罚决定日期" }, value: decidedOn },
      { label: { en: "Violation", zh: "违法行为类型" }, value: violationType },
      { label: { en: "Applied on", zh: "申请日期" }, value: submittedOn ?? "—" },
      ...checks,
      { label: { en: "Reason", zh: "理由" }, value: outcome.reason },
    ],
    paragraphs: [
      isApproved
        ? {
            en: "The repair is approved: the record is published, shared and used no more, and what followed from it is lifted.",
            zh: "同意信用修复：自本意见作出之日起终止公示该行政处罚信息，停止共享和使用，解除相应失信惩戒措施。",
          }
        : { en: "The application for credit repair is rejected for the reason above.", zh: "因上述理由，不予信用修复。" },
      ...(state === "revoked" ? [{ en: "This opinion was revoked later, since something stated for it was false.", zh: "本意见其后因虚假陈述被撤销。" }] : []),
    ],
    by: authority.name,
    on: outcome.on,
  };
}

/** The commitment letter as it was accepted. Throws NOT_FOUND before. */
export function commitmentPaperOf({ name, uscc, authority, commitment }: Info): Paper {
  if (!commitment) throw new HubError("NOT_FOUND", "No commitment has been made yet", { path: "id" });
  const zh = commitment.zh.split("\n").slice(1);
  const en = commitment.en.split("\n").slice(1);
  return {
    title: { en: "Credit commitment letter", zh: "信用承诺书" },
    number: null,
    to: authority.name,
    rows: [
      { label: { en: "Accepted by", zh: "电子签署人" }, value: commitment.by },
      { label: { en: "At", zh: "签署时间" }, value: commitment.at },
      { label: { en: "Version", zh: "文本版本" }, value: commitment.version },
      { label: { en: "SHA-256", zh: "摘要" }, value: commitment.sha256 },
    ],
    paragraphs: zh.map((text, at) => ({ zh: text, en: en[at] ?? "" })),
    by: `${name}（${uscc}）`,
    on: legalDay(new Date(commitment.at)),
  };
}
