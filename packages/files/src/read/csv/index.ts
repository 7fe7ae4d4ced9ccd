import { decoded, type Inspected } from "../inspect.ts";
import { batches, fitted, headerWithin, isHeader, type Row, type Table, trimmedHeader, unreadable } from "../table.ts";
import { delimiterOf } from "./delimiter.ts";
import { records } from "./records.ts";

/** Opens a CSV split by commas, tabs or semicolons. Throws FILE_UNREADABLE. */
export async function openCsv(path: string, { sha256, bytes, encoding, beginning }: Inspected): Promise<Table> {
  const delimiter = delimiterOf(beginning);
  const { header, at } = await findHeader(path, encoding, delimiter);
  async function* body(): AsyncGenerator<readonly Row[]> {
    for await (const rows of records(decoded(path, encoding), { delimiter, width: header.length })) {
      yield rows.filter(({ number }) => number > at).map((row) => (row.fault ? row : fitted(row.number, row.cells, header.length)));
    }
  }
  return { format: "csv", encoding, sheet: null, header, sha256, bytes, rows: () => batches(body()) };
}

async function findHeader(path: string, encoding: string, delimiter: string): Promise<{ header: readonly string[]; at: number }> {
  let seen = 0;
  for await (const rows of records(decoded(path, encoding), { delimiter })) {
    for (const { number, cells, fault } of rows.slice(0, headerWithin - seen)) {
      if (!fault && isHeader(cells)) return { header: trimmedHeader(cells), at: number };
    }
    seen += rows.length;
    if (seen >= headerWithin) break;
  }
  throw unreadable(path, "no line among the first ten looks like a header with at least three columns");
}
