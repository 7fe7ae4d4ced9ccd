/**
 * The characters of a unified code and what they weigh, GB 32100-2015 (modulus 31). The weighted values of all 18
 * characters, the last one with weight 1, add up to a multiple of 31.
 */
export const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

const weights = Uint8Array.of(1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28, 1);

/** Value of each character by its code unit; -1 for what the code never has. */
const values = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;

/** 0 to 30 for the character at that place; -1 when the code never has it, or nothing stands there. */
export function valueAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit < 128 ? (values[unit] ?? -1) : -1;
}

/** Weighted values of all places but one, modulo 31; -1 when a character among them is none of the code. */
function sumWithout(text: string, place: number): number {
  let sum = 0;
  for (let at = 0; at < 18; at += 1) {
    if (at === place) continue;
    const value = valueAt(text, at);
    if (value < 0) return -1;
    sum += value * (weights[at] ?? 0);
  }
  return sum % 31;
}

/** The 18th character for the first 17; "" when one of them is none of the code. */
export function checkCharacter(text: string): string {
  const sum = sumWithout(text, 17);
  return sum < 0 ? "" : (alphabet[(31 - sum) % 31] ?? "");
}

/**
 * The one character with which the whole passes the check, at a place from 0 to 17; what stands there is not read.
 * Every place has exactly one, as 31 is prime. "" when another character is none of the code.
 */
export function characterAt(text: string, place: number): string {
  const sum = sumWithout(text, place);
  const weight = weights[place] ?? 1;
  return Array.from(sum < 0 ? "" : alphabet).find((_, value) => (sum + value * weight) % 31 === 0) ?? "";
}

/** Letters the code leaves out because they look like another character, and that character. */
export const lookAlikes: Readonly<Record<string, string>> = { I: "1", O: "0", S: "5", V: "U", Z: "2" };
