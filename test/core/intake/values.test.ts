import { readFileSync } from "node:fs";
import { Enterprise } from "@hub/core/enterprise";
import { Intake } from "@hub/core/intake";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builder, firm } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

async function penaltyOf(hub: World) {
  const profile = await Enterprise.get(hub.ctx, { uscc: builder.uscc });
  const [penalty] = profile?.penalties ?? [];
  if (!penalty) throw new Error("No penalty");
  return penalty;
}

describe("an amount in 万元", () => {
  it.each([
    ["1.000000", 1_000_000],
    ["1", 1_000_000],
    ["0.000001", 1],
    ["1.5", 1_500_000],
    [" 12,345.6 ", 12_345_600_000],
    ["１．５", 1_500_000],
    ["2万元", 2_000_000],
    ["15000元", 1_500_000],
    ["15000.55元", 1_500_055],
    ["0.30000000", 300_000],
    [".5", 500_000],
  ])("%s is %i fen", async (text, fen) => {
    const hub = world();
    await hub.take("penalty", [{ CF_NR_FK: text }]);
    expect((await penaltyOf(hub)).fineFen).toBe(fen);
  });

  it("is exact for every number of fen", async () => {
    const amounts = fc.sample(fc.integer({ min: 1, max: 99_999_999_999 }), 300);
    const hub = world();
    const decimal = (fen: number) => `${Math.floor(fen / 1_000_000)}.${String(fen % 1_000_000).padStart(6, "0")}`;
    const run = await hub.take(
      "penalty",
      amounts.map((fen, index) => ({ CF_WSH: `${index}号`, CF_NR_FK: decimal(fen) })),
    );
    expect(run.created).toBe(300);
    const stored = new Map((await hub.items()).map(({ body }) => [body["decisionNumber"], body["fineFen"]]));
    expect(amounts.map((_, index) => stored.get(`${index}号`))).toEqual(amounts);
  });
});

describe("a day", () => {
  it.each(["2025/04/10", "2025-04-10", "2025/4/10", "20250410", "2025年4月10日", "2025-04-10 00:00:00", "2025.04.10", "45757"])(
    "is read from %s",
    async (text) => {
      const hub = world();
      await hub.take("penalty", [{ CF_JDRQ: text }]);
      expect((await penaltyOf(hub)).decidedOn).toBe("2025-04-10");
    },
  );

  it.each(["长期", "长期有效", "永久", "永久有效", "无固定期限"])("%s is no end either", async (words) => {
    const hub = world();
    await hub.take("penalty", [{ CF_YXQ: words }]);
    expect((await penaltyOf(hub)).validTo).toBeNull();
  });

  it("of 2099/12/31 is no end, and its original is kept", async () => {
    const hub = world();
    await hub.take("penalty", [{}]);
    const { validTo, provenance } = await penaltyOf(hub);
    expect(validTo).toBeNull();
    expect(provenance.originals).toContainEqual({ field: "validTo", column: "处罚有效期", value: "2099/12/31" });
  });
});

describe("a personal document number", () => {
  // Sound by its check, of a person who can't be: the day of birth lies in 1800.
  const number = "140581180001010014";

  it("is dropped at the door and counted, in its own column and inside a text", async () => {
    const hub = world();
    const run = await hub.take("penalty", [
      { CF_FR_ZJLX: "身份证", CF_FR_ZJHM: number, CF_SY: `当事人（身份证号${number}）未覆盖裸露土方。` },
      { CF_WSH: "坏", CF_FR_ZJHM: number, CF_NR_FK: number },
      { CF_WSH: "人", CF_XDR_LB: "自然人", CF_XDR_MC: `示例${number}`, CF_XDR_ZJHM: number },
    ]);
    expect(run.created).toBe(1);
    expect(run.personalDropped).toBe(7);
    expect(JSON.stringify(await hub.items())).not.toContain(number);
  });
});

