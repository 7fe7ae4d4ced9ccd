import { organisationCheck } from "./organisation-code.ts";

/** The Unified Social Credit Code (统一社会信用代码), GB 32100-2015. Both of its checks are told apart. */

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
/** Value of each character by its code; -1 for what the code never uses. */
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;

/** Stands in files for "no code" (17 zeros and X). Its check is wrong, and it names nobody. */
export const placeholder = "00000000000000000X";

export type UsccFaultCode = "LENGTH" | "CHARACTER" | "AUTHORITY" | "CATEGORY" | "DIVISION_DIGITS" | "ORG_CODE_CHECK" | "CHECK" | "PLACEHOLDER";

/** One thing that is wrong with a code. */
export interface UsccFault {
  readonly code: UsccFaultCode;
  /** Place of the wrong character, 1 to 18; null when the whole is meant. */
  readonly position: number | null;
  readonly found: string | null;
  /** What would be right at that place, where that is certain. */
  readonly expected: string | null;
  readonly message: string;
  readonly messageZh: string;
}

/** What was changed before the code was checked. */
export type UsccNote = "LOWER_CASE" | "FULL_WIDTH" | "SEPARATORS";

export interface UsccParts {
  /** Registration authority, e.g. 9 for market regulation. */
  readonly authority: string;
  /** Category of organisation within the authority. */
  readonly category: string;
  /** Division of the registering organ when it registered, GB/T 2260; it may have been repealed since. */
  readonly division: string;
  readonly organisationCode: string;
  readonly check: string;
}

export interface UsccCheck {
  readonly given: string;
  /** Without blanks and hyphens, in half width and capitals. */
  readonly normalised: string;
  readonly ok: boolean;
  readonly isPlaceholder: boolean;
  readonly faults: readonly UsccFault[];
  /** The one code that was most likely meant; null when none or several could be. */
  readonly suggestion: string | null;
  readonly parts: UsccParts | null;
  readonly notes: readonly UsccNote[];
}

/** Registration authorities (position 1), from GB 32100-2015. */
const authorities = "123456789ANY";
/** Categories (position 2) that any authority gives. */
const categories = "123459";

/** Checks a code as it was typed. Never throws; nothing is looked up. */
export function checkUscc(given: string): UsccCheck {
  const { text, notes } = normalise(given);
  if (text.length === 18 && isSound(text)) {
    return { given, normalised: text, ok: true, isPlaceholder: false, faults: [], suggestion: null, parts: partsOf(text), notes };
  }
  const isPlaceholder = text === placeholder;
  const faults = isPlaceholder ? [placeholderFault] : faultsOf(text);
  const suggestion = isPlaceholder ? null : suggest(text);
  return { given, normalised: text, ok: false, isPlaceholder, faults, suggestion, parts: null, notes };
}

/** Completes the first 17 characters of a code. Throws TypeError when they can't begin one. */
export function completeUscc(first17: string): string {
  const check = first17.length === 17 ? usccCheckCharacter(first17) : "";
  if (check === "") throw new TypeError(`Not the first 17 characters of a unified code: ${first17}`);
  return `${first17}${check}`;
}

/** The organisation code inside a unified code. */
export function organisationCodeOf(uscc: string): string {
  return uscc.slice(8, 17);
}

const clean = /^[0-9A-Z]*$/;

function normalise(given: string): { readonly text: string; readonly notes: readonly UsccNote[] } {
  if (given.length === 18 && clean.test(given)) return { text: given, notes: [] };
  const notes: UsccNote[] = [];
  const half = given.normalize("NFKC");
  if (half !== given) notes.push("FULL_WIDTH");
  const joined = half.replace(/[\s\-‐-―]/g, "");
  if (joined !== half.trim()) notes.push("SEPARATORS");
  const text = joined.toUpperCase();
  if (text !== joined) notes.push("LOWER_CASE");
  return { text, notes };
}

/** The 18th character; "" when one of the 17 is no character of the code. */
function usccCheckCharacter(text: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) {
    const value = valueAt(text, at);
    if (value < 0) return "";
    sum += value * (weights[at] ?? 0);
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? "";
}

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (values[code] ?? -1) : -1;
}

function isSound(text: string): boolean {
  if (!authorities.includes(text[0] ?? "?") || !categories.includes(text[1] ?? "?")) return false;
  for (let at = 2; at < 8; at += 1) if (text.charCodeAt(at) < 48 || text.charCodeAt(at) > 57) return false;
  return usccCheckCharacter(text) === text[17] && organisationCheck(text, 8) === text[16];
}

function partsOf(text: string): UsccParts {
  return { authority: text.slice(0, 1), category: text.slice(1, 2), division: text.slice(2, 8), organisationCode: text.slice(8, 17), check: text.slice(17) };
}

