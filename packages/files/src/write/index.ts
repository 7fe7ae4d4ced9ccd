import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { stringify } from "csv-stringify/sync";
import { type CellValue, writeXlsxStream } from "hucre/xlsx";
import iconv from "iconv-lite";

/** Writes the forms that the readers read. Values are written as they are: a spreadsheet may take "=…" for a formula. */

type Rows = Iterable<readonly string[]> | AsyncIterable<readonly string[]>;

const rowsAtATime = 1_000;

export async function writeCsv(path: string, header: readonly string[], rows: Rows, { encoding, bom = false }: { encoding: "utf-8" | "gb18030"; bom?: boolean }): Promise<void> {
  async function* lines() {
    let some: (readonly string[])[] = [header];
    for await (const row of rows) {
      some.push(row);
      if (some.length < rowsAtATime) continue;
      yield stringify(some as string[][]);
      some = [];
    }
    if (some.length > 0) yield stringify(some as string[][]);
  }
  const encode = new Transform({
    writableObjectMode: true,
    transform: (text: string, _encoding, done) => done(null, iconv.encode(text, encoding)),
  });
  const out = createWriteStream(path);
  if (bom) out.write("\ufeff");
  await pipeline(Readable.from(lines()), encode, out);
}

/** A workbook with one sheet of texts; `title` goes above the header, as official templates have it. */
export async function writeXlsx(path: string, { sheet, title, header, rows }: { sheet: string; title?: string; header: readonly string[]; rows: Rows }): Promise<void> {
  async function* all(): AsyncGenerator<CellValue[]> {
    if (title !== undefined) yield [title];
    yield [...header];
    for await (const row of rows) yield [...row];
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
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\r", "&#13;");
}
