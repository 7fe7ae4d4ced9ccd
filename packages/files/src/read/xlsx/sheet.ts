import { markup } from "../markup.ts";
import type { Archive } from "./archive.ts";
import { mostCellCharacters, type SharedStrings } from "./strings.ts";
import { dateText, isoText, numberText, type Shown, unescaped } from "./value.ts";

/** Far more than any official form has; Excel's own limit would let a few kilobytes of a hostile file fill the memory. */
const mostColumns = 1_000;

/** A row as it is in the sheet; `shared` lists the columns whose cell is the number of a shared text. */
interface RawRow {
  readonly number: number;
  readonly cells: string[];
  readonly shared: { readonly column: number; readonly index: number }[];
}

export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

export interface SheetContext {
  readonly strings: SharedStrings;
  readonly styles: readonly Shown[];
  readonly from1904: boolean;
}

/** The rows of a sheet that have cells, some at a time. Cells that the sheet leaves out are "". */
export async function* sheetRows(archive: Archive, part: string, context: SheetContext): AsyncGenerator<readonly SheetRow[]> {
  const ready: RawRow[] = [];
  const reader = rowReader(part, context, (row) => ready.push(row));
  for await (const chunk of archive.chunks(part)) {
    reader.write(chunk);
    if (ready.length === 0) continue;
    const rows = ready.splice(0);
    for (const { cells, shared } of rows) {
      for (const { column, index } of shared) {
        if (!context.strings.has(index)) await context.strings.reach(index);
        cells[column] = context.strings.get(index);
      }
    }
    yield rows;
  }
  reader.close();
}

function rowReader(part: string, { styles, from1904 }: SheetContext, give: (row: RawRow) => void) {
  let row: RawRow = { number: 0, cells: [], shared: [] };
  let column = -1;
  let type = "n";
  let style = 0;
  let text = "";
  let within = false;
  let phonetic = false;
  function beginCell({ r, t = "n", s = "0" }: Readonly<Record<string, string>>): void {
    column = r === undefined ? column + 1 : columnOf(r);
    type = t;
    style = Number(s);
    text = "";
  }
  /** An empty cell, wherever it stands, adds nothing to its row. */
  function endCell(): void {
    if (text === "") return;
    if (column >= mostColumns) throw new Error(`a row has more than ${mostColumns} columns`);
    while (row.cells.length <= column) row.cells.push("");
    if (type === "s") row.shared.push({ column, index: indexOf(text) });
    else row.cells[column] = textOf(type, text, styles[style] ?? "number", from1904);
  }
  return markup(
    {
      open(name, attributes) {
        if (name === "c") beginCell(attributes);
        else if (name === "v" || name === "t") within = !phonetic;
        else if (name === "rPh") phonetic = true;
        else if (name === "row") {
          const number = attributes["r"] === undefined ? row.number + 1 : indexOf(attributes["r"]);
          if (number <= row.number) throw new Error(`${part}: row ${number} stands behind row ${row.number}`);
          row = { number, cells: [], shared: [] };
          column = -1;
        }
      },
      text(piece) {
        if (!within) return;
        text += piece;
        if (text.length > mostCellCharacters) throw new Error(`a cell holds more than ${mostCellCharacters} characters`);
      },
      close(name) {
        if (name === "c") endCell();
        else if (name === "v" || name === "t") within = false;
        else if (name === "rPh") phonetic = false;
        else if (name === "row") give(row);
      },
    },
    (why) => new Error(`${part}: ${why}`),
  );
}

/** What a person sees in the cell, as far as it matters: dates as dates, TRUE, #N/A. */
function textOf(type: string, text: string, shown: Shown, from1904: boolean): string {
  switch (type) {
    case "inlineStr":
    case "str":
      return unescaped(text);
    case "b":
      return text === "" ? "" : text.trim() === "1" ? "TRUE" : "FALSE";
    case "d":
      return isoText(text);
    case "n":
      return shown === "date" ? dateText(text, from1904) : numberText(text);
    default:
      return text;
  }
}

/** The column, from 0, of a reference such as AB12. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}(?=\d)/.exec(reference)?.[0];
  if (letters === undefined) throw new Error(`${reference} is no cell`);
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function indexOf(text: string): number {
  const index = Number(text);
  if (!Number.isSafeInteger(index) || index < 0) throw new Error(`${text} is no number of a row or text`);
  return index;
}
