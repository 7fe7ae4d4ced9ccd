import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { HubError } from "@hub/core/error";

/**
 * Marks a file as a hub's ("EECH"), and the layout of its tables. Items of layout 1 did not say when they were recorded,
 * those of layout 2 never expired.
 */
const applicationId = 0x45454348;
const layout = 3;

/** Few items expire: the others have no place in the index, so that looking for expired ones costs nothing. */
const expiryIndex = "CREATE INDEX items_expires ON items (expires) WHERE expires IS NOT NULL;";

/**
 * Rowid tables, because bodies have about 1 kB and keys come in random order: rows are appended, and only the small
 * index is written here and there. The outbox `changes` holds keys only, never old or new content.
 */
const tables = `
CREATE TABLE items (
  id INTEGER PRIMARY KEY, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, wrapped INTEGER NOT NULL,
  gsi1pk TEXT, gsi1sk TEXT, gsi2pk TEXT, gsi2sk TEXT, expires INTEGER
);
CREATE UNIQUE INDEX items_key ON items (pk, sk);
CREATE INDEX items_gsi1 ON items (gsi1pk, gsi1sk, pk, sk) WHERE gsi1pk IS NOT NULL;
CREATE INDEX items_gsi2 ON items (gsi2pk, gsi2sk, pk, sk) WHERE gsi2pk IS NOT NULL;
${expiryIndex}
CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, pk TEXT NOT NULL, sk TEXT NOT NULL, version INTEGER NOT NULL, deleted INTEGER NOT NULL);
CREATE TABLE tokens (token TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX tokens_at ON tokens (at);
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${layout};
`;

/** Writes next to nothing: no item changes for a new column, and the index begins empty. For that the items are read once. */
const fromLayout2 = `
ALTER TABLE items ADD COLUMN expires INTEGER;
${expiryIndex}
PRAGMA user_version = ${layout};
`;

/** Opens the database, making it when it is new and upgrading it from layout 2. Throws STORE_UNUSABLE and STORE_BUSY. */
export function openDatabase(file: string, busyMs: number): DatabaseSync {
  if (file !== ":memory:") makeFolder(file);
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { timeout: busyMs });
    useWriteAheadLog(db, busyMs);
    // FULL: a committed import batch or decision survives the loss of power, not only of the process.
    db.exec("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
    prepare(db, file);
    return db;
  } catch (error) {
    db?.close();
    throw storeError(error, file);
  }
}

function makeFolder(file: string): void {
  try {
    makeWithParents(resolve(dirname(file)));
  } catch (error) {
    throw new HubError("STORE_UNUSABLE", `${file}: its folder cannot be made (${(error as Error).message})`, { file }, { cause: error });
  }
}

/** Node's own way to make parents never ends where a folder is there that takes no others, e.g. below /proc. */
function makeWithParents(folder: string): void {
  if (existsSync(folder)) return;
  makeWithParents(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process was as quick.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Tried until the time is up: SQLite does not wait by itself when another process is making the same new file. */
function useWriteAheadLog(db: DatabaseSync, busyMs: number): void {
  const until = Date.now() + busyMs;
  for (;;) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!busy.has((error as { errcode?: number }).errcode ?? 0) || Date.now() >= until) throw error;
      Atomics.wait(pause, 0, 0, 10);
    }
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function prepare(db: DatabaseSync, file: string): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    const id = numberOf(db, "application_id");
    const version = numberOf(db, "user_version");
    const isNew = id === 0 && version === 0 && db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] === 0;
    if (isNew) db.exec(tables);
    else if (id !== applicationId) throw new HubError("STORE_UNUSABLE", `${file} is a database of another program; name another data folder`, { file });
    else if (version === 2) db.exec(fromLayout2);
    else if (version < layout)
      throw new HubError("STORE_UNUSABLE", `${file} was written by a hub that kept no history: import its files into a new data folder`, { file, version });
    else if (version > layout) throw new HubError("STORE_UNUSABLE", `${file} was written by a newer hub; use that one`, { file, version });
    db.exec("COMMIT");
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

function numberOf(db: DatabaseSync, pragma: string): number {
  return Number(db.prepare(`PRAGMA ${pragma}`).get()?.[pragma] ?? 0);
}

const busy = new Set([5, 6, 261, 517]);

/** SQLite's errors as the port's. What is already a refusal stays; what nobody foresaw stays as it is. */
export function storeError(error: unknown, file: string): unknown {
  if (error instanceof HubError || !(error instanceof Error)) return error;
  const code = (error as Error & { errcode?: number }).errcode;
  if (code === undefined) return error;
  if (busy.has(code)) return new HubError("STORE_BUSY", "Another process kept the store too long; try again", { file }, { cause: error });
  const why: Readonly<Record<number, string>> = {
    8: "it may not be written to",
    10: "the disk failed",
    11: "it is damaged; restore a backup",
    13: "the disk is full",
    14: "it cannot be opened",
    26: "it is not a database",
  };
  const reason = why[code & 0xff];
  return reason ? new HubError("STORE_UNUSABLE", `${file}: ${reason}`, { file }, { cause: error }) : error;
}
