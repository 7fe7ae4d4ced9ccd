import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { openCsv } from "./csv/index.ts";
import { inspect } from "./inspect.ts";
import { type Format, type Table, unreadable } from "./table.ts";
import { openXlsx } from "./xlsx/index.ts";
import { openXml } from "./xml.ts";

export { reasonOf } from "./inspect.ts";
export type { Encoding, Format, Row, Table } from "./table.ts";

export interface OpenOptions {
  /** What the file must be; detected unless told. */
  readonly format?: Format;
  /** Sheet of a workbook; the first that is visible and not empty unless told. */
  readonly sheet?: string;
}

/** Opens an official file, whatever its form and encoding. Throws FILE_UNREADABLE with what was found and what to do. */
export async function openTable(path: string, { format, sheet }: OpenOptions = {}): Promise<Table> {
  const inspected = await inspect(path);
  if (format !== undefined && format !== inspected.format) throw unreadable(path, `this is ${inspected.format.toUpperCase()}, not ${format.toUpperCase()}`);
  switch (inspected.format) {
    case "csv":
      return openCsv(path, inspected);
    case "xlsx":
      return openXlsx(path, inspected, sheet);
    case "xml":
      return openXml(path, inspected);
  }
}

/** Puts a stream into a new file in a folder, so that it can be read twice; the caller removes it. Leaves no file when the stream fails. */
export async function spool(stream: Readable, folder: string): Promise<string> {
  const path = join(folder, `incoming-${randomUUID()}`);
  try {
    await pipeline(stream, createWriteStream(path));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return path;
}
