import * as z from "zod";

/**
 * Everything that can be wrong with a row: what to do about it, in both languages, and whether it keeps the row out
 * (`error`) or is only said (`warning`). `check` names the check of the double-publicity validation set it implements.
 */
export const issueCodes = {
  REQUIRED: { severity: "error", check: "V1", fix: "Fill in the column.", fixZh: "请填写该列。" },
  USCC: {
    severity: "error",
    check: "V2",
    fix: "Correct the code after the licence of the firm or authority; the message names the fault.",
    fixZh: "请按营业执照（机构证书）更正代码，错误位置见说明。",
  },
  SUBJECT_MISSING: {
    severity: "error",
    check: "V2",
    fix: "Give the unified code, or one of the old numbers, of the subject.",
    fixZh: "请填写统一社会信用代码，或工商注册号、组织机构代码、税务登记号之一。",
  },
  IDENTIFIER: { severity: "error", check: "V2", fix: "Correct the number or leave the column empty.", fixZh: "请更正该号码或留空。" },
  NAME_MISMATCH: {
    severity: "error",
    check: "V3",
    fix: "The code belongs to a firm of another name: correct the code or the name, or import the register with the former name first.",
    fixZh: "代码与名称不一致：请更正代码或名称，或先导入含曾用名的登记信息。",
  },
  ENUM: { severity: "error", check: "V4", fix: "Use one of the words that the message lists.", fixZh: "请使用说明中所列的取值。" },
  NATURAL_PERSON: {
    severity: "error",
    check: "V13",
    fix: "Leave the row out: the hub holds enterprises only, and nothing of the row was kept.",
    fixZh: "本中枢只收录企业信息，请删除自然人记录；该行内容未保存。",
  },
  DATE: { severity: "error", check: "V5", fix: "Write the date as 2026/03/05.", fixZh: "请按 2026/03/05 的格式填写日期。" },
  DATE_ORDER: { severity: "error", check: "V5", fix: "Correct the two dates: the later one stands before the earlier one.", fixZh: "请更正日期先后顺序。" },
  AMOUNT: {
    severity: "error",
    check: "V6",
    fix: "Write the amount in 万元 with at most six decimals, e.g. 1.5 for 15,000 yuan.",
    fixZh: "请以万元为单位填写金额，最多六位小数。",
  },
  AMOUNT_MISSING: {
    severity: "error",
    check: "V6",
    fix: "State the amount: the kind of penalty says that there is one.",
    fixZh: "处罚类别含罚款或没收，请填写金额。",
  },
  AMOUNT_UNEXPECTED: {
    severity: "error",
    check: "V6",
    fix: "Name the kind of penalty that the amount belongs to, or remove the amount.",
    fixZh: "填写了金额，请补充相应处罚类别或删除金额。",
  },
  CERTIFICATE_MISSING: {
    severity: "error",
    check: "V8",
    fix: "Name the suspended or revoked certificate and its number.",
    fixZh: "请填写暂扣或吊销证照名称及编号。",
  },
  SHAPE: {
    severity: "error",
    check: "V4",
    fix: "Correct the value that the message names: as it stands it cannot be stored.",
    fixZh: "请更正说明所指的值，否则无法收录。",
  },
  LENGTH: { severity: "error", check: "V9", fix: "Shorten the text to the length that the message names.", fixZh: "请缩短文字至规定长度。" },
  CHARACTERS: {
    severity: "error",
    check: "V9",
    fix: "The text holds unreadable characters: save the file again as UTF-8 or XLSX.",
    fixZh: "文字含乱码，请以 UTF-8 或 XLSX 重新保存。",
  },
  DUPLICATE: {
    severity: "error",
    check: "V11",
    fix: "The same decision stands in the file twice with different content: keep the right one.",
    fixZh: "同一文书在文件中重复且内容不同，请保留正确的一条。",
  },
  COLUMN_COUNT: {
    severity: "error",
    check: "V1",
    fix: "The row has another number of cells than the header: look for a stray separator or quote.",
    fixZh: "该行列数与表头不符，请检查分隔符或引号。",
  },
  QUOTE: { severity: "error", check: "V1", fix: "Close the quotation mark, or double it inside a text.", fixZh: "引号未闭合，请补齐或改为两个引号。" },
  TOO_LONG: { severity: "error", check: "V9", fix: "The row is longer than 1 MB: look for an open quotation mark.", fixZh: "该行超过 1 MB，请检查引号。" },
  INDIVIDUAL_BUSINESS: {
    severity: "warning",
    check: "V10",
    fix: "A code that begins with 92 belongs to an individual business (个体工商户), and only such a code does: check kind and code.",
    fixZh: "92 开头的代码对应个体工商户，请核对类别与代码。",
  },
  AMOUNT_LARGE: {
    severity: "warning",
    check: "V14",
    fix: "More than 10,000 万元: check that the amount was not written in yuan.",
    fixZh: "金额超过 1 亿元，请核对是否误以元为单位。",
  },
  PENALTY_TYPE: {
    severity: "warning",
    check: "V4",
    fix: "The kind of penalty is not in the list of 行政处罚法 art. 9; it was filed as other.",
    fixZh: "处罚类别不在《行政处罚法》第九条所列范围，已按其他收录。",
  },
  STATUS: { severity: "warning", check: "V4", fix: "The register standing is not known; it was filed as other.", fixZh: "登记状态无法识别，已按其他收录。" },
  DIVISION: { severity: "warning", check: "V4", fix: "The division is not in GB/T 2260; it was left out.", fixZh: "行政区划不在 GB/T 2260 中，未收录。" },
  INDUSTRY: {
    severity: "warning",
    check: "V4",
    fix: "The industry is not in the hub's table of GB/T 4754-2017; it was left out.",
    fixZh: "行业代码不在 GB/T 4754-2017 表中，未收录。",
  },
  SUPERSEDED: {
    severity: "warning",
    check: "V11",
    fix: "A newer report of the same record is known and stays; report it anew, with its day, if this content is the right one.",
    fixZh: "已有更新的同一记录，本行内容未采用；如本行正确，请以新的报送日期重新报送。",
  },
  IDENTIFIER_CONFLICT: {
    severity: "warning",
    check: "V3",
    fix: "The old number is another firm's, or decisions with it name another firm: check which firm it belongs to.",
    fixZh: "该旧号码已对应其他企业，或使用该号码的决定所载名称不符，请核对。",
  },
} as const satisfies Record<string, { severity: "error" | "warning"; check: string; fix: string; fixZh: string }>;
export type IssueCode = keyof typeof issueCodes;

const codeNames = Object.keys(issueCodes) as [IssueCode, ...IssueCode[]];

export const issue = z.object({
  code: z.enum(codeNames).describe("What is wrong, from a closed list"),
  column: z.string().nullable().describe("Header of the column in the file; null when the whole row is meant"),
  value: z.string().nullable().describe("The cell as it stood in the file, at most 200 characters; null where it may be personal"),
  message: z.string().describe("What is wrong with this very value, at most 1,000 characters"),
});
export type Issue = z.output<typeof issue>;

/** A text cut to a number of characters, so that what is said of a value stays small however long the value is. */
export function clipped(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/\ufffd$/, "")}…`;
}

export function isError(of: Issue): boolean {
  return issueCodes[of.code].severity === "error";
}
