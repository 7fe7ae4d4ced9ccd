import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Texts of a page; pages are what goes to the file and comes back. */
const pageTexts = 64;
/** Characters kept in memory; the rest waits in a file. */
const mostKept = 8_000_000;

interface Page {
  readonly texts: string[];
  characters: number;
}

/**
 * A growing list of texts of any length in all. The pages used last are kept in memory, the others in a temporary file that is
 * unlinked as soon as it is open, so that nothing of it is left even after a crash. Has to be closed.
 */
export class Pages {
  count = 0;
  readonly #kept = new Map<number, Page>();
  readonly #written: { readonly at: number; readonly bytes: number }[] = [];
  readonly #most: number;
  #last: Page = { texts: [], characters: 0 };
  #characters = 0;
  #file: number | null = null;
  #end = 0;

  /** `most` is the number of characters kept in memory. */
  constructor(most = mostKept) {
    this.#most = most;
  }

  add(text: string): void {
    this.#last.texts.push(text);
    this.#last.characters += weightOf(text);
    this.count += 1;
    if (this.#last.texts.length < pageTexts) return;
    const full = this.#last;
    this.#last = { texts: [], characters: 0 };
    this.#keep(this.count / pageTexts - 1, full);
  }

  get(index: number): string {
    const number = Math.floor(index / pageTexts);
    const page = number === Math.floor(this.count / pageTexts) ? this.#last : this.#page(number);
    const text = page.texts[index % pageTexts];
    if (text === undefined) throw new Error(`there is no text ${index}`);
    return text;
  }

  close(): void {
    this.#kept.clear();
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #page(number: number): Page {
    const kept = this.#kept.get(number);
    if (kept) {
      this.#kept.delete(number);
      this.#kept.set(number, kept);
      return kept;
    }
    const page = this.#read(number);
    this.#keep(number, page);
    return page;
  }

  /** Keeps a page as the one used last, and lets go of those used longest ago. */
  #keep(number: number, page: Page): void {
    this.#kept.set(number, page);
    this.#characters += page.characters;
    for (const [oldest, { texts, characters }] of this.#kept) {
      if (this.#characters <= this.#most || oldest === number) break;
      if (this.#written[oldest] === undefined) this.#write(oldest, texts);
      this.#kept.delete(oldest);
      this.#characters -= characters;
    }
  }

  #write(number: number, texts: readonly string[]): void {
    this.#file ??= temporaryFile();
    const bytes = Buffer.from(JSON.stringify(texts));
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
    this.#written[number] = { at: this.#end, bytes: bytes.length };
    this.#end += bytes.length;
  }

  #read(number: number): Page {
    const place = this.#written[number];
    if (this.#file === null || place === undefined) throw new Error(`there is no page ${number}`);
    const bytes = Buffer.alloc(place.bytes);
    for (let done = 0; done < place.bytes; ) {
      const read = readSync(this.#file, bytes, done, place.bytes - done, place.at + done);
      if (read === 0) throw new Error("the temporary file ends early");
      done += read;
    }
    const texts = JSON.parse(bytes.toString()) as string[];
    return { texts, characters: texts.reduce((sum, text) => sum + weightOf(text), 0) };
  }
}

/** What a text takes in memory besides its characters counts as well, so that empty texts are not free. */
function weightOf(text: string): number {
  return text.length + 16;
}

/** An open file that no folder lists any more. */
function temporaryFile(): number {
  const path = join(tmpdir(), `hub-strings-${randomUUID()}`);
  const file = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  return file;
}
