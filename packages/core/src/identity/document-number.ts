/** Numbers of official documents (文号), such as 晋市环罚〔2025〕25号. */
export interface DocumentNumber {
  /** One way of writing it: brackets 〔〕, no blanks, no 第, no leading zeros, 号 at the end. */
  readonly canonical: string;
  /** Organ and kind, year and number; null when the text has another form and was only cleaned. */
  readonly parts: { readonly series: string; readonly year: number; readonly number: number } | null;
}

const form = /^([^〔〕\d]{1,20})〔((?:19|20)\d{2})〕第?0*(\d{1,6})号?$/;
const canonicalForm = /^[\u4e00-\u9fff]{1,20}〔(?:19|20)\d{2}〕[1-9]\d{0,5}号$/;

/** Reads a document number; what has another form is only cleaned. Forms: law sheet on document numbers. */
export function normaliseDocumentNumber(raw: string): DocumentNumber {
  const text = canonicalForm.test(raw) ? raw : clean(raw);
  const [, series, year, number] = form.exec(text) ?? [];
  if (series === undefined || year === undefined || number === undefined) return { canonical: text, parts: null };
  return { canonical: `${series}〔${year}〕${number}号`, parts: { series, year: Number(year), number: Number(number) } };
}

function clean(raw: string): string {
  return raw
    .replace(/[［【\[(（]/g, "〔")
    .replace(/[］】\])）]/g, "〕")
    .split(/([〔〕])/)
    .map((part) => (part === "〔" || part === "〕" ? part : part.normalize("NFKC")))
    .join("")
    .replace(/\s+/g, "");
}
