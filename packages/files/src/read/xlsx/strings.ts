import { markup } from "../markup.ts";
import type { Archive } from "./archive.ts";
import { Pages } from "./pages.ts";
import { unescaped } from "./value.ts";

/** Excel itself stops at 32767. */
export const mostCellCharacters = 1_000_000;

/** The texts that a workbook's cells refer to by number. Read no further than needed, and held in bounded memory. */
export interface SharedStrings {
  /** Whether a text was reached. */
  readonly has: (index: number) => boolean;
  /** Makes sure that the text of this number and all before it can be got. Throws when the workbook has fewer. */
  readonly reach: (index: number) => Promise<void>;
  /** A text that was reached. */
  readonly get: (index: number) => string;
  readonly close: () => Promise<void>;
}

/** The texts of a part; none when the workbook has no such part. Has to be closed. */
export function sharedStrings(archive: Archive, part: string | null): SharedStrings {
  const pages = new Pages();
  const source = part === null ? null : texts(archive, part);
  return {
    has: (index) => index < pages.count,
    async reach(index) {
      while (index >= pages.count) {
        const next = await source?.next();
        if (next === undefined || next.done === true) throw new Error(`a cell refers to text ${index}, the workbook has ${pages.count}`);
        for (const text of next.value) pages.add(text);
      }
    },
    get: (index) => pages.get(index),
    async close() {
      pages.close();
      await source?.return(undefined);
    },
  };
}

/** Runs of formatted text are joined; the readings above Chinese and Japanese characters (rPh) are left out. */
async function* texts(archive: Archive, part: string): AsyncGenerator<readonly string[]> {
  let ready: string[] = [];
  let item = "";
  let within = false;
  let phonetic = false;
  const reader = markup(
    {
      open(name) {
        if (name === "si") item = "";
        else if (name === "t") within = !phonetic;
        else if (name === "rPh") phonetic = true;
      },
      text(piece) {
        if (!within) return;
        item += piece;
        if (item.length > mostCellCharacters) throw new Error(`a cell holds more than ${mostCellCharacters} characters`);
      },
      close(name) {
        if (name === "si") ready.push(unescaped(item));
        else if (name === "t") within = false;
        else if (name === "rPh") phonetic = false;
      },
    },
    (why) => new Error(`${part}: ${why}`),
  );
  for await (const chunk of archive.chunks(part)) {
    reader.write(chunk);
    if (ready.length === 0) continue;
    yield ready;
    ready = [];
  }
  reader.close();
}
