import { createHash } from "node:crypto";
import { HubError } from "@hub/core/error";
import type { Inspected } from "../inspect.ts";
import { batches, fitted, headerWithin, isBlank, isHeader, type Row, type Table, trimmedHeader, unreadable } from "../table.ts";
import { type Archive, Unsound, withArchive } from "./archive.ts";
import { type SheetRow, sheetRows } from "./sheet.ts";
import { sharedStrings } from "./strings.ts";
import { readStyles } from "./styles.ts";
import { readWorkbook, type Sheet, type Workbook } from "./workbook.ts";

interface Header {
  readonly sheet: Sheet;
  readonly header: readonly string[];
  /** Row of the sheet where it stands. */
  readonly at: number;
  /** Whether the sheet is the one that is read when none is named. */
  readonly isFirst: boolean;
  readonly others: readonly string[];
}

/**
 * Opens a sheet of a workbook: the named one, otherwise the first that is visible and not empty. The sheet is read to its
 * end once before a row is given out, so that one that breaks off in its middle is refused whole. Throws FILE_UNREADABLE.
 */
export async function openXlsx(path: string, { sha256, bytes }: Inspected, wanted: string | undefined): Promise<Table> {
  for await (const found of guarded(path, (archive) => findHeader(path, archive, wanted))) {
    const rows = () => batches(guarded(path, (archive) => below(archive, found)));
    for await (const _ of rows());
    const id = found.isFirst ? sha256 : createHash("sha256").update(`${sha256}\n${found.sheet.name}`).digest("hex");
    return { format: "xlsx", encoding: null, sheet: found.sheet.name, header: found.header, sha256: id, bytes, otherSheets: found.others, rows };
  }
  throw unreadable(path, "every visible sheet is empty");
}

/** The rows below the header. */
async function* below(archive: Archive, { sheet, header, at }: Header): AsyncGenerator<readonly Row[]> {
  const width = header.length;
  for await (const rows of rowsOf(archive, await readWorkbook(archive), sheet)) {
    const filled = rows.filter(({ number, cells }) => number > at && !isBlank(cells));
    yield filled.map(({ number, cells }) => fitted(number, padded(cells, width), width));
  }
}

/** A sheet leaves out the empty cells at a row's end. */
function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill("")];
}

/** The header of the sheet to read; nothing when every visible sheet is empty. */
async function* findHeader(path: string, archive: Archive, wanted: string | undefined): AsyncGenerator<Header> {
  const workbook = await readWorkbook(archive);
  const named = workbook.sheets.filter(({ name }) => name === wanted);
  const its = `its sheets are: ${workbook.sheets.map(({ name }) => name).join(", ")}`;
  if (wanted !== undefined && named.length === 0) throw unreadable(path, `it has no sheet ${wanted}; ${its}`);
  for (const sheet of wanted === undefined ? workbook.sheets.filter(({ visible }) => visible) : named) {
    const first = await firstRows(archive, workbook, sheet);
    if (first.length === 0 && wanted === undefined) continue;
    const header = first.find(({ cells }) => isHeader(cells));
    if (!header) throw unreadable(path, `no row among the first ten of sheet ${sheet.name} looks like a header with at least three columns; ${its}`);
    if (workbook.strings !== null) await archive.verify(workbook.strings);
    const isFirst = wanted === undefined || (await isReadUnasked(archive, workbook, sheet));
    const others = wanted === undefined ? await filledBeside(archive, workbook, sheet) : [];
    yield { sheet, header: trimmedHeader(header.cells), at: header.number, isFirst, others };
    return;
  }
}

/** Names of the visible sheets that hold something, beside the one that is read. */
async function filledBeside(archive: Archive, workbook: Workbook, read: Sheet): Promise<readonly string[]> {
  const filled: string[] = [];
  for (const sheet of workbook.sheets.filter((each) => each.visible && each !== read)) {
    if ((await firstRows(archive, workbook, sheet)).length > 0) filled.push(sheet.name);
  }
  return filled;
}

/** Whether a sheet is the first that is visible and not empty. */
async function isReadUnasked(archive: Archive, workbook: Workbook, wanted: Sheet): Promise<boolean> {
  for (const sheet of workbook.sheets.filter(({ visible }) => visible)) {
    if (sheet === wanted) return true;
    if ((await firstRows(archive, workbook, sheet)).length > 0) return false;
  }
  return false;
}

/** As many rows that are not blank as the header is looked for in. */
async function firstRows(archive: Archive, workbook: Workbook, sheet: Sheet): Promise<readonly SheetRow[]> {
  const first: SheetRow[] = [];
  for await (const rows of rowsOf(archive, workbook, sheet)) {
    first.push(...rows.filter(({ cells }) => !isBlank(cells)));
    if (first.length >= headerWithin) break;
  }
  return first.slice(0, headerWithin);
}

async function* rowsOf(archive: Archive, { strings: part, styles, from1904 }: Workbook, sheet: Sheet): AsyncGenerator<readonly SheetRow[]> {
  const strings = sharedStrings(archive, part);
  try {
    yield* sheetRows(archive, sheet.part, { strings, styles: await readStyles(archive, styles), from1904 });
  } finally {
    await strings.close();
  }
}

/** Work on a workbook whose errors become FILE_UNREADABLE, while those of the rows' consumer stay what they are. */
async function* guarded<T>(path: string, work: (archive: Archive) => AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* withArchive(path, work);
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (error instanceof Unsound) throw unreadable(path, error.message, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(path, `it is not a sound .xlsx workbook (${reason}); save it again as .xlsx or CSV`, error);
  }
}
