import { checkUscc } from "./uscc.ts";

/** Resident identity numbers (公民身份号码), GB 11643: recognised only to be dropped. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checks = "10X98765432";
const candidate = /(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const sevenDigits = /\d{7}/;

/** Whether 18 characters are a resident identity number with the right check. */
export function isResidentId(text: string): boolean {
  return /^\d{17}[\dX]$/i.test(text) && checkOf(text) === text[17]?.toUpperCase();
}

/** The check character for the first 17 digits. */
export function checkOf(text: string): string {
  let sum = 0;
  for (let at = 0; at < 17; at += 1) sum += (text.charCodeAt(at) - 48) * (weights[at] ?? 0);
  return checks[sum % 11] ?? "";
}

export const scrubbed = "［身份证号已删除］";

/** The text with every resident identity number replaced, and how many there were. A unified code of digits only stays. */
export function scrubResidentIds(text: string): { readonly text: string; readonly count: number } {
  if (text.length < 18 || !sevenDigits.test(text)) return { text, count: 0 };
  let count = 0;
  const replaced = text.replace(candidate, (found) => {
    if (!isResidentId(found) || checkUscc(found).ok) return found;
    count += 1;
    return scrubbed;
  });
  return { text: replaced, count };
}