const placeholderFault: UsccFault = {
  code: "PLACEHOLDER",
  position: null,
  found: placeholder,
  expected: null,
  message: "Seventeen zeros and X stand for a subject without a code; they name nobody",
  messageZh: "17 个 0 加 X 表示无统一社会信用代码，不能用于识别主体",
};

const lookAlikes: Readonly<Record<string, string>> = { I: "1", O: "0", S: "5", V: "U", Z: "2" };

function faultsOf(text: string): readonly UsccFault[] {
  const faults: UsccFault[] = [];
  if (text.length !== 18) {
    faults.push(fault("LENGTH", null, String(text.length), "18", `The code has ${text.length} characters instead of 18`, `代码应为 18 位，实为 ${text.length} 位`));
  }
  for (let at = 0; at < text.length; at += 1) {
    const found = text[at] ?? "";
    if (valueAt(text, at) >= 0) continue;
    const meant = lookAlikes[found];
    const hint = meant ? ` (I, O, S, V and Z are not used); ${meant} may be meant` : "";
    const hintZh = meant ? `（不使用 I、O、S、V、Z），可能应为 ${meant}` : "";
    faults.push(fault("CHARACTER", at + 1, found, meant ?? null, `Character ${at + 1} is ${found}, which the code never has${hint}`, `第 ${at + 1} 位 ${found} 不是合法字符${hintZh}`));
  }
  if (faults.length > 0) return faults;
  const [first = "", second = ""] = text;
  if (!authorities.includes(first)) faults.push(fault("AUTHORITY", 1, first, null, `Character 1 is ${first}, which no registration authority has`, `第 1 位 ${first} 不是登记管理部门代码`));
  if (!categories.includes(second)) faults.push(fault("CATEGORY", 2, second, null, `Character 2 is ${second}, which no category of organisation has`, `第 2 位 ${second} 不是机构类别代码`));
  for (let at = 2; at < 8; at += 1) {
    const found = text[at] ?? "";
    if (found < "0" || found > "9") faults.push(fault("DIVISION_DIGITS", at + 1, found, null, `Character ${at + 1} is ${found}, but characters 3 to 8 are the digits of a division`, `第 ${at + 1} 位 ${found} 不是数字，第 3 至 8 位为行政区划码`));
  }
  const organisation = organisationCheck(text, 8);
  if (organisation !== text[16]) {
    faults.push(fault("ORG_CODE_CHECK", 17, text[16] ?? "", organisation, `Character 17 is ${text[16]}, but the organisation code in 9 to 16 has the check ${organisation}`, `第 17 位 ${text[16]} 与组织机构代码校验码 ${organisation} 不符`));
  }
  const check = usccCheckCharacter(text);
  if (check !== text[17]) faults.push(fault("CHECK", 18, text[17] ?? "", check, `The check character is ${text[17]}, but the 17 before it have the check ${check}`, `第 18 位 ${text[17]} 与校验码 ${check} 不符`));
  return faults;
}

function fault(code: UsccFaultCode, position: number | null, found: string, expected: string | null, message: string, messageZh: string): UsccFault {
  return { code, position, found, expected, message, messageZh };
}

/** The only sound code one slip away; the likelier kind of slip decides before the rarer. Null when none or several are. */
function suggest(text: string): string | null {
  for (const candidates of [looksAlike, wrongCheck, transposed, substituted, lengthened]) {
    const sound = new Set<string>();
    for (const candidate of candidates(text)) if (candidate.length === 18 && isSound(candidate)) sound.add(candidate);
    const [only] = sound;
    if (sound.size === 1 && only !== undefined) return only;
    if (sound.size > 1) return null;
  }
  return null;
}

function* looksAlike(text: string): Iterable<string> {
  const replaced = text.replace(/[IOSVZ]/g, (letter) => lookAlikes[letter] ?? letter);
  if (replaced !== text) yield replaced;
}

/** All but the last character is right: the organisation code's own check vouches for it. */
function* wrongCheck(text: string): Iterable<string> {
  if (text.length === 18) yield `${text.slice(0, 17)}${usccCheckCharacter(text)}`;
}

function* transposed(text: string): Iterable<string> {
  for (let at = 0; at < text.length - 1; at += 1) yield `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
}

function* substituted(text: string): Iterable<string> {
  if (text.length !== 18) return;
  for (let at = 0; at < 18; at += 1) for (const letter of alphabet) yield `${text.slice(0, at)}${letter}${text.slice(at + 1)}`;
}

/** One character left out, or one too many. */
function* lengthened(text: string): Iterable<string> {
  if (text.length === 17) for (let at = 0; at <= 17; at += 1) for (const letter of alphabet) yield `${text.slice(0, at)}${letter}${text.slice(at)}`;
  if (text.length === 19) for (let at = 0; at < 19; at += 1) yield `${text.slice(0, at)}${text.slice(at + 1)}`;
}
