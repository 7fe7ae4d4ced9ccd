import { Identity } from "@hub/core/identity";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

describe("an organisation code", () => {
  it("is accepted with and without its hyphen", () => {
    expect(Identity.checkOrganisationCode("19220382-1")).toEqual({ given: "19220382-1", normalised: "192203821", ok: true, fault: null, notes: [] });
    expect(Identity.checkOrganisationCode("d2143569-x")).toMatchObject({ normalised: "D2143569X", ok: true, notes: ["LOWER_CASE"] });
    expect(Identity.isOrganisationCode("192203821")).toBe(true);
  });

  it("is refused with the fault named", () => {
    expect(Identity.checkOrganisationCode("19220382-2").fault).toMatchObject({ code: "CHECK", position: 9, expected: "1" });
    expect(Identity.checkOrganisationCode("1922038").fault).toMatchObject({ code: "LENGTH" });
    expect(Identity.checkOrganisationCode("1922中3821").fault).toMatchObject({ code: "CHARACTER", position: 5 });
    expect(Identity.checkOrganisationCode("19220382A").fault).toMatchObject({ code: "CHARACTER", position: 9 });
    expect(() => Identity.completeOrganisationCode("1234567")).toThrow(TypeError);
    expect(() => Identity.completeUscc("9114058I")).toThrow(TypeError);
  });
});

describe("an old identifier", () => {
  it("is read in the way its kind is written", () => {
    expect(Identity.parseIdentifier("registrationNumber", "１１０１０８ 000000016")).toEqual({
      kind: "registrationNumber",
      value: "110108000000016",
      notes: [],
    });
    expect(Identity.parseIdentifier("registrationNumber", "1405811234567")).toEqual({ kind: "registrationNumber", value: "1405811234567", notes: [] });
    expect(Identity.parseIdentifier("registrationNumber", "140581na000123x")).toEqual({ kind: "registrationNumber", value: "140581NA000123X", notes: [] });
    expect(Identity.parseIdentifier("organisationCode", "19220382-1")).toEqual({ kind: "organisationCode", value: "192203821", notes: [] });
    expect(Identity.parseIdentifier("taxNumber", "140581 192203821")).toEqual({ kind: "taxNumber", value: "140581192203821", notes: [] });
  });

  it("is refused with a sentence", () => {
    for (const [kind, raw] of [
      ["registrationNumber", "14058100"],
      ["registrationNumber", "NA0581000000017"],
      ["organisationCode", "192203822"],
      ["taxNumber", "12345678901234"],
      ["taxNumber", "税14058119220382"],
    ] as const) {
      expect(Identity.parseIdentifier(kind, raw)).toEqual({ fault: expect.stringContaining(raw) });
    }
  });

  // Registration numbers quoted with the rule in public code; the last one is given there as wrong.
  it("notes a registration number whose check digit is not that of GS 15-2006, and takes it", () => {
    const real = [
      "130903000004802",
      "370125200024527",
      "330225000051892",
      "340100000400528",
      "445381600190918",
      "310230000419464",
      "440301103072002",
      "320483000067847",
      "320300000174110",
    ];
    expect(real.map((raw) => Identity.parseIdentifier("registrationNumber", raw))).toEqual(
      real.map((value) => ({ kind: "registrationNumber", value, notes: [] })),
    );
    expect(Identity.parseIdentifier("registrationNumber", "320483000067848")).toMatchObject({ notes: ["CHECK_DIGIT"] });
  });
});

