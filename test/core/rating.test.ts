import { Enterprise } from "@hub/core/enterprise";
import { Projection } from "@hub/core/projection";
import { Rating } from "@hub/core/rating";
import { Totals } from "@hub/core/totals";
import { describe, expect, it } from "vitest";
import { accessHub, day, handClock, onBothStores, refusalOf } from "../support/access.ts";
import { county, deduction, rating } from "../support/credit.ts";
import { asked, other } from "../support/people.ts";
import { authority, firm } from "../support/rows.ts";
import { world } from "../support/world.ts";

const prose = (text: string) => ({ en: text, zh: text });
const level = (code: string, atLeast: number | null) => ({ code, name: prose(code), colour: prose(code), atLeast });

/** A scheme whose levels go by points, as some provinces have; made up. */
const byPoints: Rating.Scheme = {
  ...{ code: "example", name: prose("example"), number: "示例〔2025〕1号", from: "2025-01-01", to: null, scope: prose("example"), startScore: 12 },
  levels: [level("green", 11), level("blue", 6), level("red", 1), level("black", null)],
  ...{ levelsArticle: "1", levelsSource: "made up", levelsConfidence: "low", objections: [], source: "made up", confidence: "low" },
};

const off = (points: number, validFrom = "2025-01-01", validTo: string | null = null): Rating.Deduction => ({
  ...{ code: "c", points, text: "示例", validFrom, validTo, penalty: null },
});

describe("what a scheme makes of deductions", () => {
  const [pilot, national] = [Rating.requireScheme("shanxi-pilot"), Rating.requireScheme("national-2013")];

  it.each([
    [[], 12, "green"],
    [[off(1)], 11, "green"],
    [[off(2)], 10, "blue"],
    [[off(4), off(3)], 5, "red"],
    [[off(11)], 1, "red"],
    [[off(12)], 0, "black"],
    [[off(20)], -8, "black"],
    [[off(5, "2025-01-01", "2025-06-29")], 12, "green"],
    [[off(5, "2025-01-01", "2025-06-30")], 7, "blue"],
    [[off(5, "2025-06-30")], 7, "blue"],
    [[off(5, "2025-07-01")], 12, "green"],
  ])("%j: %i points are %s", (deductions, score, code) => {
    const rated = Rating.ratingOf(byPoints, deductions, "2025-06-30");
    expect([rated.score, rated.level?.code, rated.active.reduce((sum, { points }) => sum + points, 0)]).toEqual([score, code, 12 - score]);
    expect(rated.rule).toEqual({
      ...{ scheme: "example", number: "示例〔2025〕1号", article: "1", source: "made up", confidence: "low" },
      says: { en: `12 points less ${12 - score} are ${score}: ${code}`, zh: `起始12分，扣${12 - score}分，得${score}分：${code}` },
    });
  });

  it("is no level where it is not known which points are which, nor where none are counted", () => {
    expect(Rating.ratingOf(pilot, [off(3)], "2025-06-30")).toMatchObject({
      ...{ score: 97, level: null, active: [off(3)] },
      rule: { says: { en: "100 points less 3 are 97; which level that is, is not known: an officer says it" }, confidence: "sourced" },
    });
    expect(Rating.ratingOf(national, [], "2025-06-30")).toMatchObject({ score: null, level: null, rule: { number: "环发〔2013〕150号", article: null } });
    expect([pilot, national, byPoints].map(Rating.hasCutOffs)).toEqual([false, false, true]);
  });

  it("is open to objections for as many days as its rule says, from the day on which it was announced", () => {
    expect(Rating.objectionOf(national, "2026-02-20")).toMatchObject({ from: "2026-02-20", until: "2026-03-07", rule: { days: 15, confidence: "medium" } });
    expect(Rating.objectionOf(national, null)).toBeNull();
    expect(Rating.objectionOf(pilot, "2026-02-20")).toBeNull();
  });
});

