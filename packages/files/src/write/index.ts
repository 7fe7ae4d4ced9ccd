import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import iconv from "iconv-lite";

/** Writes the forms that the readers read. Values are written as they are: a spreadsheet may take "=…" for a formula. */

type Rows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

const rowsAtATime = 1_000;

export interface CsvOptions {
  readonly encoding: "utf-8" | "gb18030";
  /** A byte order mark, by which Excel knows UTF-8; GB18030 has none. */
  readonly bom?: boolean;
}

export async function writeCsv(path: string, header: readonly string[], rows: Rows, { encoding, bom = false }: CsvOptions): Promise<void> {
  async function* lines() {
    let some: (readonly string[])[] = [header];
    for await (const row of rows) {
      some.push(row);
      if (some.length < rowsAtATime) continue;
      yield csvText(some);
      some = [];
    }
    if (some.length > 0) yield csvText(some);
  }
  const encode = new Transform({
    writableObjectMode: true,
    transform: (text: string, _encoding, done) => done(null, iconv.encode(text, encoding)),
  });
  const out = createWriteStream(path);
  if (bom && encoding === "utf-8") out.write("\ufeff");
  await pipeline(Readable.from(lines()), encode, out);
}

export interface XlsxContent {
  readonly sheet: string;
  /** Goes above the header, as official templates have it. */
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: Rows;
}

/** A workbook with one sheet of texts. */
export async function writeXlsx(path: string, { sheet, title, header, rows }: XlsxContent): Promise<void> {
  async function* all(): AsyncGenerator<CellValue[]> {
    if (title !== undefined) yield [sheetText(title)];
    yield header.map(sheetText);
    for await (const row of rows) yield row.map(sheetText);
  }
  const stream = writeXlsxStream(all(), { name: sheet });
  await pipeline(Readable.fromWeb(stream as never), createWriteStream(path));
}

/** A message of the credit platform: ExchangeMessage/Body with one `fields` element a record. */
export async function writeXml(path: string, records: Iterable<Readonly<Record<string, string>>>): Promise<void> {
  function* parts() {
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<ExchangeMessage>\n<Body>\n';
    for (const record of records) {
      const fields = Object.entries(record).map(([code, value]) => `<${code}>${escaped(value)}</${code}>`);
      yield `<fields>${fields.join("")}</fields>\n`;
    }
    yield "</Body>\n</ExchangeMessage>\n";
  }
  await pipeline(Readable.from(parts()), createWriteStream(path));
}

function escaped(text: string): string {
  return holdable(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}

/** Cells with another delimiter in them are quoted too, so that it is not taken for the file's. */
function csvText(rows: readonly (readonly string[])[]): string {
  return stringify(rows as string[][], { quoted_match: /[;\t]/ });
}

/** Workbooks take _x000D_ for a character's number, so a text that looks so has its first underscore escaped. */
function sheetText(text: string): string {
  return text.replaceAll(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd").replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");
}

/** XML holds no control characters but tab and line breaks, and no halves of characters: they are written as \ufffd, which readers report. */
function holdable(text: string): string {
  return text.replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
