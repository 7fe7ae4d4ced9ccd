import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { type Encoding, type Format, unreadable } from "./table.ts";

export interface Inspected {
  readonly sha256: string;
  readonly bytes: number;
  readonly format: Format;
  /** Of text; meaningless for a workbook. */
  readonly encoding: Encoding;
  /** The first bytes, decoded. */
  readonly beginning: string;
}

/** Bytes by which a file's format and delimiter are told. */
const firstBytes = 16_384;

/** One pass over the bytes: their hash, whether all of them are UTF-8, and what they begin with. Throws FILE_UNREADABLE. */
export async function inspect(path: string): Promise<Inspected> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, reasonOf(error), error);
  });
  if (!found.isFile()) throw unreadable(path, "it is not a file");
  const hash = createHash("sha256");
  const strict = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  let bytes = 0;
  let first = Buffer.alloc(0);
  const source = createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
  for await (const chunk of guarded(path, source)) {
    hash.update(chunk);
    bytes += chunk.length;
    if (first.length < firstBytes) first = Buffer.concat([first, chunk.subarray(0, firstBytes - first.length)]);
    if (isUtf8) isUtf8 = decodes(strict, chunk);
  }
  isUtf8 &&= decodes(strict);
  if (bytes === 0) throw unreadable(path, "the file is empty");
  const binary = binaryFormat(path, first);
  const encoding = binary !== null || isUtf8 ? "utf-8" : await likelyEncoding(path);
  const beginning = new TextDecoder(encoding).decode(first);
  const format = binary ?? (beginning.trimStart().startsWith("<") ? "xml" : "csv");
  return { sha256: hash.digest("hex"), bytes, format, encoding, beginning };
}

/** Bytes of a file, whose errors become FILE_UNREADABLE. */
async function* guarded(path: string, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw unreadable(path, reasonOf(error), error);
  }
}

/** What the system's refusal means to whoever handed in the path. */
export function reasonOf(error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
    case "ENOTDIR":
      return "there is no such file or folder";
    case "EACCES":
    case "EPERM":
      return "this user may not read it";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function decodes(decoder: TextDecoder, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

/** Null for text. */
function binaryFormat(path: string, first: Buffer): Format | null {
  const magic = first.subarray(0, 4).toString("hex");
  if (magic === "504b0304" || magic === "504b0506") return "xlsx";
  if (magic === "d0cf11e0") throw unreadable(path, "this is an old .xls workbook or a protected one; save it as .xlsx without a password, or as CSV");
  if (magic.startsWith("fffe") || magic.startsWith("feff")) throw unreadable(path, "the text is UTF-16; save it as UTF-8, GB18030 or XLSX");
  if (first.includes(0)) throw unreadable(path, "this is neither text nor an .xlsx workbook");
  return null;
}

/** Of a text that is not UTF-8 throughout: the encoding that leaves fewer characters broken, so one broken byte does not garble a whole file. */
async function likelyEncoding(path: string): Promise<Encoding> {
  const utf8 = await brokenCharacters(path, "utf-8");
  return (await brokenCharacters(path, "gb18030")) <= utf8 ? "gb18030" : "utf-8";
}

/** How many characters of a file cannot be decoded. */
async function brokenCharacters(path: string, encoding: Encoding): Promise<number> {
  let count = 0;
  for await (const text of decoded(path, encoding)) count += text.split("\ufffd").length - 1;
  return count;
}

/** The file as text, chunk by chunk; a byte order mark is dropped. */
export async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  yield* decodedChunks(createReadStream(path, { highWaterMark: 1 << 18 }), encoding);
}

/** Bytes as text; a byte order mark is dropped. */
export async function* decodedChunks(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
