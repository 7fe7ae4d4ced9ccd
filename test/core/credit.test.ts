import { Credit } from "@hub/core/credit";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { describe, expect, it } from "vitest";

const [example] = Penalty.entityOf.examples;
const penalty = (changes: Partial<Penalty.Info> = {}): Penalty.Info => ({ ...Penalty.shape.parse(example), decidedOn: "2026-05-31", ...changes });
const none: Credit.Facts = { penalties: [], repaired: 0, isRegisterDisputed: false, rating: null, lists: [] };
const rated = (level: string) => ({ level }) as Credit.Facts["rating"];

/** Codes of the rules that were met on a day, and what follows for each use. */
const told = (facts: Partial<Credit.Facts>, on = "2026-11-25") => {
  const { uses } = Credit.statusOf({ ...none, ...facts }, on);
  return { codes: uses.flatMap(({ findings }) => findings.map(({ rule }) => rule.code)), effects: uses.map(({ effect }) => effect) };
};

describe("what follows from published records", () => {
  it("is nothing where there are none, whatever was repaired", () => {
    expect(told({ repaired: 3 })).toEqual({ codes: [], effects: ["none", "none", "none"] });
  });

  const serious = { penaltyTypes: ["revocationOfLicence" as const] };
  it.each([
    ["bidding.published-penalty", { penalties: [penalty()] }, "2027-05-31", "2027-06-01"],
    ["finance.published-penalty", { penalties: [penalty()] }, "2027-05-31", "2027-06-01"],
    // Published for three years, and a major violation for as long.
    ["procurement.serious-penalty", { penalties: [penalty(serious)] }, "2029-05-31", "2029-06-01"],
    ["procurement.large-fine", { penalties: [penalty({ fineFen: 200_000_000 })] }, "2027-05-31", "2027-06-01"],
  ])("%s: to the last day of its publicity, and not on the day after", (code, facts, last, after) => {
    expect(told(facts, last).codes).toContain(code);
    expect(told(facts, after).codes).not.toContain(code);
  });

  it.each([
    ["procurement.large-fine", { penalties: [penalty({ fineFen: 199_999_999 })] }],
    ["procurement.serious-penalty", { penalties: [penalty()] }],
    ["procurement.serious-list", { lists: ["falseStatement"] }],
    ["bidding.serious-list", { lists: ["falseStatement"] }],
    ["finance.serious-list", { lists: ["falseStatement"] }],
    ["finance.low-rating", { rating: rated("blue") }],
    ["finance.low-rating", { rating: rated("green") }],
    ["bidding.published-penalty", { penalties: [penalty({ penaltyTypes: ["warning"] })] }],
    [
      "bidding.published-penalty",
      { penalties: [penalty({ standing: { ...Publicity.untouched, ended: { how: "repaired", on: "2026-09-01", case: "示例" } } })] },
    ],
  ])("%s is silent at its boundary", (code, facts) => {
    expect(told(facts).codes).not.toContain(code);
  });

  it.each([
    ["procurement.serious-list", { lists: ["seriousDishonesty"] }, ["restricts", "restricts", "restricts"]],
    ["bidding.serious-list", { lists: ["seriousDishonesty"] }, ["restricts", "restricts", "restricts"]],
    ["finance.serious-list", { lists: ["seriousDishonesty"] }, ["restricts", "restricts", "restricts"]],
    ["finance.low-rating", { rating: rated("yellow") }, ["none", "none", "mayRestrict"]],
    ["finance.low-rating", { rating: rated("red") }, ["none", "none", "mayRestrict"]],
    ["finance.low-rating", { rating: rated("black") }, ["none", "none", "mayRestrict"]],
    ["procurement.large-fine", { penalties: [penalty({ fineFen: 200_000_000 })] }, ["mayRestrict", "restricts", "mayRestrict"]],
  ])("%s fires, and the strictest rule decides", (code, facts, effects) => {
    expect(told(facts)).toEqual({ codes: expect.arrayContaining([code]), effects });
  });

  it("has a case above for every rule of the data", () => {
    const tried = new Set([
      ...["bidding.published-penalty", "finance.published-penalty", "procurement.serious-penalty", "procurement.large-fine"],
      ...["procurement.serious-list", "bidding.serious-list", "finance.serious-list", "finance.low-rating"],
    ]);
    expect(Credit.useRules.map(({ code }) => code).filter((code) => !tried.has(code))).toEqual([]);
  });

  it("counts disputes and names the next day on which something changes by itself", () => {
    const disputed = penalty({ dispute: { objection: "obj_1", since: "2026-06-01" } });
    expect(Credit.statusOf({ ...none, penalties: [disputed, penalty()], isRegisterDisputed: true }, "2026-06-02")).toMatchObject({
      disputed: 2,
      nextChangeOn: "2026-08-31",
    });
  });
});
