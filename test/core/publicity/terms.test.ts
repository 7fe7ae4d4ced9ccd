import { Calendar } from "@hub/core/calendar";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const classification = (grade: Publicity.Grade, regime: string, isNeeded = false): Publicity.Standing => ({
  ...Publicity.untouched,
  classification: { grade, regime, isNeeded, reason: "示例", by: "the-officer", at: "2026-01-05T01:00:00.000Z" },
});

const told = (decidedOn: string, penaltyTypes: readonly string[], on = decidedOn, standing: Publicity.Standing | null = null) => {
  const { grade, repairableFrom, endsOn, state, regime } = Publicity.publicityOf({ decidedOn, penaltyTypes, standing }, on);
  return [regime.id, grade, repairableFrom, endsOn, state];
};

describe("the worked examples of the credit-law sheet (3.8)", () => {
  it.each([
    ["2026-05-31", "fine", "ndrc-order-36", "general", "2026-08-31", "2027-05-31", "published"],
    ["2026-11-30", "confiscationOfGains", "ndrc-order-36", "general", "2027-02-28", "2027-11-30", "published"],
    ["2026-08-20", "revocationOfLicence", "ndrc-order-36", "serious", "2027-08-20", "2029-08-20", "published"],
    ["2026-09-01", "warning", "ndrc-order-36", "minor", "2026-09-01", null, "notPublicised"],
    ["2025-10-15", "fine", "ndrc-order-58", "standard", "2026-01-15", "2028-10-15", "published"],
    ["2024-02-29", "fine", "ndrc-order-58", "standard", "2024-05-29", "2027-02-28", "published"],
    ["2022-03-10", "fine", "ndrc-2019-527", "general", "2022-06-10", "2023-03-10", "published"],
  ])("decided on %s: %s", (decidedOn, type, ...expected) => {
    expect(told(decidedOn, [type])).toEqual(expected);
  });

  it("a minor one whose publicity was found needed is published for three months", () => {
    expect(told("2026-09-01", ["warning"], "2026-09-01", classification("minor", "ndrc-order-36", true))).toEqual([
      ...["ndrc-order-36", "minor", "2026-09-01", "2026-12-01", "published"],
    ]);
  });

  it("a decision of Friday 2026-11-13 is reported by Tuesday 2026-11-24", () => {
    expect(Publicity.reportDueOn("2026-11-13")).toMatchObject({ due: "2026-11-24", provisional: false });
  });
});

