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

/** One pass over the bytes: their hash, whether all of them are UTF-8, and what they begin with. Throws FILE_UNREADABLE. */
export async function inspect(path: string): Promise<Inspected> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, "there is no such file", error);
  });
  if (!found.isFile()) throw unreadable(path, "it is not a file");
  const hash = createHash("sha256");
  const strict = new TextDecoder("utf-8", { fatal: true });
  let isUtf8 = true;
  let bytes = 0;
  let first = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    if (first.length < 4_096) first = Buffer.concat([first, chunk.subarray(0, 4_096)]);
    if (isUtf8) isUtf8 = decodes(strict, chunk);
  }
  isUtf8 &&= decodes(strict);
  if (bytes === 0) throw unreadable(path, "the file is empty");
  const encoding = isUtf8 ? "utf-8" : "gb18030";
  const format = formatOf(path, first, new TextDecoder(encoding).decode(first));
  return { sha256: hash.digest("hex"), bytes, format, encoding, beginning: new TextDecoder(encoding).decode(first) };
}

function decodes(decoder: TextDecoder, chunk?: Buffer): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

function formatOf(path: string, first: Buffer, text: string): Format {
  const magic = first.subarray(0, 4).toString("hex");
  if (magic === "504b0304" || magic === "504b0506") return "xlsx";
  if (magic === "d0cf11e0") throw unreadable(path, "this is an old .xls workbook or a protected one; save it as .xlsx without a password, or as CSV");
  if (magic.startsWith("fffe") || magic.startsWith("feff")) throw unreadable(path, "the text is UTF-16; save it as UTF-8, GB18030 or XLSX");
  if (first.includes(0)) throw unreadable(path, "this is neither text nor an .xlsx workbook");
  return text.trimStart().startsWith("<") ? "xml" : "csv";
}

/** The file as text, chunk by chunk; a byte order mark is dropped. */
export async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
