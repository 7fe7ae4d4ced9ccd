const plain = /^[\u4e00-\u9fff]+$/;

/** A name for comparing: half width, no blanks, one kind of brackets, one kind of zero. Not for showing. */
export function normaliseName(name: string): string {
  if (plain.test(name)) return name;
  return name
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[〔［【{[]/g, "(")
    .replace(/[〕］】}\]]/g, ")")
    .replace(/[〇○]/g, "零")
    .toUpperCase();
}

export function sameName(a: string, b: string): boolean {
  return a === b || normaliseName(a) === normaliseName(b);
}
