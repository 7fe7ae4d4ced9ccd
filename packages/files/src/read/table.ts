import { HubError } from "@hub/core/error";

export type Format = "csv" | "xlsx" | "xml";
export type Encoding = "utf-8" | "gb18030";

/** One record of a file. `cells` stand in the order of the header, "" when empty. */
export interface Row {
  /** As a person counts: the line in a CSV where the record begins, the sheet row, the ordinal of a message's record. */
  readonly number: number;
  readonly cells: readonly string[];
  /** Why the row cannot be read; its cells are then not to be used. */
  readonly fault?: { readonly code: "COLUMN_COUNT" | "QUOTE" | "ENCODING" | "TOO_LONG"; readonly message: string };
}

/** An opened file: what it is, its header, and its rows in batches. */
export interface Table {
  readonly format: Format;
  /** Null for a workbook. */
  readonly encoding: Encoding | null;
  readonly sheet: string | null;
  readonly header: readonly string[];
  /** SHA-256 of the file's bytes, hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** Reads the file anew at each call. */
  rows(): AsyncIterable<readonly Row[]>;
}

export function unreadable(path: string, why: string, cause?: unknown): HubError {
  return new HubError("FILE_UNREADABLE", `${path}: ${why}`, { path }, { cause });
}

/** Rows handed over at a time. */
export const batchSize = 500;

/** A row whose number of cells is the header's; blank cells beyond it do not count. */
export function fitted(number: number, cells: readonly string[], width: number): Row {
  const beyond = cells.slice(width).some((cell) => cell.trim() !== "");
  if (!beyond && cells.length >= width) return { number, cells: cells.length === width ? cells : cells.slice(0, width) };
  return { number, cells, fault: { code: "COLUMN_COUNT", message: `The row has ${cells.length} cells, the header ${width}` } };
}

/** The header is the first of the first ten rows with three filled cells: official templates put a title above it. */
export const headerWithin = 10;

export function isHeader(cells: readonly string[]): boolean {
  return cells.filter((cell) => cell.trim() !== "").length >= 3;
}

export function trimmedHeader(cells: readonly string[]): string[] {
  const header = cells.map((cell) => cell.trim());
  while (header.at(-1) === "") header.pop();
  return header;
}
