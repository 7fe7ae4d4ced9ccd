import { Intake } from "@hub/core/intake";
import { describe, expect, it } from "vitest";
import { authority, builder, type Cells, firm } from "../../support/rows.ts";
import { world } from "../../support/world.ts";

/** One wrong or doubtful row: what is changed in a sound one, and all that is said about it. */
interface Case {
  readonly kind: Intake.FileKind;
  readonly change: Cells;
  readonly outcome: Intake.RowIssues["outcome"];
  readonly issues: readonly Intake.Issue[];
}

const said = (code: Intake.IssueCode, column: string | null, value: string | null, message: string): Intake.Issue => ({ code, column, value, message });
const rejected = (kind: Case["kind"], change: Cells, ...issues: Intake.Issue[]): Case => ({ kind, change, outcome: "rejected", issues });
const taken = (kind: Case["kind"], change: Cells, ...issues: Intake.Issue[]): Case => ({ kind, change, outcome: "created", issues });

const fine = "罚款金额（万元）";
const confiscation = "没收违法所得、没收非法财物的金额（万元）";
const codeColumn = "行政相对人代码_1(统一社会信用代码)";

const cases: readonly Case[] = [
  rejected("penalty", { CF_SY: " " }, said("REQUIRED", "违法事实", null, "违法事实 is empty")),
  rejected(
    "penalty",
    { CF_SY: "", CF_YJ: "" },
    said("REQUIRED", "违法事实", null, "违法事实 is empty"),
    said("REQUIRED", "处罚依据", null, "处罚依据 is empty"),
  ),
  rejected("penalty", { CF_FRDB: "" }, said("REQUIRED", "法定代表人", null, "法定代表人 is empty")),
  rejected("penalty", { CF_CFJGDM: "00000000000000000X" }, said("REQUIRED", "处罚机关统一社会信用代码", null, "处罚机关统一社会信用代码 is empty")),
  rejected(
    "penalty",
    { CF_CFLB: ";" },
    said("REQUIRED", "处罚类别", null, "处罚类别 is empty"),
    said("AMOUNT_UNEXPECTED", fine, "1.000000", "An amount of a fine, but no 罚款 among the kinds of penalty"),
  ),
  rejected("penalty", { CF_WSH: "\u200b" }, said("REQUIRED", "行政处罚决定书文号", null, "行政处罚决定书文号 is empty")),
  rejected("register", { USCC: "00000000000000000X" }, said("REQUIRED", "统一社会信用代码", null, "统一社会信用代码 is empty")),
  rejected(
    "penalty",
    { CF_WSH: "ﷺ".repeat(64) },
    said(
      "SHAPE",
      "行政处罚决定书文号",
      expect.stringMatching(/…$/) as string,
      "The document number has 1943 bytes with the authority's code, 1024 are allowed",
    ),
  ),
  rejected(
    "penalty",
    { CF_XDR_SHXYM: "91140581MA0DEMX13P" },
    said("USCC", codeColumn, "91140581MA0DEMX13P", "Character 18 is P, but the 17 characters before it have the check N. Did you mean 91140581MA0DEMX13N?"),
  ),
  rejected("penalty", { CF_CFJGDM: "1114" }, said("USCC", "处罚机关统一社会信用代码", "1114", "The code has 4 characters instead of 18.")),
  rejected(
    "penalty",
    { CF_XDR_SHXYM: "00000000000000000X" },
    said("SUBJECT_MISSING", codeColumn, null, "The subject has neither a unified code nor an old number"),
  ),
  rejected("penalty", { CF_XDR_SHXYM: "" }, said("SUBJECT_MISSING", codeColumn, null, "The subject has neither a unified code nor an old number")),
  rejected(
    "penalty",
    { CF_XDR_SHXYM: "", CF_XDR_ZZJG: "12345678" },
    said(
      "IDENTIFIER",
      "行政相对人代码_3(组织机构代码)",
      "12345678",
      '"12345678" is not an organisation code: The organisation code has 8 characters instead of 9',
    ),
  ),
  rejected(
    "penalty",
    { CF_XDR_LB: "公司" },
    said("ENUM", "行政相对人类别", "公司", '"公司" is none of 法人及非法人组织, 法人, 非法人组织, 02, 03, 个体工商户, 04, 自然人, 01'),
  ),
  rejected("penalty", { CF_XDR_LB: "自然人", CF_SY: "" }, said("NATURAL_PERSON", "行政相对人类别", null, "A record of a natural person")),
  rejected("penalty", { CF_JDRQ: "2025/13/01" }, said("DATE", "处罚决定日期", "2025/13/01", '"2025/13/01" is not a date')),
  rejected("penalty", { CF_JDRQ: "2025/04/16" }, said("DATE_ORDER", "处罚决定日期", "2025/04/16", "Decided on 2025-04-16, but reported on 2025-04-15")),
  rejected(
    "penalty",
    { HUB_BSRQ: "2026/01/06" },
    said("DATE_ORDER", "报送日期", "2026/01/06", "Reported on 2026-01-06, but the file was received on 2026-01-05"),
  ),
  rejected("licence", { XK_YXQZI: "2024/03/17" }, said("DATE_ORDER", "有效期至", "2024/03/17", "Valid until 2024-03-17, but only from 2024-03-18")),
  rejected("licence", { XK_JDRQ: "2026/01/06" }, said("DATE_ORDER", "许可决定日期", "2026/01/06", "Decided on 2026-01-06, but reported on 2026-01-05")),
  rejected("penalty", { CF_NR_FK: "壹" }, said("AMOUNT", fine, "壹", '"壹" is not an amount in 万元')),
  rejected("penalty", { CF_NR_FK: `${"x".repeat(198)}𠮷x` }, said("AMOUNT", fine, `${"x".repeat(198)}…`, `"${"x".repeat(198)}𠮷x" is not an amount in 万元`)),
  rejected("penalty", { CF_NR_FK: "1.0000001" }, said("AMOUNT", fine, "1.0000001", '"1.0000001" has parts of a fen (more than 6 decimals)')),
  ...["1,00", "1,5", "12,34,567", "1,0000", ",5", "1234,567"].map((text) =>
    rejected("penalty", { CF_NR_FK: text }, said("AMOUNT", fine, text, `"${text}" is not an amount in 万元`)),
  ),
  rejected("penalty", { CF_NR_FK: "-1" }, said("AMOUNT", fine, "-1", '"-1" is not an amount in 万元')),
  rejected("penalty", { CF_NR_FK: "99999999999" }, said("AMOUNT", fine, "99999999999", '"99999999999" is larger than any fine: was it written in yuan?')),
  rejected("penalty", { CF_NR_FK: "0" }, said("AMOUNT_MISSING", fine, "0", "罚款 without an amount")),
  rejected("penalty", { CF_CFLB: "警告" }, said("AMOUNT_UNEXPECTED", fine, "1.000000", "An amount of a fine, but no 罚款 among the kinds of penalty")),
  rejected("penalty", { CF_CFLB: "罚款;没收违法所得", CF_NR_WFFF: "" }, said("AMOUNT_MISSING", confiscation, null, "没收 without an amount")),
  rejected("penalty", { CF_CFLB: "罚款;没收违法所得", CF_NR_WFFF: "x" }, said("AMOUNT", confiscation, "x", '"x" is not an amount in 万元')),
  rejected("penalty", { CF_NR_WFFF: "2" }, said("AMOUNT_UNEXPECTED", confiscation, "2", "An amount of a confiscation, but no 没收 among the kinds of penalty")),
  rejected(
    "penalty",
    { CF_CFLB: "罚款;吊销许可证件", CF_NR_ZKDX: "" },
    said("CERTIFICATE_MISSING", "暂扣或吊销证照名称及编号", null, "A certificate was suspended or revoked, but none is named"),
  ),
  rejected(
    "penalty",
    { CF_WSH: "高".repeat(65) },
    said("LENGTH", "行政处罚决定书文号", "高".repeat(65), "行政处罚决定书文号 has 65 characters, at most 64 are allowed"),
  ),
  rejected("penalty", { CF_SY: "幼儿园\ufffd工地" }, said("CHARACTERS", "违法事实", "幼儿园\ufffd工地", "违法事实 holds unreadable characters")),
  taken(
    "penalty",
    { CF_XDR_LB: "个体工商户", CF_FRDB: "" },
    said("INDIVIDUAL_BUSINESS", "行政相对人类别", "个体工商户", "91… and the kind of subject do not go together"),
  ),
  taken("penalty", { CF_NR_FK: "10001" }, said("AMOUNT_LARGE", fine, "10001", "10001 万元")),
  taken("penalty", { CF_CFLB: "罚款;训诫" }, said("PENALTY_TYPE", "处罚类别", "罚款;训诫", '"训诫"')),
  taken("register", { STATUS: "筹建" }, said("STATUS", "登记状态", "筹建", '"筹建"')),
  taken("register", { DIVISION: "999999" }, said("DIVISION", "行政区划", "999999", '"999999" is no division')),
  taken("register", { INDUSTRY: "X9999" }, said("INDUSTRY", "行业代码", "X9999", '"X9999" is no known industry')),
];

