import { checkCharacter, lookAlikes, valueAt } from "./character.ts";
import { organisationCheck } from "./organisation-code.ts";
import { isAuthority, isCategory, isDigit } from "./structure.ts";

export type UsccFaultCode = "LENGTH" | "CHARACTER" | "AUTHORITY" | "CATEGORY" | "DIVISION_DIGITS" | "ORG_CODE_CHECK" | "CHECK" | "PLACEHOLDER";

/** One thing that is wrong with a code. */
export interface UsccFault {
  readonly code: UsccFaultCode;
  /** Place of the wrong character in the normalised code, 1 to 18; null when the whole is meant. */
  readonly position: number | null;
  readonly found: string | null;
  /** What would be right at that place as far as the fault itself tells; null where it does not. */
  readonly expected: string | null;
  readonly message: string;
  readonly messageZh: string;
}

export const placeholderFault: UsccFault = {
  code: "PLACEHOLDER",
  position: null,
  found: "00000000000000000X",
  expected: null,
  message: "Seventeen zeros and X stand for a subject without a code; they name nobody",
  messageZh: "17 个 0 加 X 表示无统一社会信用代码，不能用于识别主体",
};

/** What is longer is no mistyped code; naming each of its characters would help nobody. */
const longestExplained = 24;

/** Everything that is wrong with a normalised code that is not sound, in the order of reading; not the placeholder. */
export function faultsOf(text: string): readonly UsccFault[] {
  const characters = Array.from(text);
  const { length } = characters;
  const faults: UsccFault[] = [];
  if (length !== 18) faults.push(lengthFault(text, length));
  if (length > longestExplained) return faults;
  characters.forEach((found, at) => {
    if (valueAt(found, 0) < 0 || found.length > 1) faults.push(characterFault(found, at + 1));
  });
  if (length !== 18 || text.length !== 18) return faults;
  return [...faults, ...structureFaults(text), ...checkFaults(text)];
}

function lengthFault(text: string, length: number): UsccFault {
  const hint =
    length === 15 && /^\d{6}/.test(text)
      ? "; 15 are a business registration number from before the unified code"
      : length === 9
        ? "; 9 are an organisation code"
        : "";
  const hintZh = hint === "" ? "" : length === 15 ? "；15 位为旧工商注册号" : "；9 位为组织机构代码";
  const [found, message, messageZh] = [String(length), `The code has ${length} characters instead of 18${hint}`, `代码应为 18 位，实为 ${length} 位${hintZh}`];
  return { code: "LENGTH", position: null, found, expected: "18", message, messageZh };
}

function characterFault(found: string, position: number): UsccFault {
  const expected = lookAlikes[found] ?? null;
  const message =
    expected === null
      ? `Character ${position} is ${found}, which is none of the digits and letters of the code`
      : `Character ${position} is ${found}, which the code never uses (I, O, S, V, Z are excluded); ${expected} looks like it`;
  const messageZh =
    expected === null
      ? `第 ${position} 位“${found}”不是代码所用的数字或字母`
      : `第 ${position} 位为 ${found}，代码不使用 I、O、S、V、Z，形近字符为 ${expected}`;
  return { code: "CHARACTER", position, found, expected, message, messageZh };
}

function structureFaults(text: string): readonly UsccFault[] {
  const faults: UsccFault[] = [];
  const at = (code: UsccFaultCode, place: number, rest: string, restZh: string) => {
    const [found = "", position] = [text[place], place + 1];
    if (valueAt(text, place) >= 0)
      faults.push({
        code,
        position,
        found,
        expected: null,
        message: `Character ${position} is ${found}, ${rest}`,
        messageZh: `第 ${position} 位为 ${found}，${restZh}`,
      });
  };
  if (!isAuthority(text)) at("AUTHORITY", 0, "which no registration authority has (1 to 9, A, N or Y)", "不是登记管理部门代码（1 至 9、A、N、Y）");
  if (!isCategory(text)) at("CATEGORY", 1, "which no category of organisation has (1 to 5 or 9)", "不是机构类别代码（1 至 5、9）");
  for (let place = 2; place < 8; place += 1)
    if (!isDigit(text, place)) at("DIVISION_DIGITS", place, "but characters 3 to 8 are the digits of a division", "第 3 至 8 位应为行政区划码数字");
  return faults;
}

/** Each check is reported where the characters it is computed from can be; neither hides the other. */
function checkFaults(text: string): readonly UsccFault[] {
  const faults: UsccFault[] = [];
  const [found17 = "", found18 = ""] = text.slice(16);
  const isReadable = (from: number, to: number) => Array.from({ length: to - from }).every((_, at) => valueAt(text, from + at) >= 0);
  const organisation = isReadable(8, 17) ? organisationCheck(text, 8) : found17;
  if (organisation !== found17) {
    const message = `Character 17 is ${found17}, but the organisation code in characters 9 to 17 has the check ${organisation}`;
    faults.push({
      code: "ORG_CODE_CHECK",
      position: 17,
      found: found17,
      expected: organisation,
      message,
      messageZh: `第 17 位为 ${found17}，与第 9 至 16 位的组织机构代码校验码 ${organisation} 不符`,
    });
  }
  const check = isReadable(0, 18) ? checkCharacter(text) : found18;
  if (check !== found18) {
    const message = `Character 18 is ${found18}, but the 17 characters before it have the check ${check}`;
    faults.push({
      code: "CHECK",
      position: 18,
      found: found18,
      expected: check,
      message,
      messageZh: `第 18 位为 ${found18}，与前 17 位的校验码 ${check} 不符`,
    });
  }
  return faults;
}
