import type { Intake } from "@hub/core/intake";
import { residentIdOf } from "./code.ts";
import { dayBefore, slashed } from "./day.ts";
import { type Firm, firmOf } from "./firm.ts";
import type { Cells } from "./subject.ts";

/** One thing wrong with an otherwise sound row, and the code by which the import must reject it. */
export interface Fault {
  readonly code: Intake.IssueCode;
  readonly spoil: (cells: Cells, firm: Firm, seed: number) => Cells;
  /** The sound row stands before it: the same document twice. */
  readonly isRepeat?: true;
  /** A cell too many, as a stray comma makes it. */
  readonly isRagged?: true;
}

/** Where the wrong rows of a file stand: one after every `step`-th firm until each fault was met, then one in `period`. */
export interface Plan {
  readonly faults: readonly Fault[];
  readonly first: number;
  readonly step: number;
  readonly period: number;
}

/** Even places only: the firms whose old number is still unknown are odd ones. */
export function faultAt({ faults, first, step, period }: Plan, index: number): Fault | null {
  if (index < first + step * faults.length) return (index >= first && (index - first) % step === 0 && faults[(index - first) / step]) || null;
  return (index % period === first && faults[Math.floor(index / period) % faults.length]) || null;
}

/** The O typed for the zero, as it happens daily. */
const letterO = (uscc: string) => uscc.replace("0", "O");
const wrongCheck = (uscc: string) => uscc.replace(/.$/, (last) => (last === "7" ? "1" : "7"));
const impossibleDay = "2026/02/30";

const ofRegister: readonly Fault[] = [
  { code: "USCC", spoil: (cells) => ({ ...cells, USCC: wrongCheck(cells["USCC"] ?? "") }) },
  { code: "USCC", spoil: (cells) => ({ ...cells, USCC: letterO(cells["USCC"] ?? "") }) },
  { code: "REQUIRED", spoil: (cells) => ({ ...cells, NAME: "" }) },
  { code: "DATE", spoil: (cells) => ({ ...cells, ESTABLISHED: impossibleDay }) },
  { code: "COLUMN_COUNT", spoil: (cells) => cells, isRagged: true },
  { code: "LENGTH", spoil: (cells) => ({ ...cells, ADDRESS: `${cells["ADDRESS"]}${"东侧".repeat(200)}` }) },
  { code: "DUPLICATE", spoil: (cells) => ({ ...cells, ADDRESS: `${cells["ADDRESS"]}后院` }), isRepeat: true },
  { code: "CHARACTERS", spoil: (cells) => ({ ...cells, NAME: (cells["NAME"] ?? "").replace("高平市", "高平\ufffd") }) },
  { code: "IDENTIFIER", spoil: (cells) => ({ ...cells, REGISTRATION_NUMBER: "14058100012" }) },
];

const otherName = (firm: Firm, seed: number) => firmOf(seed, firm.index - 1).name;

const ofLicences: readonly Fault[] = [
  { code: "USCC", spoil: (cells, { uscc }) => ({ ...cells, XK_XDR_SHXYM: wrongCheck(uscc) }) },
  { code: "USCC", spoil: (cells, { uscc }) => ({ ...cells, XK_XDR_SHXYM: letterO(uscc) }) },
  { code: "ENUM", spoil: (cells) => ({ ...cells, XK_XKLB: "特批" }) },
  { code: "DATE", spoil: (cells) => ({ ...cells, XK_YXQZ: impossibleDay }) },
  { code: "REQUIRED", spoil: (cells) => ({ ...cells, XK_NR: "" }) },
  { code: "DUPLICATE", spoil: (cells) => ({ ...cells, XK_NR: `${cells["XK_NR"]}另须落实噪声防治措施。` }), isRepeat: true },
  { code: "COLUMN_COUNT", spoil: (cells) => cells, isRagged: true },
  { code: "NAME_MISMATCH", spoil: (cells, firm, seed) => ({ ...cells, XK_XDR_MC: otherName(firm, seed) }) },
  { code: "LENGTH", spoil: (cells) => ({ ...cells, XK_XKWS: `${cells["XK_XKWS"]}（${"含附件".repeat(20)}）` }) },
  { code: "SUBJECT_MISSING", spoil: (cells) => ({ ...cells, XK_XDR_SHXYM: "00000000000000000X" }) },
  { code: "DATE_ORDER", spoil: (cells) => ({ ...cells, XK_YXQZI: "2016/12/31" }) },
];