/** Months added by hand, in another way than the rules do: the n-th month after, no day beyond its end. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const at = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate())));
  return at.toISOString().slice(0, 10);
}

describe("every grade of every regime", () => {
  const days = ["2019-07-01", "2020-02-29", "2021-01-31", "2022-12-31", "2023-04-30", "2023-05-01", "2024-02-29", "2024-08-31", "2025-06-22"].concat(
    // Changes of regime, month ends, a make-up workday (a Saturday), a holiday, a day before a short February.
    ["2026-03-31", "2026-04-01", "2026-05-31", "2026-10-10", "2026-10-01", "2027-11-30", "2027-02-28"],
  );
  const cases = Publicity.regimes.flatMap((regime) => regime.grades.flatMap((rule) => days.map((day) => [regime, rule, day] as const)));

  it("are in the table, from days of every kind", () => {
    expect(cases.length).toBe((3 + 3 + 3 + 3) * days.length);
  });

  it.each(cases.map(([regime, rule, day]) => [`${regime.id} ${rule.grade} ${day}`, regime, rule, day] as const))("%s", (_name, regime, rule, day) => {
    const isNeeded = rule.publicised === "ifNeeded";
    const own = Publicity.regimeFor(day);
    const standing = classification(rule.grade, regime.id, isNeeded);
    const terms = Publicity.termsOf({ decidedOn: day, penaltyTypes: ["fine"], standing }, regime);
    const ends = rule.publicised === "no" ? null : monthsLater(day, rule.longestMonths);
    expect([terms.grade, terms.isPublicised, terms.startsOn, terms.repairableFrom, terms.endsOn]).toEqual([
      ...[rule.grade, rule.publicised !== "no", day, rule.shortestMonths === null ? null : monthsLater(day, rule.shortestMonths), ends],
    ]);
    expect(terms.rules.at(-1)).toMatchObject({ regime: regime.id, source: rule.source, confidence: rule.confidence });
    if (ends === null || regime.binds === null || regime.from < own.from) return;
    const state = (on: string) => Publicity.publicityOf({ decidedOn: day, penaltyTypes: ["fine"], standing }, on).state;
    const next = Calendar.fromEpochDay(Calendar.toEpochDay(ends) + 1);
    expect([state(day), state(ends), state(next)]).toEqual(["published", "published", "termOver"]);
  });
});

describe("the regimes as data", () => {
  it("bind every day of a decision, one at a time", () => {
    fc.assert(
      fc.property(fc.integer({ min: Calendar.toEpochDay("2000-01-01"), max: Calendar.toEpochDay("2099-12-31") }), (epochDay) => {
        const day = Calendar.fromEpochDay(epochDay);
        const binding = Publicity.regimes.filter(({ binds }) => binds && (binds.from ?? "") <= day && day <= (binds.to ?? "9999"));
        expect(binding).toEqual([Publicity.regimeFor(day)]);
      }),
    );
  });

  it("name kinds of penalty that there are, and grades that they have", () => {
    for (const { classes, grades } of Publicity.regimes)
      for (const { types, grade } of classes) {
        expect(types.filter((type) => type !== "*" && !Penalty.types.includes(type as Penalty.Type))).toEqual([]);
        expect(grades.map((each) => each.grade)).toContain(grade);
      }
  });

  it("say of each figure where it comes from and how sure it is", () => {
    for (const { grades, classes } of Publicity.regimes) for (const { source } of [...grades, ...classes]) expect(source.length).toBeGreaterThan(5);
  });
});

describe("publicity", () => {
  const types = fc.array(fc.constantFrom(...Penalty.types), { minLength: 1, maxLength: 5 });
  const day = fc.integer({ min: Calendar.toEpochDay("2017-01-01"), max: Calendar.toEpochDay("2030-12-31") }).map(Calendar.fromEpochDay);

  it("of several kinds of penalty goes by the one with the longest term", () => {
    fc.assert(
      fc.property(day, types, (decidedOn, penaltyTypes) => {
        const of = (own: readonly string[]) => Publicity.termsOf({ decidedOn, penaltyTypes: own, standing: null });
        const each = penaltyTypes.map((type) => of([type]).endsOn ?? "");
        expect(of(penaltyTypes).endsOn ?? "").toBe(each.sort().at(-1));
        expect(of(penaltyTypes.toReversed())).toEqual(of(penaltyTypes));
      }),
    );
  });

  it("changes on the day that it names, and on no day before", () => {
    fc.assert(
      fc.property(day, types, fc.integer({ min: -40, max: 1_200 }), (decidedOn, penaltyTypes, later) => {
        const on = Calendar.fromEpochDay(Calendar.toEpochDay(decidedOn) + later);
        const at = (day: string) => Publicity.publicityOf({ decidedOn, penaltyTypes, standing: null }, day);
        const { nextChange, state, repairableFrom } = at(on);
        const stillOn = Calendar.fromEpochDay(Calendar.toEpochDay(nextChange?.on ?? "2099-12-31") - 1);
        expect(at(stillOn).state).toBe(state);
        if (nextChange === null) return;
        if (nextChange.to === "repairable") expect(nextChange.on).toBe(repairableFrom);
        else expect(at(nextChange.on).state).toBe(nextChange.to);
      }),
    );
  });

  it("says what a later regime would come to, and goes by it where an officer chose that", () => {
    const of = { decidedOn: "2025-10-15", penaltyTypes: ["fine"], standing: null };
    expect(Publicity.publicityOf(of, "2026-03-31").alternatives).toEqual([]);
    expect(Publicity.publicityOf(of, "2026-04-01").alternatives).toMatchObject([{ grade: "general", repairableFrom: "2026-01-15", endsOn: "2026-10-15" }]);
    const chosen = { ...of, standing: classification("general", "ndrc-order-36") };
    expect(Publicity.publicityOf(chosen, "2026-10-15")).toMatchObject({ state: "published", endsOn: "2026-10-15", isConfirmed: true, alternatives: [] });
    expect(Publicity.publicityOf(chosen, "2026-10-16").state).toBe("termOver");
  });

  it("ended by a repair or a withdrawal stays ended, whatever the terms say", () => {
    const ended = (how: "repaired" | "withdrawn") => ({ ...Publicity.untouched, ended: { how, on: "2026-06-01", case: "示例" } });
    for (const how of ["repaired", "withdrawn"] as const)
      expect(["2026-05-31", "2026-06-01", "2029-01-01"].map((on) => told("2026-04-10", ["fine"], on, ended(how)).at(-1))).toEqual(["published", how, how]);
  });
});
