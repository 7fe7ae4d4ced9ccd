import { Enforcement } from "@hub/core/enforcement";
import { Publicity } from "@hub/core/publicity";
import { describe, expect, it } from "vitest";
import { authority, builder } from "../../support/rows.ts";

/** The notice on a decision of these kinds. */
function noticeOn(decidedOn: string, penaltyTypes: readonly string[], number: string | null = "示例环信修告〔2026〕7号") {
  const standing = number === null ? null : { notice: { number, servedOn: decidedOn } };
  const penalty = { decisionNumber: "示例环罚〔2026〕7号", decidedOn, subject: builder, authority, standing };
  return Enforcement.repairNotice(penalty, Publicity.publicityOf({ decidedOn, penaltyTypes, standing: null }, decidedOn));
}

describe("the notice on credit repair", () => {
  it("tells the firm, in two languages, how long the decision is published, and how and where to apply with what", () => {
    const notice = noticeOn("2026-10-12", ["fine"]);
    expect(notice).toMatchObject({
      title: { en: "Notice on credit repair", zh: "信用修复告知书" },
      ...{ number: "示例环信修告〔2026〕7号", addressee: builder.name, signedBy: authority.name },
    });
    const [en, zh] = [notice.paragraphs.map((each) => each.en).join("\n"), notice.paragraphs.map((each) => each.zh).join("\n")];
    for (const text of ["示例环罚〔2026〕7号", "2026-10-12", "2027-10-12", "2027-01-12", "国家发展改革委令第36号"]) {
      expect(en).toContain(text);
      expect(zh).toContain(text);
    }
    for (const text of ["信用承诺书", "履行义务的证明材料", "信用中国", "以作出决定的单位确认为准"]) expect(zh).toContain(text);
    for (const text of ["commitment letter", "proof that", "Credit China", "to be confirmed"]) expect(en).toContain(text);
  });

  it("says that there is nothing to repair where it is not publicised", () => {
    const { paragraphs } = noticeOn("2026-10-12", ["warning"]);
    expect(paragraphs).toHaveLength(2);
    expect(paragraphs[1]?.zh).toContain("不予公示");
  });

  it("says of a decision of before only what held then, and that there is no repair where there is none", () => {
    const before = noticeOn("2026-03-31", ["fine"], null);
    expect(before.number).toBeNull();
    expect(before.paragraphs.map(({ zh }) => zh).join()).not.toContain("达到最短公示期限");
    const extreme = { grade: "extreme" as const, regime: "ndrc-2019-527", isNeeded: false, reason: "示例", by: "示例", at: "2022-01-01T00:00:00.000Z" };
    const of = { decidedOn: "2022-01-01", penaltyTypes: ["fine"], standing: { ...Publicity.untouched, classification: extreme } };
    const { paragraphs } = Enforcement.repairNotice(
      { decisionNumber: "示例", decidedOn: "2022-01-01", subject: builder, authority, standing: null },
      Publicity.publicityOf(of, "2022-01-01"),
    );
    expect(paragraphs.map(({ zh }) => zh)).toEqual([expect.any(String), expect.stringContaining("期满前不予修复。")]);
  });
});
