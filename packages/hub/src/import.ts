import { readdir, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { type Format, openTable, reasonOf } from "@hub/files/read";

export interface ImportRequest {
  readonly path: string;
  /** Name that provenance keeps. */
  readonly name: string;
  /** Removed when done: standard input that was put into a file. */
  readonly isTemporary?: boolean;
  readonly format?: Format;
  readonly sheet?: string;
  readonly kind?: Intake.FileKind;
  readonly receivedOn?: string;
  readonly again?: boolean;
  readonly onProgress?: (run: Intake.Run) => void;
}

export interface ImportedFile extends Intake.Imported {
  /** Sheets of a workbook that hold something and were not read. */
  readonly otherSheets: readonly string[];
}

/** Opens a file and takes it in. Throws FILE_UNREADABLE, FILE_UNKNOWN, IMPORT_RUNNING, BAD_INPUT. */
export async function importFile(ctx: Ctx, { path, name, isTemporary, format, sheet, ...input }: ImportRequest): Promise<ImportedFile> {
  try {
    const table = await openTable(path, { ...(format && { format }), ...(sheet !== undefined && { sheet }) });
    const imported = await Intake.run(ctx, { ...input, file: { ...table, name, rows: () => table.rows() } });
    return { ...imported, otherSheets: table.otherSheets ?? [] };
  } finally {
    if (isTemporary) await rm(path, { force: true });
  }
}

export interface Found {
  readonly files: readonly { readonly path: string; readonly name: string }[];
  /** Subfolders, which are not looked into. */
  readonly subfolders: readonly string[];
}

/** The file itself, or a folder's files in the order of their names; hidden ones are left out. */
export async function filesIn(path: string): Promise<Found> {
  const found = await stat(path).catch((error: unknown) => {
    throw new HubError("FILE_UNREADABLE", `${path}: ${reasonOf(error)}`, { path }, { cause: error });
  });
  if (!found.isDirectory()) return { files: [{ path, name: basename(path) }], subfolders: [] };
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw new HubError("FILE_UNREADABLE", `${path}: ${reasonOf(error)}`, { path }, { cause: error });
  });
  const seen = entries.filter(({ name }) => !name.startsWith("."));
  const names = seen.filter((entry) => entry.isFile()).map(({ name }) => name);
  const subfolders = seen.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (names.length === 0) throw new HubError("FILE_UNREADABLE", `${path}: the folder holds no files`, { path });
  return { files: names.sort().map((name) => ({ path: join(path, name), name })), subfolders: subfolders.sort() };
}
