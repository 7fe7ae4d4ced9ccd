/** The organisation code, GB 11714: eight characters and a check character; the 9th to 17th characters of a unified code. */

const weights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

/** 0-9 are 0-9, A-Z are 10-35; -1 for anything else. */
export function valueIn36(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 90) return code - 55;
  return -1;
}

/** The check character for eight characters that begin at `from`; "" when one of them is no character of the code. */
export function organisationCheck(text: string, from = 0): string {
  let sum = 0;
  for (let at = 0; at < 8; at += 1) {
    const value = valueIn36(text.charCodeAt(from + at));
    if (value < 0) return "";
    sum += value * (weights[at] ?? 0);
  }
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

/** Completes eight characters to an organisation code. Throws TypeError when they can't begin one. */
export function completeOrganisationCode(first8: string): string {
  const check = first8.length === 8 ? organisationCheck(first8) : "";
  if (check === "") throw new TypeError(`Not the first eight characters of an organisation code: ${first8}`);
  return `${first8}${check}`;
}

/** Whether nine characters are an organisation code with the right check. */
export function isOrganisationCode(text: string): boolean {
  return text.length === 9 && organisationCheck(text) === text[8];
}