describe("a wrong or doubtful row", () => {
  it.each(cases.map((each) => [each.issues.map(({ code }) => code).join("+"), JSON.stringify(each.change), each] as const))(
    "%s %s",
    async (_codes, _change, wrong) => {
      const hub = world();
      const sound: Cells = {
        register: { USCC: builder.uscc, NAME: builder.name },
        licence: { XK_WSH: "高环审〔2024〕9号" },
        penalty: { CF_WSH: "高环罚〔2025〕18号" },
      }[wrong.kind];
      const run = await hub.take(wrong.kind, [wrong.change, sound]);
      expect(await hub.issuesOf(run)).toEqual([{ sha256: run.sha256, row: 2, outcome: wrong.outcome, issues: wrong.issues }]);
      const isRejected = wrong.outcome === "rejected";
      expect(run).toMatchObject({ rows: 2, created: isRejected ? 1 : 2, changed: 0, unchanged: 0, rejected: isRejected ? 1 : 0, warnings: isRejected ? 0 : 1 });
    },
  );

  it("names the firm that a code belongs to", async () => {
    const hub = world();
    await hub.take("register", [{}]);
    const run = await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc }, { CF_WSH: "2号", CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: "高平县示例铸造厂" }]);
    expect(await hub.issuesOf(run)).toEqual([
      {
        sha256: run.sha256,
        row: 2,
        outcome: "rejected",
        issues: [said("NAME_MISMATCH", "行政相对人名称", builder.name, `${firm.uscc} is ${firm.name}, not ${builder.name}`)],
      },
    ]);
    expect(run).toMatchObject({ created: 1, rejected: 1 });
  });

  it("is refused when the same decision stands in the file with other content, and taken once when it is the same", async () => {
    const hub = world();
    const run = await hub.take("penalty", [{}, {}, { CF_SY: "另一事实。" }]);
    expect(await hub.issuesOf(run)).toEqual([
      {
        sha256: run.sha256,
        row: 4,
        outcome: "rejected",
        issues: [said("DUPLICATE", "行政处罚决定书文号", "高环罚〔2025〕17号", "Row 2 of this file gave the same record with other content")],
      },
    ]);
    expect(run).toMatchObject({ created: 1, unchanged: 1, rejected: 1 });
  });

  it("does not replace what a newer report says", async () => {
    const hub = world();
    await hub.take("penalty", [{ HUB_BSRQ: "2025/05/20", CF_SY: "更正后的事实。" }], { name: "new.csv" });
    const run = await hub.take("penalty", [{}], { name: "old.csv" });
    expect(await hub.issuesOf(run)).toEqual([
      {
        sha256: run.sha256,
        row: 2,
        outcome: "unchanged",
        issues: [said("SUPERSEDED", "行政处罚决定书文号", "高环罚〔2025〕17号", "new.csv, reported on 2025-05-20, is newer and says otherwise")],
      },
    ]);
  });

  it("leaves an old number to the firm that has it", async () => {
    const hub = world();
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    const run = await hub.take("penalty", [{ CF_XDR_GSZC: firm.registrationNumber }]);
    const message = `registrationNumber ${firm.registrationNumber} is known as that of ${firm.uscc}`;
    expect((await hub.issuesOf(run)).map(({ outcome, issues }) => [outcome, issues])).toEqual([
      ["created", [said("IDENTIFIER_CONFLICT", "行政相对人代码_2(工商注册号)", firm.registrationNumber, message)]],
    ]);
  });

  it("of an individual business is seen also behind an old number", async () => {
    const hub = world();
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    const run = await hub.take("penalty", [{ CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_LB: "个体工商户", CF_XDR_GSZC: firm.registrationNumber }]);
    expect((await hub.issuesOf(run)).map(({ outcome, issues }) => [outcome, issues])).toEqual([
      ["created", [said("INDIVIDUAL_BUSINESS", null, null, "91… and the kind of subject do not go together")]],
    ]);
  });

  it("has a case here for every code, but for those that only a broken file gives", () => {
    const here = new Set(cases.flatMap(({ issues }) => issues.map(({ code }) => code)));
    const elsewhere = ["NAME_MISMATCH", "DUPLICATE", "SUPERSEDED", "IDENTIFIER_CONFLICT", "COLUMN_COUNT", "QUOTE", "TOO_LONG"];
    expect(
      Object.keys(Intake.issueCodes)
        .filter((code) => !here.has(code as Intake.IssueCode))
        .sort(),
    ).toEqual(elsewhere.sort());
  });
});

