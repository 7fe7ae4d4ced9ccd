import { Identity } from "../identity/index.ts";
import type { Provenance } from "../provenance/index.ts";
import { type CellReader, readerOf } from "./cell.ts";
import type { Column, Mapping } from "./columns.ts";
import { clipped, type Issue } from "./issue.ts";

/** A row as a reader of files hands it over. `cells` stand in the order of the header, "" when empty. */
export interface RawRow {
  /** As a person counts rows in the file; grows within a file. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly fault?: { readonly code: "COLUMN_COUNT" | "QUOTE" | "ENCODING" | "TOO_LONG"; readonly message: string };
}

/** A row after reading its cells, before it is known to be a sound record. */
export interface ReadRow {
  readonly number: number;
  /** Read value by field; absent when the cell is empty. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Trimmed text by field, for what is stored beside its meaning. */
  readonly texts: Readonly<Record<string, string>>;
  readonly originals: readonly Provenance.Original[];
  readonly issues: Issue[];
  /** Personal document numbers and kinds met, and dropped. */
  readonly personalDropped: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unreadable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/;

/** How much of a value may be shown in a report: never a person's document number. */
export function shown(text: string): string {
  return clipped(Identity.scrubResidentIds(text).text, 200);
}

interface CompiledColumn {
  readonly column: Column;
  readonly field: string;
  readonly header: string;
  readonly positions: readonly number[];
  readonly read: CellReader;
  readonly isPersonal: boolean;
  readonly isText: boolean;
}

/** The reader for all rows of a file with this mapping. */
export function rowReader(mapping: Mapping): (row: RawRow) => ReadRow {
  const columns: readonly CompiledColumn[] = mapping.columns.map(({ column, positions, header }) => ({
    column,
    field: column.field ?? "",
    header,
    positions,
    read: column.type === "personal" ? () => ({ value: null }) : readerOf(column),
    isPersonal: column.type === "personal",
    isText: column.type === "text",
  }));
  return (row) => {
    const out = {
      number: row.number,
      values: {} as Record<string, unknown>,
      texts: {} as Record<string, string>,
      originals: [] as Provenance.Original[],
      issues: [] as Issue[],
      personalDropped: 0,
    };
    if (row.fault) {
      const code = row.fault.code === "ENCODING" ? "CHARACTERS" : row.fault.code;
      out.issues.push({ code, column: null, value: null, message: row.fault.message });
      return out;
    }
    for (const column of columns) {
      const raw = textOf(row.cells, column);
      if (raw === "") continue;
      if (column.isPersonal) out.personalDropped += 1;
      else readCell(column, raw, out);
    }
    for (const { column, field, header } of columns) {
      if (isRequired(column, out.values) && isMissing(column, out.values[field]) && !out.issues.some((issue) => issue.column === header)) {
        out.issues.push({ code: "REQUIRED", column: header, value: null, message: `${header} is empty` });
      }
    }
    return out;
  };
}

/** Codes and numbers are measured by their readers, without blanks and hyphens. */
function hasOwnLength({ type }: Column): boolean {
  return type === "uscc" || type.startsWith("identifier:");
}

function isRequired({ required }: Column, values: Readonly<Record<string, unknown>>): boolean {
  return required === "always" || (required === "organisations" && values["subject.type"] !== "individualBusiness");
}

/** Whether a cell gave nothing, as a placeholder or a list of separators does; an open end is a value. */
function isMissing({ type }: Column, value: unknown): boolean {
  if (value === null) return type !== "dayOrOpen";
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

function textOf(cells: readonly string[], { column, positions }: CompiledColumn): string {
  const [only] = positions;
  if (positions.length === 1 && only !== undefined) return (cells[only] ?? "").trim();
  const filled = positions.map((position) => (cells[position] ?? "").trim()).filter((text) => text !== "");
  return column.join ? filled.join(";") : (filled[0] ?? "");
}

function readCell(
  { column, field, header, read, isText }: CompiledColumn,
  raw: string,
  out: Omit<ReadRow, "personalDropped"> & { personalDropped: number },
): void {
  if (unreadable.test(raw)) {
    out.issues.push({
      code: "CHARACTERS",
      column: header,
      value: shown(raw.replace(new RegExp(unreadable, "g"), "�")),
      message: `${header} holds unreadable characters`,
    });
    return;
  }
  const scrubbed = Identity.scrubResidentIds(raw);
  out.personalDropped += scrubbed.count;
  const text = scrubbed.text;
  if (column.maxLength !== undefined && !hasOwnLength(column) && text.length > column.maxLength && [...text].length > column.maxLength) {
    out.issues.push({
      code: "LENGTH",
      column: header,
      value: shown(text),
      message: `${header} has ${[...text].length} characters, at most ${column.maxLength} are allowed`,
    });
    return;
  }
  const { values, texts } = out as { values: Record<string, unknown>; texts: Record<string, string> };
  if (!isText) texts[field] = text;
  const result = read(text);
  if (result.fault) {
    out.issues.push({ code: result.fault.code, column: header, value: shown(text), message: result.fault.message });
    return;
  }
  if (result.note) out.issues.push({ code: result.note.code, column: header, value: shown(text), message: result.note.message });
  values[field] = result.value;
  if (!isText && result.value !== text) (out.originals as Provenance.Original[]).push({ field, column: header, value: text });
}