describe("a resident identity number", () => {
  const two = (n: number) => String(n).padStart(2, "0");
  const complete = (first17: string) => `${first17}${Identity.checkOf(first17)}`;
  const resident = fc
    .record({
      region: fc.integer({ min: 110_101, max: 659_009 }),
      year: fc.integer({ min: 1900, max: 2026 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      serial: fc.integer({ min: 0, max: 999 }),
    })
    .map(({ region, year, month, day, serial }) => complete(`${region}${year}${two(month)}${two(day)}${String(serial).padStart(3, "0")}`));
  const example = "11010519491231002X"; // the example of GB 11643

  it("is known by its date and check", () => {
    expect([example, example.toLowerCase(), "１１０１０５１９４９１２３１００２Ｘ"].map(Identity.isResidentId)).toEqual([true, true, true]);
    expect(
      ["110105194912310021", complete("11010519490230002"), complete("11010519491331002"), complete("01010519491231002"), "110105491231002", ""].map(
        Identity.isResidentId,
      ),
    ).toEqual([false, false, false, false, false, false]);
  });

  it("is replaced wherever it stands in a text, and counted", () => {
    const text = `法定代表人张某（身份证号${example}），ID${example.toLowerCase()}；１１０１０５１９４９１２３１００２Ｘ`;
    expect(Identity.scrubResidentIds(text)).toEqual({
      text: `法定代表人张某（身份证号${Identity.scrubbed}），ID${Identity.scrubbed}；${Identity.scrubbed}`,
      count: 3,
    });
    fc.assert(
      fc.property(resident, fc.string({ unit: fc.constantFrom(..."罚款A， :") }), (number, around) => {
        expect(Identity.scrubResidentIds(`${around}${number}${around}`)).toEqual({ text: `${around}${Identity.scrubbed}${around}`, count: 1 });
      }),
    );
  });

  it("is found however its digits are divided, behind other digits, and in a tax number", () => {
    const divided = fc.array(fc.constantFrom("", "", " ", "-", "\u200b", " - ", "　"), { minLength: 17, maxLength: 17 });
    fc.assert(
      fc.property(resident, divided, (number, gaps) => {
        const text = [...number].map((digit, at) => `${digit}${gaps[at] ?? ""}`).join("");
        expect(Identity.scrubResidentIds(`张某 ${text}。`)).toEqual({ text: `张某 ${Identity.scrubbed}。`, count: 1 });
      }),
    );
    for (const gap of [";", "：", "|", "*", "  ( ", "    "]) {
      const text = [...example].join(gap);
      expect(Identity.scrubResidentIds(text)).toEqual({ text: Identity.scrubbed, count: 1 });
    }
    expect(Identity.scrubResidentIds(`12 ${example} 7`)).toEqual({ text: `12 ${Identity.scrubbed} 7`, count: 1 });
    const digitsOnly = complete("11010119900307771");
    expect(Identity.scrubResidentIds(`${digitsOnly}01`)).toEqual({ text: `${Identity.scrubbed}01`, count: 1 });
  });

  it("is found glued to other digits, and mistyped, where its division exists", () => {
    const digitsOnly = complete("11010119900307771");
    expect(Identity.scrubResidentIds(`${digitsOnly}${example}`)).toEqual({ text: `${Identity.scrubbed}${Identity.scrubbed}`, count: 2 });
    expect(Identity.scrubResidentIds(`13800000000${example}`)).toEqual({ text: `13800000000${Identity.scrubbed}`, count: 1 });
    expect(Identity.scrubResidentIds(`2024/03/05${digitsOnly}`).text).toBe(`2024/03/05${Identity.scrubbed}`);
    expect(Identity.scrubResidentIds("110105194912310021").count).toBe(1);
    expect(Identity.scrubResidentIds("990105194912310021").count).toBe(0);
    expect(Identity.scrubResidentIds("140581202403050017").count).toBe(0);
    expect(Identity.scrubResidentIds("1101051949123100219").count).toBe(0);
  });

  it("is not seen in unified codes, longer numbers and ordinary texts", () => {
    for (const text of ["914403001922038216", "账号 6222020200112233445", "15 位：110105491231002", "电话03561234567", "", "911405005635962824"]) {
      expect(Identity.scrubResidentIds(text)).toEqual({ text, count: 0 });
    }
  });

  it("gives way to a unified code of digits only whose division exists, and to no other", () => {
    const [withDivision, without] = ["131101190001010203", "110105198001013014"]; // divisions 110119 and 010519
    for (const both of [withDivision, without]) expect([Identity.isResidentId(both), Identity.checkUscc(both).ok]).toEqual([true, true]);
    expect(Identity.scrubResidentIds(withDivision).count).toBe(0);
    expect(Identity.scrubResidentIds(without).count).toBe(1);
  });
});

describe("a name", () => {
  it("is the same however it was typed", () => {
    for (const [a, b] of [
      ["阿里巴巴（中国）有限公司", "阿里巴巴(中国)有限公司"],
      ["Ｔｃｌ 科技集团", "TCL科技集团"],
      ["二○八建材厂", "二〇八建材厂"],
      ["甲〔乙〕厂", "甲【乙】厂"],
      ["高平 市\u3000示例厂", "高平市示例厂"],
    ] as const) {
      expect(Identity.sameName(a, b)).toBe(true);
    }
    expect(Identity.sameName("二零八建材厂", "二〇八建材厂")).toBe(false);
    expect(Identity.sameName("高平市甲厂", "高平市乙厂")).toBe(false);
  });
});

describe("a document number", () => {
  const parts = (raw: string) => (({ canonical, org, kind, year, number }) => [canonical, org, kind, year, number])(Identity.normaliseDocumentNumber(raw));

  // law.md 6: the published samples, and the two forms expected of the branch.
  it.each([
    ["晋市环罚〔2025〕25号", "晋市环罚〔2025〕25号", "晋市环", "罚", 2025, 25],
    ["晋市环罚告〔2025〕14号", "晋市环罚告〔2025〕14号", "晋市环", "罚告", 2025, 14],
    ["吕环罚〔2025〕4号", "吕环罚〔2025〕4号", "吕环", "罚", 2025, 4],
    ["河环罚听告字〔2019〕17号", "河环罚听告字〔2019〕17号", "河环", "罚听告字", 2019, 17],
    ["沁审管审字〔2024〕31号", "沁审管审字〔2024〕31号", "沁", "审管审字", 2024, 31],
    ["晋环审批函〔2026〕1", "晋环审批函〔2026〕1号", "晋环", "审批函", 2026, 1],
    ["张环高发〔2024〕52号", "张环高发〔2024〕52号", "张环高", "发", 2024, 52],
    ["晋市环罚字〔2020〕12号", "晋市环罚字〔2020〕12号", "晋市环", "罚字", 2020, 12],
    ["高环审〔2020〕12号", "高环审〔2020〕12号", "高环", "审", 2020, 12],
    ["晋市环罚 [2025] 第025号", "晋市环罚〔2025〕25号", "晋市环", "罚", 2025, 25],
    ["晋市环罚（２０２５）２５号", "晋市环罚〔2025〕25号", "晋市环", "罚", 2025, 25],
    ["晋市环罚【2025】25", "晋市环罚〔2025〕25号", "晋市环", "罚", 2025, 25],
    ["国办〔2025〕22号", "国办〔2025〕22号", "国办", null, 2025, 22],
  ])("reads %s", (raw, ...expected) => {
    expect(parts(raw)).toEqual(expected);
  });

  it("only cleans what has another form", () => {
    expect(parts("（2020）高环罚 第１２号")).toEqual(["〔2020〕高环罚第12号", null, null, null, null]);
    expect(parts("当场处罚决定书编号3-7")).toEqual(["当场处罚决定书编号3-7", null, null, null, null]);
    expect(parts("")).toEqual(["", null, null, null, null]);
  });

  it("is canonical after one reading", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."晋环罚字号第（）[]〔〕 0２25") }), (raw) => {
        const { canonical } = Identity.normaliseDocumentNumber(raw);
        expect(Identity.normaliseDocumentNumber(canonical).canonical).toBe(canonical);
      }),
      { numRuns: 1_000 },
    );
  });
});
