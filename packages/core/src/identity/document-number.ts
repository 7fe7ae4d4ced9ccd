/** Number of an official document (文号), such as 晋市环罚〔2025〕25号: organ, kind, year, number. */
export interface DocumentNumber {
  /** One way of writing it: brackets 〔〕, no blanks, no 第, no leading zeros, 号 at the end. The key of a document. */
  readonly canonical: string;
  /** What stands before the kind, e.g. 晋市环. Which authority that is, a dated table says. Null when the text has another form. */
  readonly org: string | null;
  /** E.g. 罚, 罚听告字, 审批函; null when none of the known ones stands there, or the text has another form. */
  readonly kind: string | null;
  readonly year: number | null;
  readonly number: number | null;
}

/** Longest first: the organ takes as little as it can, the kind as much as it can. */
const kinds = "罚听告字|罚听告|罚告字|罚告|责改字|责改|不罚字|不罚|罚字|罚|审管审字|审批函|审批|审函|环评函|审字|审|函|发|规";
const form = new RegExp(`^([\\u4e00-\\u9fff]{1,20}?)(${kinds})?〔((?:19|20)\\d{2})〕第?0*(\\d{1,6})号?$`);
const canonicalForm = /^[\u4e00-\u9fff]{1,20}〔(?:19|20)\d{2}〕[1-9]\d{0,5}号$/;

/**
 * Reads a document number in any of the usual ways of writing (law sheet 6): full or half width, any brackets, blanks,
 * 第, leading zeros, 号 left out. What has another form is only cleaned (half width, brackets 〔〕, no blanks) and has
 * no parts: it is still a key, only a weaker one. Never throws.
 * @example normaliseDocumentNumber("晋市环罚 [2025] 第025号").canonical // "晋市环罚〔2025〕25号"
 */
export function normaliseDocumentNumber(raw: string): DocumentNumber {
  const text = canonicalForm.test(raw) ? raw : clean(raw);
  const found = form.exec(text);
  if (!found) return { canonical: text, org: null, kind: null, year: null, number: null };
  const [, org = "", kind, year = "", number = ""] = found;
  return { canonical: `${org}${kind ?? ""}〔${year}〕${number}号`, org, kind: kind ?? null, year: Number(year), number: Number(number) };
}

/** NFKC leaves 〔〕 as they are and makes （）［］ half width. */
function clean(raw: string): string {
  return raw
    .normalize("NFKC")
    .replace(/[\s\u200b-\u200d\u2060]+/g, "")
    .replace(/[[(【〖{]/g, "〔")
    .replace(/[\])】〗}]/g, "〕");
}
