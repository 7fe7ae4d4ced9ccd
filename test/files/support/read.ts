import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HubError } from "@hub/core/error";
import { type OpenOptions, openTable, type Row } from "@hub/files/read";
import { temporaryFolder } from "../../support/world.ts";
import { type Hand, writeWorkbook } from "./workbook.ts";

/** A file with this content, gone when the test ends. */
export function fileOf(content: string | Uint8Array, name = "file"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** A workbook of hand-made XML, gone when the test ends. */
export async function workbookOf(hand: Hand): Promise<string> {
  const path = join(temporaryFolder(), "hand.xlsx");
  await writeWorkbook(path, hand);
  return path;
}

/** What is seen of a file: faulty rows as their number and the fault in words, sound ones as their number and cells. */
export interface Seen {
  readonly format: string;
  readonly encoding: string | null;
  readonly sheet: string | null;
  readonly header: readonly string[];
  readonly rows: readonly (readonly [number, ...(readonly string[])])[];
}

/** Reads a file to its end. */
export async function read(path: string, options: OpenOptions = {}): Promise<Seen> {
  const { format, encoding, sheet, header, rows } = await openTable(path, options);
  const all: Row[] = [];
  for await (const batch of rows()) all.push(...batch);
  return { format, encoding, sheet, header, rows: all.map(seen) };
}

function seen({ number, cells, fault }: Row): readonly [number, ...(readonly string[])] {
  return fault ? [number, fault.code, fault.message] : [number, ...cells];
}

/** The message with which a file is refused, without its path. */
export async function refusal(path: string, options: OpenOptions = {}): Promise<string> {
  try {
    await read(path, options);
  } catch (error) {
    if (error instanceof HubError && error.code === "FILE_UNREADABLE") return error.message.replace(`${path}: `, "");
    throw error;
  }
  throw new Error(`${path} was read`);
}