describe("columns", () => {
  const fields = parse(readFileSync(new URL("../vectors/double-publicity.csv", import.meta.url)), { columns: true }) as Record<string, string>[];

  it.each(fields.map((field) => [field["record"], field["code"], field["name_zh"]]))("%s %s %s are known by code and by header", (record, code, header) => {
    const kind = record as Intake.FileKind;
    const column = Intake.columnsOf(kind).find((each) => each.code === code);
    expect(column).toMatchObject({ header });
    const identifying = kind === "penalty" ? "CF_WSH" : "XK_WSH";
    const [byCode, byHeader] = [code, header].map((name) => Intake.matchHeader([identifying, name ?? ""], kind)?.columns.map((each) => each.column.code));
    expect(byCode).toContain(code);
    expect(byHeader).toContain(code);
  });

  it("keep what the dictionary requires and how long a text may be", () => {
    const differing = fields.flatMap((field) => {
      const column = Intake.columnsOf(field["record"] as Intake.FileKind).find(({ code }) => code === field["code"]);
      if (!column || column.type === "personal") return [];
      const required = { always: "yes", organisations: "for organisations" }[column.required ?? "always"];
      const length = column.maxLength === undefined || ["uscc"].includes(column.type) ? null : String(column.maxLength);
      const isSame = column.required === undefined ? !["yes", "for organisations"].includes(field["required"] ?? "") : required === field["required"];
      return (isSame || column.type === "uscc") && (length === null || length === field["max_length"])
        ? []
        : [[field["code"], column.required, column.maxLength, field["required"], field["max_length"]]];
    });
    expect(differing).toEqual([]);
  });

  it("are matched whatever the width, case, blanks and marks of obligation", () => {
    const mapping = Intake.matchHeader(["＊行政处罚决定书文号", "cf_xdr_mc", " 处罚 依据(必填) ", "没有的列"]);
    expect([mapping?.kind, mapping?.columns.map(({ column }) => column.code), mapping?.ignored]).toEqual([
      "penalty",
      ["CF_XDR_MC", "CF_WSH", "CF_YJ"],
      ["没有的列"],
    ]);
  });

  it("that are missing are named, and a strange file is refused with what is known", async () => {
    const hub = world();
    const table = { name: "x.csv", format: "csv", encoding: "utf-8", sheet: null, sha256: "1".repeat(64), bytes: 1, async *rows() {} } as const;
    await expect(Intake.run(hub.ctx, { file: { ...table, header: ["行政处罚决定书文号", "行政相对人名称"] } })).rejects.toMatchObject({
      code: "FILE_UNKNOWN",
      details: { missing: expect.arrayContaining(["CF_SY", "CF_CFJGDM"]) },
    });
    await expect(Intake.run(hub.ctx, { file: { ...table, header: ["a", "b", "c"] } })).rejects.toMatchObject({ code: "FILE_UNKNOWN" });
    expect(await hub.items()).toEqual([]);
  });
});

describe("the register", () => {
  it("gives every field, and keeps what was normalised", async () => {
    const hub = world();
    await hub.take("register", [
      { USCC: "9114 0581-ma0demx13n", FORMER_NAMES: "甲厂；乙厂", REGISTRATION_NUMBER: firm.registrationNumber, TAX_NUMBER: "140581123456789" },
    ]);
    const profile = await Enterprise.get(hub.ctx, { uscc: firm.uscc });
    expect(profile?.register).toMatchObject({
      uscc: firm.uscc,
      name: firm.name,
      formerNames: ["甲厂", "乙厂"],
      status: "active",
      statusText: "存续",
      division: "140581",
      industry: "C3391",
      establishedOn: "2009-06-18",
      registrationNumber: firm.registrationNumber,
      organisationCode: "MA0DEMX13",
      taxNumber: "140581123456789",
    });
    expect(profile?.register?.provenance.originals.map(({ field, value }) => [field, value])).toEqual([
      ["uscc", "9114 0581-ma0demx13n"],
      ["formerNames", "甲厂；乙厂"],
      ["status", "存续"],
      ["establishedOn", "2009年6月18日"],
    ]);
  });
});
