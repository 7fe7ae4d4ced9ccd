/** What the places of a unified code may hold, before any check is computed. GB 32100-2015, credit-law sheet 1.1. */

/** 1 to 9, A, N and Y begin a code. */
export function isAuthority(text: string): boolean {
  const unit = text.charCodeAt(0);
  return (unit > 48 && unit < 58) || unit === 65 || unit === 78 || unit === 89;
}

/** 1 to 5 and 9 are categories, whatever the authority. */
export function isCategory(text: string): boolean {
  const unit = text.charCodeAt(1);
  return (unit > 48 && unit < 54) || unit === 57;
}

/** Whether a digit 0 to 9 stands there, as it must at the places of the division (2 to 7, counted from 0). */
export function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit > 47 && unit < 58;
}
