import { anyone } from "@hub/core/ctx";
import { Law } from "@hub/core/law";
import { describe, expect, it } from "vitest";
import { world } from "../support/world.ts";

const [before, since] = ["2026-08-14", "2026-08-15"];

describe("what punishes a violation", () => {
  it.each(Law.violations)("%s: at most one provision a day, and one since the Code", (violation) => {
    const own = Law.provisions.filter((each) => each.violation === violation);
    for (const day of ["2019-01-01", before, since, "2030-01-01"]) expect(own.filter((each) => Law.isInForce(each, day)).length).toBeLessThan(2);
    expect(Law.provisionOn(violation, since)).toMatchObject({ lawCode: "EEC", validFrom: since, validTo: null });
    for (const { fines } of own) for (const { leastFen, mostFen } of fines) expect(leastFen).toBeLessThan(mostFen);
  });

  it("is cited as decisions do", () => {
    const cited = (violation: Law.Violation, day: string) => {
      const found = Law.provisionOn(violation, day);
      return found && Law.cited(found);
    };
    expect(cited("constructionDust", before)).toBe("《中华人民共和国大气污染防治法》第一百一十五条");
    expect(cited("constructionDust", since)).toBe("《中华人民共和国生态环境法典》第一千一百二十八条");
    expect(cited("approvalMeasuresMissing", since)).toBe("《中华人民共和国生态环境法典》第一千零九十九条");
    expect(cited("noPermit", before)).toBe("《排污许可管理条例》第三十三条");
    expect(Law.cited({ title: "示例", article: "10" })).toBe("《示例》第十条");
    expect(Law.cited({ title: "示例", article: "1100" })).toBe("《示例》第一千一百条");
    expect(Law.cited({ title: "示例", article: "2001" })).toBe("《示例》第二千零一条");
  });

  it("is not known of a time of which the table does not say", () => {
    expect(Law.provisionOn("overStandard", before)).toBeNull();
    expect(Law.provisionOn("noPermit", "2021-02-28")).toBeNull();
  });
});

describe("two versions of the law", () => {
  const compared = (violation: Law.Violation) => Law.compare(Law.provisionOn(violation, before), Law.provisionOn(violation, since));

  it("are compared by their fines, a case that one sets apart with what the other sets as a rule", () => {
    expect(compared("overPermittedLimits")).toMatchObject({
      differs: true,
      lighter: "ofDecision",
      lines: [
        { line: "ordinary", ofAct: { leastFen: 20_000_000 }, ofDecision: { leastFen: 10_000_000 }, lighter: "ofDecision" },
        { line: "noise", ofAct: { line: "ordinary" }, ofDecision: { mostFen: 20_000_000 }, lighter: "ofDecision" },
      ],
    });
    expect(compared("constructionDust")).toMatchObject({ differs: true, lighter: "same" });
  });

  it("are left to an officer where the cases differ, or one sets no sums", () => {
    expect(compared("noPermit")).toMatchObject({ lighter: null, lines: [{ lighter: "same" }, { lighter: "ofDecision" }] });
    expect(compared("unapprovedStart")).toMatchObject({ differs: true, lighter: null });
    expect(compared("dailyFine")).toEqual({ differs: true, lighter: null, lines: [] });
    expect(compared("overStandard")).toMatchObject({ differs: true, lighter: null });
  });

  it("may also be lighter before, or neither", () => {
    const of = (lawCode: string, leastFen: number, mostFen: number): Law.Provision => ({
      ...{ violation: "noPermit", lawCode, title: "示例", article: "1", what: { en: "", zh: "" }, validFrom: null, validTo: null },
      ...{ fines: [{ line: "ordinary", name: { en: "", zh: "" }, leastFen, mostFen }], says: null, source: "示例", confidence: "low" },
    });
    expect(Law.compare(of("A", 1, 5), of("B", 2, 5)).lighter).toBe("ofAct");
    expect(Law.compare(of("A", 1, 5), of("B", 2, 4)).lighter).toBeNull();
    expect(Law.compare(of("A", 1, 5), of("A", 2, 4))).toEqual({ differs: false, lighter: "same", lines: [] });
  });
});

it("is public, with the names of the documents of environmental impact assessment", async () => {
  const ctx = { ...world().ctx, actor: anyone };
  expect((await Law.list(ctx, { violation: "noPermit", on: since })).map(({ article }) => article)).toEqual(["1102"]);
  expect(await Law.list(ctx, {})).toEqual(Law.provisions);
  const names = async (on: string) => (await Law.eiaNames(ctx, { on })).map(({ name }) => name);
  expect(await names(before)).toEqual(["环境影响报告书", "环境影响报告表", "环境影响登记表"]);
  expect(await names(since)).toEqual(["生态环境影响报告书", "生态环境影响报告表", "生态环境影响登记表"]);
});