it("every scheme has codes of its own, and says of each part where it was read and how sure it is", async () => {
  const told = await Rating.listSchemes(world().ctx, {});
  expect(told.map(({ code, levels, startScore }) => [code, startScore, levels.map((each) => each.code).join(" ")])).toEqual([
    ["national-2013", null, "green blue yellow red"],
    ["shanxi-pilot", 100, "A B C D"],
  ]);
  for (const { source, levelsSource, objections } of told)
    expect([source, levelsSource, ...objections.map((rule) => rule.source)].filter((text) => text.length < 10)).toEqual([]);
});

const named = { uscc: firm.uscc, scheme: "shanxi-pilot", year: 2025 } as const;

describe("a rating", () => {
  it("is what was said of the firm, with the score by the scheme", async () => {
    const hub = accessHub();
    const made = await rating(hub.as(asked("officer")));
    expect(made).toEqual({
      ...{ ...named, level: "B", isStated: true, score: 97, version: 1 },
      deductions: [{ ...deduction, validTo: null }],
      reasons: ["扣分项已整改"],
      ...{ firstRatedOn: "2026-01-04", ratedOn: "2026-01-04", announcedOn: "2026-01-04", validTo: null },
      ...{ authority: county, documentNumber: "示环信评〔2026〕1号", dispute: null },
      provenance: {
        ...{ source: county, reportedOn: null, changedAt: "2090-01-05T01:00:00.000Z", revision: 1 },
        recorded: { at: "2090-01-05T01:00:00.000Z", by: asked("officer").id, change: "created", reason: "rated" },
      },
    });
    expect(await Rating.getMany(hub.ctx, { references: [named, { ...named, year: 2024 }] })).toEqual([made, null]);
    expect(hub.calls).toEqual(["get", "transact", "getMany"]);
  });

  const refusals: readonly (readonly [what: string, more: Parameters<typeof rating>[1], code: string, path: string])[] = [
    ["without a level that no rule says", { level: null }, "BAD_INPUT", "level"],
    ["with a level and no reason for it", { reasons: [] }, "BAD_INPUT", "reasons"],
    ["with a level that the scheme has not", { level: "green" }, "BAD_INPUT", "level"],
    ["by a scheme that there is not", { scheme: "none" }, "BAD_INPUT", "scheme"],
    ["with points by a scheme that counts none", { scheme: "national-2013", level: "green" }, "BAD_INPUT", "deductions"],
    ["of a day to come", { ratedOn: "2090-01-06", announcedOn: null }, "BAD_INPUT", "ratedOn"],
    ["announced on a day to come", { announcedOn: "2090-01-06" }, "BAD_INPUT", "announcedOn"],
    ["announced before it was made", { announcedOn: "2026-01-03" }, "BAD_INPUT", "announcedOn"],
    ["used no longer than until it was made", { validTo: "2026-01-03" }, "BAD_INPUT", "validTo"],
    ["of a code that is none", { uscc: "91140581MA0DEMX13P" }, "USCC_INVALID", "uscc"],
    ["by an authority whose code is none", { authority: { ...county, uscc: "11140581MB0EXAMP5A" } }, "USCC_INVALID", "authority.uscc"],
    ["by an authority above the officer's division", { authority }, "FORBIDDEN", "authority.uscc"],
    ["in the place of one that there is not", { version: 1, reason: "示例" }, "CONFLICT", "version"],
  ];

  it.each(refusals)("%s is refused, and nothing is written", async (_what, more, code, path) => {
    const hub = accessHub();
    expect(await refusalOf(rating(hub.as(asked("officer")), more))).toMatchObject({ code, details: { path } });
    expect(hub.calls.filter((call) => call !== "get")).toEqual([]);
  });

  it("of another authority is not rated anew by an officer of another division, nor without a reason", async () => {
    const hub = accessHub();
    await rating(hub.ctx);
    const beside = { name: "示例市生态环境局阳城分局", uscc: "11140522MB0EXAM19Y" };
    const there = rating(hub.as(asked("officer", { division: other })), { authority: beside, version: 1, reason: "示例" });
    expect(await refusalOf(there)).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(rating(hub.ctx, { version: 1 }))).toMatchObject({ code: "BAD_INPUT", details: { path: "reason" } });
    expect(await refusalOf(rating(hub.ctx))).toMatchObject({ code: "CONFLICT", details: { version: 1 } });
  });

  it("that is not announced yet is seen by who works on it and by the firm, and is counted nowhere", async () => {
    const hub = accessHub();
    await rating(hub.ctx, { announcedOn: null });
    await Projection.catchUp(hub.ctx, {});
    const seenBy = async (...who: Parameters<typeof asked>) => (await Enterprise.get(hub.as(asked(...who)), { uscc: firm.uscc }))?.ratings.length ?? 0;
    expect([await seenBy("officer"), await seenBy("reviewer"), await seenBy("enterprise"), await seenBy("auditor")]).toEqual([1, 1, 1, 1]);
    expect([await seenBy("public"), await seenBy("partner"), await seenBy("officer", { division: other }), await seenBy("admin")]).toEqual([0, 0, 0, 0]);
    expect((await Totals.statistics(hub.ctx, { kind: "rating" })).count).toBe(0);
  });
});

