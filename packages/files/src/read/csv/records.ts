import { batchSize, type Fault, faulty, fits, isBlank, type Row } from "../table.ts";
import { countLines, nextLine, type Scan, scanner } from "./scan.ts";

/** Characters of a record, its line breaks and quotation marks included. A longer one has an open quotation mark. */
const mostRecordCharacters = 1_000_000;

interface Options {
  readonly delimiter: string;
  /** Cells of the header, once it is known. */
  readonly width?: number;
}

/**
 * The records of a CSV, faulty ones included, blank ones left out. Holds one record's text at the most.
 *
 * A quotation mark that is never closed, or closed in the middle of a cell, takes the row in which it opens. Reading goes on at the
 * line after, so that the rows below survive; lines which have not the header's number of cells and follow at once, up to where the
 * contradiction was seen, are taken for pieces of the faulty row, and its message says so.
 */
export async function* records(chunks: AsyncIterable<string>, { delimiter, width }: Options): AsyncGenerator<readonly Row[]> {
  const scan = scanner(delimiter);
  const source = chunks[Symbol.asyncIterator]();
  let text = "";
  let at = 0;
  let line = 1;
  let final = false;
  /** How far ahead lines may belong to the faulty record that is being skipped. */
  let reach = 0;

  async function more(): Promise<void> {
    const { done, value } = await source.next();
    text = text.slice(at) + (done === true ? "" : value);
    at = 0;
    final = done === true;
  }

  /** The record `ahead` of the present place, with as much text as it takes but no more than a record may have. */
  async function whole(ahead: number): Promise<Scan> {
    for (;;) {
      const found = scan(text, at + ahead, final);
      if (found.kind !== "unfinished" || final || text.length - at - ahead > mostRecordCharacters) return found;
      await more();
    }
  }

  /** How far ahead the next line begins; what is too long is let go. */
  async function lineAhead(ahead: number): Promise<number> {
    for (;;) {
      const found = nextLine(text, at + ahead, final);
      if (found !== undefined) return found - at;
      if (text.length - at > 2 * mostRecordCharacters) {
        at = text.length - 1;
        ahead = 0;
        reach = 0;
      }
      await more();
    }
  }

  /** Goes past a faulty record; `stop` is how far ahead the fault was seen. Returns how many lines it took. */
  async function skip(stop: number): Promise<number> {
    reach = stop;
    let ahead = await lineAhead(0);
    let lines = 1;
    while (width !== undefined && ahead < reach && at + ahead < text.length) {
      const found = await whole(ahead);
      if (found.kind === "record" && fits(found.cells, width)) break;
      ahead = await lineAhead(ahead);
      lines += 1;
    }
    at += ahead;
    return lines;
  }

  try {
    let ready: Row[] = [];
    for (;;) {
      if (at >= text.length) {
        if (final) break;
        await more();
        continue;
      }
      if (ready.length >= batchSize) {
        yield ready;
        ready = [];
      }
      const found = await whole(0);
      if (found.kind === "record" && found.next - at <= mostRecordCharacters) {
        if (!isBlank(found.cells)) ready.push({ number: line, cells: found.cells });
        line += countLines(text, at, found.next);
        at = found.next;
        continue;
      }
      const code = found.kind === "broken" || (final && text.length - at <= mostRecordCharacters) ? "QUOTE" : "TOO_LONG";
      const lines = await skip(found.kind === "broken" ? found.stop - at : Math.min(text.length - at, mostRecordCharacters));
      ready.push(faulty(line, code, messageOf(code, line, lines)));
      line += lines;
    }
    if (ready.length > 0) yield ready;
  } finally {
    await source.return?.();
  }
}

function messageOf(code: Fault["code"], line: number, lines: number): string {
  const taken = lines === 1 ? "" : `; lines ${line} to ${line + lines - 1} are left out`;
  if (code === "TOO_LONG") return `The record is longer than ${mostRecordCharacters} characters: a quotation mark is probably open${taken}`;
  return `A quotation mark is not closed, or stands within a cell without being doubled${taken}`;
}
