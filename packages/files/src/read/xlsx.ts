import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { HubError } from "@hub/core/error";
import { type CellValue, streamXlsxRows } from "hucre/xlsx";
import type { Inspected } from "./inspect.ts";
import { batchSize, fitted, headerWithin, isHeader, type Row, type Table, trimmedHeader, unreadable } from "./table.ts";

/** Opens the first sheet of a workbook, or the named one. Throws FILE_UNREADABLE. */
export async function openXlsx(path: string, { sha256, bytes }: Inspected, sheet: string | undefined): Promise<Table> {
  const found = await guarded(path, () => findHeader(path, sheet));
  return {
    format: "xlsx",
    encoding: null,
    sheet: sheet ?? null,
    header: found.header,
    sha256,
    bytes,
    async *rows() {
      let batch: Row[] = [];
      for await (const { number, cells } of sheetRows(path, sheet)) {
        if (number <= found.at || cells.every((cell) => cell === "")) continue;
        const padded = cells.length < found.header.length ? [...cells, ...Array<string>(found.header.length - cells.length).fill("")] : cells;
        batch.push(fitted(number, padded, found.header.length));
        if (batch.length < batchSize) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}

async function findHeader(path: string, sheet: string | undefined): Promise<{ header: readonly string[]; at: number }> {
  let seen = 0;
  for await (const { number, cells } of sheetRows(path, sheet)) {
    if (isHeader(cells)) return { header: trimmedHeader(cells), at: number };
    seen += 1;
    if (seen >= headerWithin) break;
  }
  throw unreadable(path, "no row among the first ten looks like a header with at least three columns");
}

async function* sheetRows(path: string, sheet: string | undefined): AsyncGenerator<{ number: number; cells: readonly string[] }> {
  const source = createReadStream(path);
  const stream = Readable.toWeb(source) as unknown as globalThis.ReadableStream<Uint8Array>;
  try {
    for await (const { index, values } of streamXlsxRows(stream, sheet === undefined ? {} : { sheet })) {
      yield { number: index + 1, cells: values.map(textOf) };
    }
  } finally {
    source.destroy();
  }
}

function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, "").replace("T", " ").replace(/\.000Z$/, "");
  // Sums that a workbook computed in binary: 0.30000000000000004 is 0.3.
  if (typeof value === "number") return String(Number(value.toPrecision(15)));
  return String(value);
}

async function guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HubError) throw error;
    throw unreadable(path, `it is not a sound .xlsx workbook (${error instanceof Error ? error.message : String(error)}); save it again as .xlsx or CSV`, error);
  }
}
