/** What stands at a place of a CSV text. Places count from the beginning of the text, in UTF-16 units. */
export type Scan =
  | { readonly kind: "record"; readonly cells: readonly string[]; readonly next: number }
  /** A quotation mark stands where none can; `stop` is where this was seen. */
  | { readonly kind: "broken"; readonly stop: number }
  /** The text ends within the record. */
  | { readonly kind: "unfinished" };

/** Reads the record that begins at a place. `final` says that no text will follow. */
export type Scanner = (text: string, from: number, final: boolean) => Scan;

/**
 * RFC 4180 with any of CRLF, LF and CR at a line's end. A cell is quoted when it begins with a quotation mark.
 * Within a cell that does not, quotation marks are text when they come in pairs: 某"绿色"公司.
 */
export function scanner(delimiter: string): Scanner {
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, "y");
  return (text, from, final) => {
    const cells: string[] = [];
    let at = from;
    for (;;) {
      const end = text[at] === '"' ? quotedEnd(text, at) : plainEnd(plain, text, at);
      if (end === undefined || (end === text.length && !final)) return { kind: "unfinished" };
      const cell = text.slice(at, end);
      const quoted = cell.startsWith('"');
      if (!quoted && hasLoneQuote(cell)) return { kind: "broken", stop: end };
      cells.push(quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell);
      if (end === text.length) return { kind: "record", cells, next: end };
      if (text[end] === delimiter) {
        at = end + 1;
        continue;
      }
      const next = afterBreak(text, end, final);
      if (next === undefined) return { kind: "unfinished" };
      return next === end ? { kind: "broken", stop: end } : { kind: "record", cells, next };
    }
  };
}

/** Where the first line after a place begins; undefined while the text does not tell. */
export function nextLine(text: string, from: number, final: boolean): number | undefined {
  const breaks = /[\r\n]/g;
  breaks.lastIndex = from;
  const found = breaks.exec(text);
  if (found === null) return final ? text.length : undefined;
  return afterBreak(text, found.index, final);
}

export function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at = nextLine(text, at, true) ?? to) count += 1;
  return count;
}

/** The place after the line break at a place, the place itself when none is there, undefined when half a break may be there. */
function afterBreak(text: string, at: number, final: boolean): number | undefined {
  if (text[at] === "\n") return at + 1;
  if (text[at] !== "\r") return at;
  if (at + 1 === text.length && !final) return undefined;
  return text[at + 1] === "\n" ? at + 2 : at + 1;
}

/** The place after the quoted cell at a place, undefined when nothing closes it; doubled marks close nothing. */
function quotedEnd(text: string, open: number): number | undefined {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close < 0 ? undefined : close + 1;
}

function plainEnd(plain: RegExp, text: string, at: number): number {
  plain.lastIndex = at;
  plain.test(text);
  return plain.lastIndex;
}

function hasLoneQuote(cell: string): boolean {
  return cell.includes('"') && cell.split('"').length % 2 === 0;
}
