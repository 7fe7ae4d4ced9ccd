import { type Normalisation, normaliseCode } from "./normalise.ts";

/** The organisation code, GB 11714: eight characters and a check character; the 9th to 17th characters of a unified code. */

const weights = Uint8Array.of(3, 7, 9, 10, 5, 8, 4, 2);

/** 0-9 are 0-9, A-Z are 10-35 (36 letters here, not the 31 of the unified code); -1 for anything else. */
function numberOf(unit: number): number {
  if (unit >= 48 && unit <= 57) return unit - 48;
  if (unit >= 65 && unit <= 90) return unit - 55;
  return -1;
}

/** The check character (0 to 9 or X) for the eight characters that begin at `from`; "" when one of them is none of the code. */
export function organisationCheck(text: string, from = 0): string {
  let sum = 0;
  for (let at = 0; at < 8; at += 1) {
    const value = numberOf(text.charCodeAt(from + at));
    if (value < 0) return "";
    sum += value * (weights[at] ?? 0);
  }
  return "0X987654321"[sum % 11] ?? "";
}

export interface OrganisationCodeCheck {
  readonly given: string;
  /** Nine characters without hyphen and blanks, in half width and capitals. */
  readonly normalised: string;
  readonly ok: boolean;
  /** What is wrong; null for a right code. `position` counts from 1 in the normalised code. */
  readonly fault: {
    readonly code: "LENGTH" | "CHARACTER" | "CHECK";
    readonly position: number | null;
    readonly expected: string | null;
    readonly message: string;
    readonly messageZh: string;
  } | null;
  readonly notes: readonly Normalisation[];
}

/**
 * Checks an organisation code as it was typed, with or without its hyphen (which is no note, as it belongs there).
 * Never throws.
 * @example checkOrganisationCode("19220382-2").fault?.expected // "1"
 */
export function checkOrganisationCode(given: string): OrganisationCodeCheck {
  const { text, notes } = normaliseCode(given);
  const fault = organisationFault(text);
  return { given, normalised: text, ok: fault === null, fault, notes: /^.{8}-.$/.test(given.trim()) ? notes.filter((note) => note !== "SEPARATORS") : notes };
}

function organisationFault(text: string): OrganisationCodeCheck["fault"] {
  const characters = Array.from(text);
  const { length } = characters;
  if (length !== 9)
    return {
      code: "LENGTH",
      position: null,
      expected: "9",
      message: `The organisation code has ${length} characters instead of 9`,
      messageZh: `组织机构代码应为 9 位，实为 ${length} 位`,
    };
  const wrong = characters.findIndex((character, at) => !(at < 8 ? /^[0-9A-Z]$/ : /^[0-9X]$/).test(character));
  if (wrong >= 0) {
    const [found, position] = [characters[wrong], wrong + 1];
    const rest = wrong < 8 ? "which is no digit or letter" : "but the check is a digit or X";
    const restZh = wrong < 8 ? "不是数字或字母" : "校验码应为数字或 X";
    return {
      code: "CHARACTER",
      position,
      expected: null,
      message: `Character ${position} of the organisation code is ${found}, ${rest}`,
      messageZh: `组织机构代码第 ${position} 位为 ${found}，${restZh}`,
    };
  }
  const expected = organisationCheck(text);
  if (expected === text[8]) return null;
  return {
    code: "CHECK",
    position: 9,
    expected,
    message: `The organisation code ends in ${text[8]}, but its first 8 characters have the check ${expected}`,
    messageZh: `组织机构代码末位为 ${text[8]}，与校验码 ${expected} 不符`,
  };
}

/** Whether nine characters (capitals, no hyphen) are an organisation code with the right check. */
export function isOrganisationCode(text: string): boolean {
  return text.length === 9 && organisationCheck(text) === text[8];
}

/** Completes eight characters (capitals) to an organisation code, for demo data and tests. Throws TypeError when they can't begin one. */
export function completeOrganisationCode(first8: string): string {
  const check = first8.length === 8 ? organisationCheck(first8) : "";
  if (check === "") throw new TypeError(`Not the first eight characters of an organisation code: ${first8}`);
  return `${first8}${check}`;
}
