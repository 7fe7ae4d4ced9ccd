import { Division } from "../division/index.ts";
import { checkUscc } from "./uscc.ts";

/** Resident identity numbers (公民身份号码), GB 11643-1999: recognised only to be dropped. */

const weights = Uint8Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
const shape = /^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]$/;

/**
 * Whether 18 characters (full width and small x allowed, no blanks) are a resident identity number: a date of birth
 * that exists, from 1800 to 2099, and the right check (ISO 7064, modulus 11-2). Numbers of 15 digits, issued until
 * 1999, have no check and look like registration numbers: they are not recognised.
 */
export function isResidentId(text: string): boolean {
  const half = text.normalize("NFKC").toUpperCase();
  return isResidentShape(half) && checkOf(half) === half[17];
}

/** Whether they are one but for the check. */
function isResidentShape(text: string): boolean {
  const half = text.normalize("NFKC").toUpperCase();
  return shape.test(half) && isDate(Number(half.slice(6, 10)), Number(half.slice(10, 12)), Number(half.slice(12, 14)));
}

function isDate(year: number, month: number, day: number): boolean {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= length;
}

/** The check character (0 to 9 or X) for the first 17 digits; for tests and demo data. */
export function checkOf(first17: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += (first17.charCodeAt(at) - 48) * (weights[at] ?? 0);
  return "10X98765432"[sum % 11] ?? "";
}

/** Stands where a resident identity number stood. */
export const scrubbed = "［身份证号已删除］";

/** What people put between the digits of a number: blanks, hyphens and dashes, dots, brackets, characters without width. */
const between = String.raw`[\s\u200b-\u200d\u2060\ufeff\u00ad\-‐-―−－_.·,，、;；:：|｜*＊()（）/]{0,4}`;
const seventeenDigits = new RegExp(`(?:[0-9０-９]${between}){17}`);
/** At every digit, so that a number is found behind another one, and glued to one, too. */
const candidate = new RegExp(`(?=((?:[0-9０-９]${between}){17}[0-9０-９XxＸｘⅩ]))`, "g");
const notOfNumber = /[^0-9０-９XxＸｘⅩ]/g;
const digit = /[0-9０-９]/;

/**
 * The text with every resident identity number replaced by `scrubbed`, and how many there were: also one whose digits
 * blanks, hyphens or brackets divide, one in a tax number (the number and two digits), and one glued to other digits if its
 * division exists. One that stands alone goes with a wrong check digit too, if its division exists and its birth lies before
 * 2000: it is a person's number mistyped. Numbers of documents are made of a division, a day and a count as well, but of a later day. A number that is also a unified code of digits only, with a division that exists, stays: hardly any person's
 * number is one, because its year of birth (19.., 20..) would have to end the code of a division.
 */
export function scrubResidentIds(text: string): { readonly text: string; readonly count: number } {
  if (text.length < 18 || !seventeenDigits.test(text)) return { text, count: 0 };
  let count = 0;
  let kept = "";
  let from = 0;
  for (const { 1: found = "", index } of text.matchAll(candidate)) {
    const number = found.replace(notOfNumber, "");
    if (index < from || !isPersonal(number, isGlued(text, index, index + found.length)) || isDigitsOnlyUscc(number)) continue;
    kept += text.slice(from, index) + scrubbed;
    from = index + found.length;
    count += 1;
  }
  return count === 0 ? { text, count } : { text: kept + text.slice(from), count };
}

/** Whether more digits follow or go before than those of a tax number made of it. */
function isGlued(text: string, from: number, to: number): boolean {
  return digit.test(text[from - 1] ?? "") || (digit.test(text[to] ?? "") && (!digit.test(text[to + 1] ?? "") || digit.test(text[to + 2] ?? "")));
}

function isPersonal(number: string, glued: boolean): boolean {
  if (isResidentId(number)) return !glued || Division.has(divisionOf(number));
  return !glued && isResidentShape(number) && number.normalize("NFKC").slice(6, 8) < "20" && Division.has(divisionOf(number));
}

function divisionOf(number: string): string {
  return number.slice(0, 6).normalize("NFKC");
}

function isDigitsOnlyUscc(text: string): boolean {
  const { ok, parts } = checkUscc(text);
  return ok && parts !== null && (parts.division === "100000" || Division.has(parts.division));
}
