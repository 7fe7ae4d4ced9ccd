import type { ItemStore } from "@hub/core/ports";
import { openDatabase, storeError } from "./open.ts";
import { reads } from "./read.ts";
import { transactions } from "./transact.ts";

export interface SqliteOptions {
  /** Path of the database file, or ":memory:". Its folder is made when missing. */
  readonly file: string;
  /** How long to wait for another process that writes, in milliseconds. */
  readonly busyMs?: number;
  /** How long idempotency tokens are remembered, in milliseconds. */
  readonly tokenMs?: number;
}

/**
 * The embedded store: one file, nothing to install, safe against crashes and shared by several processes (WAL).
 * The outbox behind `changes` is not trimmed: its reader decides how far it has come.
 */
export function openSqlite({ file, busyMs = 10_000, tokenMs = 15 * 60_000 }: SqliteOptions): ItemStore {
  const db = openDatabase(file, busyMs);
  const read = reads(db);
  const transact = transactions(db, tokenMs);
  const guarded = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      throw storeError(error, file);
    }
  };
  return {
    get: (key) => guarded(() => read.get(key)),
    getMany: (keys) => guarded(() => read.getMany(keys)),
    query: (query) => guarded(() => read.query(query)),
    transact: (writes, options) => guarded(() => transact(writes, options?.token)),
    changes: (after, limit) => guarded(() => read.changes(after, limit)),
    scan: (cursor, limit) => guarded(() => read.scan(cursor, limit)),
    close: async () => {
      if (db.isOpen) db.close();
    },
  };
}
