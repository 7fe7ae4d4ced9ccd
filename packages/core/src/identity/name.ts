const plain = /^[\u4e00-\u9fff]+$/;

/**
 * A name for comparing, not for showing: half width (NFKC), no blanks, round brackets for every kind of bracket, one
 * sign for the zero 〇 (○ and ◯ are typed for it), capitals. 零 is another character and stays.
 */
export function normaliseName(name: string): string {
  if (plain.test(name)) return name;
  return name
    .normalize("NFKC")
    .replace(/[\s\u200b-\u200d\u2060]+/g, "")
    .replace(/[〔【〖{[]/g, "(")
    .replace(/[〕】〗}\]]/g, ")")
    .replace(/[○◯]/g, "〇")
    .toUpperCase();
}

/** Whether two names are the same but for how they were typed. */
export function sameName(a: string, b: string): boolean {
  return a === b || normaliseName(a) === normaliseName(b);
}