describe("an import's quality", () => {
  it("is measured by source: what passed, and what was reported within seven working days", async () => {
    const hub = world();
    const other = { CF_SJLY: "另一单位", CF_SJLYDM: authority.uscc };
    const run = await hub.take("penalty", [
      { CF_WSH: "1号", CF_JDRQ: "2025/04/10", HUB_BSRQ: "2025/04/21" },
      { CF_WSH: "2号", CF_JDRQ: "2025/04/10", HUB_BSRQ: "2025/04/22" },
      { CF_WSH: "3号", CF_JDRQ: "2025/04/10", HUB_BSRQ: "" },
      { CF_WSH: "4号", CF_JDRQ: "2025/04/10", CF_SY: "" },
      { CF_WSH: "5号", ...other, CF_JDRQ: "2018/06/29", HUB_BSRQ: "2018/07/02" },
      { CF_WSH: "6号", ...other, CF_JDRQ: "2025/04/16", HUB_BSRQ: "2025/04/15" },
    ]);
    expect(run.sources).toEqual({
      [authority.name]: { rows: 4, accepted: 3, onTime: 2, late: 2, unmeasured: 0 },
      另一单位: { rows: 2, accepted: 1, onTime: 0, late: 0, unmeasured: 2 },
    });
    expect(Intake.rates(Intake.total(run))).toEqual({ compliance: 2 / 3, timeliness: 0.5 });
  });
});