onBothStores((open) => {
  it("rated anew when a deduction is taken back, it speaks from that day on; what was before stays, and totals follow", async () => {
    const hub = accessHub(await open());
    const clock = handClock("2026-01-04T01:00:00.000Z");
    const ctx = { ...hub.ctx, clock };
    await rating(ctx);
    clock.move(30 * day);
    const between = new Date(clock.now().getTime() - 1).toISOString();
    const anew = {
      ...{ level: "A", deductions: [], reasons: ["整改验收合格"], ratedOn: "2026-02-03", announcedOn: "2026-02-03" },
      version: 1,
      reason: "信用修复",
    };
    const made = await rating(ctx, anew);
    expect(made).toMatchObject({ ...named, level: "A", score: 100, firstRatedOn: "2026-01-04", ratedOn: "2026-02-03", version: 2 });
    clock.move(1);
    const levelAt = async (at: { readonly asOf?: string; readonly knownAt?: string }) =>
      (await Enterprise.get(ctx, { uscc: firm.uscc, ...at }))?.ratings.map((each) => `${each.level} ${each.score}`) ?? [];
    expect([await levelAt({}), await levelAt({ asOf: "2026-02-02" }), await levelAt({ asOf: "2026-02-03" }), await levelAt({ knownAt: between })]).toEqual([
      ["A 100"],
      ["B 97"],
      ["A 100"],
      ["B 97"],
    ]);
    expect(await levelAt({ asOf: "2026-01-03" })).toEqual([]);
    const [newest, oldest] = await Rating.history(ctx, named);
    expect(newest).toMatchObject({ version: 2, recorded: { change: "changed", reason: "信用修复" }, valid: { from: "2026-02-03", to: null } });
    expect(newest?.changes.map(({ field }) => field)).toEqual(["level", "score", "deductions", "reasons", "ratedOn", "announcedOn"]);
    expect(oldest).toMatchObject({ version: 1, recorded: { change: "created", reason: "rated" }, valid: { from: "2026-01-04", to: "2026-02-02" } });
    expect(await Enterprise.timeline(ctx, { uscc: firm.uscc })).toEqual([newest, oldest]);
    await rating(ctx, { year: 2024 });
    await Projection.catchUp(ctx, {});
    expect(await Totals.statistics(ctx, { kind: "rating" })).toEqual({
      ...{ kind: "rating", count: 2 },
      by: {
        state: [
          { value: "A", count: 1 },
          { value: "B", count: 1 },
        ],
        division: [{ value: "140581", count: 2 }],
        list: [],
        day: [
          { value: "2026-01-04", count: 1 },
          { value: "2026-02-03", count: 1 },
        ],
      },
    });
    expect(await Projection.verify(ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 3 });
  });
});
