import { fixedClock } from "@hub/core/clock";
import { anyone, type Ctx } from "@hub/core/ctx";
import { Division } from "@hub/core/division";
import { Identity } from "@hub/core/identity";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import vectors from "./vectors/uscc.json" with { type: "json" };

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const real = vectors.valid.map(({ uscc }) => uscc);
const codesOf = (text: string) => Identity.checkUscc(text).faults.map(({ code }) => code);
const withAt = (text: string, at: number, character: string) => `${text.slice(0, at)}${character}${text.slice(at + 1)}`;
const exchanged = (text: string, at: number) => `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;

const digits = (length: number) => fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length, maxLength: length });
const body = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 8 });
const registrations = Identity.authorities.flatMap(({ code, categories }) => categories.map((category) => code + category.code));
const sound = fc
  .tuple(fc.constantFrom(...registrations), digits(6), body)
  .map(([registration, division, first8]) => Identity.completeUscc(`${registration}${division}${Identity.completeOrganisationCode(first8)}`));
const anySound = fc.oneof(sound, fc.constantFrom(...real));

describe("a unified code", () => {
  it.each(real)("accepts the real code %s", (uscc) => {
    expect(Identity.checkUscc(uscc)).toEqual({
      given: uscc,
      normalised: uscc,
      ok: true,
      isPlaceholder: false,
      faults: [],
      suggestion: null,
      parts: { authority: uscc[0], category: uscc[1], division: uscc.slice(2, 8), organisationCode: uscc.slice(8, 17), check: uscc[17] },
      notes: [],
    });
    expect(Identity.checkOrganisationCode(Identity.organisationCodeOf(uscc)).ok).toBe(true);
  });

  it("names the fault of each faulty vector", () => {
    const said = Object.fromEntries(vectors.invalid.map(({ uscc }) => [uscc, codesOf(uscc)]));
    expect(said).toEqual({
      "914403001922038217": ["CHECK"],
      "91440300192203821": ["LENGTH"],
      "91440300I922038216": ["CHARACTER"],
      "9152000071430580XX": ["CHECK"],
      "91330100799655058b": [],
    });
  });

  // The vector says "normalise or say so": a lower-case code is the same code, accepted with a note, never silently.
  it("reads lower case, full width and separators as the same code and says so", () => {
    const check = (text: string) => (({ ok, normalised, notes }) => ({ ok, normalised, notes }))(Identity.checkUscc(text));
    const code = "91330100799655058B";
    expect(check("91330100799655058b")).toEqual({ ok: true, normalised: code, notes: ["LOWER_CASE"] });
    expect(check("９１３３０１００７９９６５５０５８Ｂ")).toEqual({ ok: true, normalised: code, notes: ["FULL_WIDTH"] });
    expect(check(" 91 330100-79965505-8\u200bB\t")).toEqual({ ok: true, normalised: code, notes: ["SEPARATORS"] });
    expect(check(`\n${code} `)).toEqual({ ok: true, normalised: code, notes: [] });
  });

  it("says what is wrong, where, and what is known to be right there", () => {
    expect(Identity.checkUscc("91440300I922038216").faults).toEqual([
      {
        code: "CHARACTER",
        position: 9,
        found: "I",
        expected: "1",
        message: "Character 9 is I, which the code never uses (I, O, S, V, Z are excluded); 1 looks like it",
        messageZh: "第 9 位为 I，代码不使用 I、O、S、V、Z，形近字符为 1",
      },
    ]);
    expect(Identity.checkUscc("914403001922038217").faults[0]).toMatchObject({ code: "CHECK", position: 18, found: "7", expected: "6" });
    expect(Identity.checkUscc("914403001922038316").faults.map(({ code, position, expected }) => [code, position, expected])).toEqual([
      ["ORG_CODE_CHECK", 17, "X"],
      ["CHECK", 18, "7"],
    ]);
    expect(codesOf("B14403001922038216")).toContain("AUTHORITY");
    expect(codesOf("97440300192203821X")).toContain("CATEGORY");
    expect(codesOf("9144B300192203821X")).toContain("DIVISION_DIGITS");
    expect(Identity.checkUscc("140581000000017").faults[0]?.message).toContain("business registration number");
  });

  it("knows the placeholder as such: it names nobody", () => {
    expect(Identity.checkUscc(Identity.placeholder)).toMatchObject({
      ok: false,
      isPlaceholder: true,
      suggestion: null,
      parts: null,
      faults: [{ code: "PLACEHOLDER" }],
    });
  });

  it("notes a pair of authority and category the table does not have, and takes the code", () => {
    const unknown = Identity.completeUscc(`94140581${Identity.completeOrganisationCode("MA0TEST0".replace("S", "5"))}`);
    expect(Identity.checkUscc(unknown)).toMatchObject({ ok: true, notes: ["CATEGORY_UNKNOWN"] });
    expect(Identity.registrationOf("92")).toEqual({
      authority: { code: "9", en: "market regulation", zh: "工商（市场监管）" },
      category: { code: "2", en: "individual business", zh: "个体工商户" },
    });
    expect(Identity.registrationOf("94").category).toBeNull();
  });

  it("answers anything without throwing, and long texts at once", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 40 }),
          fc.string({ unit: fc.constantFrom(...alphabet, "I", "中", "😀"), minLength: 16, maxLength: 20 }),
        ),
        (text) => {
          const { ok, faults } = Identity.checkUscc(text);
          expect(ok).toBe(faults.length === 0);
        },
      ),
    );
    expect(codesOf("9".repeat(100_000))).toEqual(["LENGTH"]);
    expect(Identity.checkUscc("9144030019220382😀").faults[0]).toMatchObject({ code: "LENGTH", found: "17" });
  });
});

describe("the two checks", () => {
  it("pass every code made of a registration, a division and an organisation code", () => {
    fc.assert(
      fc.property(sound, (uscc) => {
        expect(Identity.checkUscc(uscc)).toMatchObject({ ok: true, notes: [] });
      }),
    );
  });

  // 31 is prime, and no weight and no difference of neighbouring weights is a multiple of it: there is no exception.
  it("detect every single wrong character: the check over the whole alone does", () => {
    fc.assert(
      fc.property(anySound, fc.nat(17), fc.constantFrom(...alphabet), (uscc, at, character) => {
        fc.pre(uscc[at] !== character);
        expect(codesOf(withAt(uscc, at, character))).toContain("CHECK");
      }),
      { numRuns: 1_000 },
    );
  });

  it("detect every exchange of two different neighbours: the check over the whole alone does", () => {
    fc.assert(
      fc.property(anySound, fc.nat(16), (uscc, at) => {
        fc.pre(uscc[at] !== uscc[at + 1]);
        expect(codesOf(exchanged(uscc, at))).toContain("CHECK");
      }),
      { numRuns: 1_000 },
    );
  });

  it("do not detect the exchange of the first and the last character, which both weigh 1", () => {
    expect(Identity.checkUscc("914403003296132911").ok).toBe(true);
    expect(Identity.checkUscc("114403003296132919").ok).toBe(true);
  });

  it("differ: the organisation code's takes characters 11 apart for each other", () => {
    const [zero, eleven] = [Identity.completeOrganisationCode("00000000"), Identity.completeOrganisationCode("B0000000")];
    expect(eleven[8]).toBe(zero[8]);
    expect(codesOf(withAt("914403001922038216", 11, "D"))).toEqual(["CHECK"]); // 2 → D
  });
});

describe("a suggestion", () => {
  const suggested = (text: string) => Identity.checkUscc(text).suggestion;
  // A division the list does not have (91110302…, a development zone) gives the choice between slips nothing to go by.
  const listed = real.filter((uscc) => Division.has(uscc.slice(2, 8)) || uscc.slice(2, 8) === "100000");
  const share = (answers: readonly (readonly [string, string | null])[]) => answers.filter(([meant, answer]) => meant === answer).length / answers.length;

  it("puts look-alikes right, one or all", () => {
    const pairs = [
      ["1", "I"],
      ["0", "O"],
      ["5", "S"],
      ["2", "Z"],
      ["U", "V"],
    ] as const;
    fc.assert(
      fc.property(anySound, fc.constantFrom(...pairs), fc.nat(17), (uscc, [meant, typed], at) => {
        fc.pre(uscc.includes(meant));
        expect(suggested(uscc.replaceAll(meant, typed))).toBe(uscc);
        if (uscc[at] === meant) expect(suggested(withAt(uscc, at, typed))).toBe(uscc);
      }),
    );
    expect(suggested("91440300I922038216")).toBe("914403001922038216");
  });

  it("puts exchanged neighbours right, or is silent where several exchanges fit", () => {
    const answers = listed.flatMap((uscc) =>
      Array.from({ length: 17 }, (_, at) => exchanged(uscc, at))
        .filter((typed) => typed !== uscc)
        .map((typed) => [uscc, suggested(typed)] as const),
    );
    expect(answers.filter(([uscc, answer]) => answer !== null && answer !== uscc)).toEqual([]);
    expect(share(answers)).toBeGreaterThan(0.85);
  });

  it("puts a wrong check character right, or is silent where exchanged neighbours fit as well", () => {
    const answers = listed.flatMap((uscc) =>
      [...alphabet].filter((check) => check !== uscc[17]).map((check) => [uscc, suggested(withAt(uscc, 17, check))] as const),
    );
    expect(answers.filter(([uscc, answer]) => answer !== null && answer !== uscc)).toEqual([]);
    expect(share(answers)).toBeGreaterThan(0.9);
    expect(suggested("914403001922038217")).toBe("914403001922038216");
  });

  it("finds a character left out or doubled, where only one can be", () => {
    const answers = listed.flatMap((uscc) =>
      [...uscc].flatMap((each, at) => [[uscc, suggested(withAt(uscc, at, ""))] as const, [uscc, suggested(withAt(uscc, at, each + each))] as const]),
    );
    expect(answers.filter(([uscc, answer]) => answer !== null && answer !== uscc)).toEqual([]);
    expect(share(answers)).toBeGreaterThan(0.8);
  });

  it("is always sound itself, and null when nothing fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 19 }), (text) => {
        const answer = suggested(text);
        if (answer !== null) expect(Identity.checkUscc(answer).ok).toBe(true);
      }),
    );
    expect(suggested("91110108MA001A2B3C")).toBeNull();
    expect(suggested("高平市示例铸造有限公司")).toBeNull();
  });
});

it("checks a code through its operation", async () => {
  const ctx: Ctx = { actor: anyone, clock: fixedClock("2026-11-24T00:00:00Z"), store: null as never };
  expect(await Identity.check(ctx, { uscc: "91440300I922038216" })).toMatchObject({ ok: false, suggestion: "914403001922038216" });
  await expect(Identity.check(ctx, { uscc: "9".repeat(65) })).rejects.toMatchObject({ code: "BAD_INPUT" });
  await expect(Identity.check({ ...ctx, actor: { ...anyone, only: [] } }, { uscc: "9" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});
