import { HubError } from "@hub/core/error";

export type Format = "csv" | "xlsx" | "xml";
export type Encoding = "utf-8" | "gb18030";

/** Why a row cannot be read; the message says where and what was found. */
export interface Fault {
  readonly code: "COLUMN_COUNT" | "QUOTE" | "TOO_LONG";
  readonly message: string;
}

/** One record of a file. `cells` stand in the order of the header, "" when empty; a character that cannot be decoded is \ufffd. */
export interface Row {
  /** As a person counts: the line in a CSV where the record begins, the sheet row, the ordinal of a message's record. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Why the row cannot be read; its cells are then not to be used. */
  readonly fault?: Fault;
}

/** An opened file: what it is, its header, and its rows in batches. */
export interface Table {
  readonly format: Format;
  /** Null for a workbook. */
  readonly encoding: Encoding | null;
  /** Name of the sheet that is read; null when the file is no workbook. */
  readonly sheet: string | null;
  readonly header: readonly string[];
  /**
   * SHA-256 of the file's bytes, hexadecimal. Of a sheet that is not the workbook's first: SHA-256 of that, a line feed
   * and the sheet's name, so that each sheet of a workbook is a file of its own.
   */
  readonly sha256: string;
  readonly bytes: number;
  /** Visible sheets of a workbook that hold something and are not read, since no sheet was named. */
  readonly otherSheets?: readonly string[];
  /** Reads the file anew at each call, at most `batchSize` rows at a time. */
  rows(): AsyncIterable<readonly Row[]>;
}

/** The refusal of a whole file. */
export function unreadable(path: string, why: string, cause?: unknown): HubError {
  return new HubError("FILE_UNREADABLE", `${path}: ${why}`, { path }, { cause });
}

/** Rows handed over at a time. */
export const batchSize = 500;

/** Rows one by one or some at a time, as batches of `batchSize`. */
export async function* batches(source: AsyncIterable<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  let ready: Row[] = [];
  for await (const rows of source) {
    for (const row of rows) {
      ready.push(row);
      if (ready.length < batchSize) continue;
      yield ready;
      ready = [];
    }
  }
  if (ready.length > 0) yield ready;
}

/** A row whose number of cells is the header's; blank cells beyond it do not count. */
export function fitted(number: number, cells: readonly string[], width: number): Row {
  if (!fits(cells, width)) return faulty(number, "COLUMN_COUNT", `The row has ${cells.length} cells, the header ${width}`, cells);
  return { number, cells: cells.length === width ? cells : cells.slice(0, width) };
}

/** Whether cells fill a row of the header's width. */
export function fits(cells: readonly string[], width: number): boolean {
  return cells.length >= width && isBlank(cells.slice(width));
}

export function faulty(number: number, code: Fault["code"], message: string, cells: readonly string[] = []): Row {
  return { number, cells, fault: { code, message } };
}

export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** The header is the first of the first ten rows with three filled cells: official templates put a title above it. */
export const headerWithin = 10;

export function isHeader(cells: readonly string[]): boolean {
  return cells.filter((cell) => cell.trim() !== "").length >= 3;
}

/** The header's cells without the spaces around them and without the empty ones at its end. */
export function trimmedHeader(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  return header;
}