const decidedOn = (cells: Cells) => (cells["CF_JDRQ"] ?? "").replaceAll("/", "-");

/** Nobody's name and a number given to nobody. */
const person = (firm: Firm): Cells => ({
  CF_XDR_MC: "张某某",
  CF_XDR_LB: "自然人",
  CF_XDR_SHXYM: "",
  CF_FRDB: "",
  CF_XDR_ZJLX: "身份证",
  CF_XDR_ZJHM: residentIdOf(firm.index),
});

const ofPenalties: readonly Fault[] = [
  { code: "USCC", spoil: (cells, { uscc }) => ({ ...cells, CF_XDR_SHXYM: letterO(uscc) }) },
  { code: "USCC", spoil: (cells, { uscc }) => ({ ...cells, CF_XDR_SHXYM: wrongCheck(uscc) }) },
  { code: "REQUIRED", spoil: (cells) => ({ ...cells, CF_SY: "" }) },
  { code: "DATE", spoil: (cells) => ({ ...cells, CF_JDRQ: impossibleDay }) },
  { code: "AMOUNT_MISSING", spoil: (cells) => ({ ...cells, CF_NR_FK: "" }) },
  { code: "NATURAL_PERSON", spoil: (cells, firm) => ({ ...cells, ...person(firm) }) },
  { code: "NAME_MISMATCH", spoil: (cells, firm, seed) => ({ ...cells, CF_XDR_MC: otherName(firm, seed) }) },
  { code: "DUPLICATE", spoil: (cells) => ({ ...cells, CF_SY: `${cells["CF_SY"]}经复查仍未改正。` }), isRepeat: true },
  { code: "DATE_ORDER", spoil: (cells) => ({ ...cells, HUB_BSRQ: slashed(dayBefore(decidedOn(cells), 3)) }) },
  { code: "LENGTH", spoil: (cells) => ({ ...cells, CF_NR: `${cells["CF_NR"]}。${"责令立即改正违法行为。".repeat(400)}` }) },
  { code: "ENUM", spoil: (cells) => ({ ...cells, CF_XDR_LB: "企业" }) },
  { code: "AMOUNT", spoil: (cells) => ({ ...cells, CF_NR_WFFF: "无" }) },
  { code: "AMOUNT_UNEXPECTED", spoil: (cells) => ({ ...cells, CF_CFLB: "警告", CF_NR: "警告" }) },
  { code: "CERTIFICATE_MISSING", spoil: (cells) => ({ ...cells, CF_CFLB: "罚款;吊销许可证件" }) },
  { code: "SUBJECT_MISSING", spoil: (cells) => ({ ...cells, CF_XDR_SHXYM: "" }) },
];

const ofMessages: readonly Fault[] = [
  { code: "REQUIRED", spoil: (cells) => ({ ...cells, CF_YJ: "" }) },
  { code: "USCC", spoil: (cells, { uscc }) => ({ ...cells, CF_XDR_SHXYM: uscc.slice(0, 17) }) },
  { code: "AMOUNT_MISSING", spoil: (cells) => ({ ...cells, CF_NR_FK: "0" }) },
  { code: "NATURAL_PERSON", spoil: (cells, firm) => ({ ...cells, ...person(firm) }) },
];

/** Two to three rows in a hundred, counted over all files. */
export const plans = {
  register: { faults: ofRegister, first: 10, step: 12, period: 48 },
  licences: { faults: ofLicences, first: 14, step: 14, period: 44 },
  sheet: { faults: ofPenalties, first: 8, step: 12, period: 320 },
  messages: { faults: ofMessages, first: 6, step: 40, period: 960 },
} as const satisfies Record<string, Plan>;
