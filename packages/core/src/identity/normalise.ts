/** What was changed before a code was checked. */
export type Normalisation = "FULL_WIDTH" | "SEPARATORS" | "LOWER_CASE";

/** Blanks, hyphens and dashes of any kind, and characters nobody sees. */
const separators = /[\s\-‐-―−\u00ad\u200b-\u200d\u2060]/g;

/**
 * A code in half width (NFKC) and capitals, without blanks and hyphens; and what had to be changed for it. Blanks
 * around the code are dropped without a word.
 */
export function normaliseCode(given: string): { readonly text: string; readonly notes: readonly Normalisation[] } {
  const notes: Normalisation[] = [];
  const half = given.normalize("NFKC");
  if (half !== given.normalize("NFC")) notes.push("FULL_WIDTH");
  const joined = half.replace(separators, "");
  if (joined !== half.trim()) notes.push("SEPARATORS");
  const text = joined.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  if (text !== joined) notes.push("LOWER_CASE");
  return { text, notes };
}
