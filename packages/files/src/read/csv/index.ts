import { once } from "node:events";
import { type CsvError, type Info, parse } from "csv-parse";
import { decoded, type Inspected } from "./inspect.ts";
import { batchSize, fitted, headerWithin, isHeader, type Row, type Table, trimmedHeader, unreadable } from "./table.ts";

/** A record longer than this has an open quotation mark. */
const mostRecordCharacters = 1_000_000;

/** Opens a CSV: comma, semicolon or tab, whichever the beginning has most of. Throws FILE_UNREADABLE. */
export async function openCsv(path: string, { sha256, bytes, encoding, beginning }: Inspected): Promise<Table> {
  const delimiter = delimiterOf(beginning);
  const { header, at } = await findHeader(path, encoding, delimiter);
  return {
    format: "csv",
    encoding,
    sheet: null,
    header,
    sha256,
    bytes,
    async *rows() {
      for await (const batch of records(path, encoding, delimiter)) {
        const rows = batch.filter(({ ordinal }) => ordinal > at).map(({ row }) => (row.fault ? row : fitted(row.number, row.cells, header.length)));
        if (rows.length > 0) yield rows;
      }
    },
  };
}

function delimiterOf(beginning: string): string {
  const line = beginning.split(/\r?\n/).slice(0, headerWithin).join("\n");
  const count = (mark: string) => line.split(mark).length;
  return [",", "\t", ";"].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

async function findHeader(path: string, encoding: string, delimiter: string): Promise<{ header: readonly string[]; at: number }> {
  for await (const batch of records(path, encoding, delimiter)) {
    for (const { ordinal, row } of batch.slice(0, headerWithin)) {
      if (!row.fault && isHeader(row.cells)) return { header: trimmedHeader(row.cells), at: ordinal };
    }
    break;
  }
  throw unreadable(path, "no line among the first ten looks like a header with at least three columns");
}

interface Numbered {
  readonly ordinal: number;
  readonly row: Row;
}

async function* records(path: string, encoding: string, delimiter: string): AsyncGenerator<readonly Numbered[]> {
  let ready: Numbered[] = [];
  let ordinal = 0;
  const push = (row: Row) => {
    ordinal += 1;
    ready.push({ ordinal, row });
  };
  const parser = parse({
    delimiter,
    info: false,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: mostRecordCharacters,
    on_record: (cells: string[], { lines }: Info) => {
      if (cells.some((cell) => cell !== "")) push({ number: lines - newlinesIn(cells), cells });
      return null;
    },
    on_skip: (error: CsvError | undefined) => {
      push({ number: Number(error?.["lines"] ?? 0), cells: [], fault: faultOf(error) });
    },
  });
  let failure: unknown;
  parser.on("error", (error) => {
    failure = error;
  });
  parser.resume();
  for await (const text of decoded(path, encoding)) {
    if (!parser.write(text) && failure === undefined) await Promise.race([once(parser, "drain"), once(parser, "error").catch(() => {})]);
    if (failure !== undefined) break;
    while (ready.length >= batchSize) {
      yield ready.slice(0, batchSize);
      ready = ready.slice(batchSize);
    }
  }
  if (failure === undefined) {
    parser.end();
    await Promise.race([once(parser, "end"), once(parser, "error")]).catch(() => {});
  }
  if (failure !== undefined) push({ number: Number((failure as CsvError)["lines"] ?? 0), cells: [], fault: faultOf(failure as CsvError) });
  if (ready.length > 0) yield ready;
}

function newlinesIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) if (cell.includes("\n")) count += cell.split("\n").length - 1;
  return count;
}

function faultOf(error: CsvError | undefined): NonNullable<Row["fault"]> {
  if (error?.code === "CSV_MAX_RECORD_SIZE") return { code: "TOO_LONG", message: "The record is longer than a million characters: a quotation mark is probably open" };
  return { code: "QUOTE", message: `The quotation marks do not fit: ${error?.code ?? "unknown"}` };
}
