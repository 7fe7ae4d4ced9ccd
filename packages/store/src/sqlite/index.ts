import type { ItemStore } from "@hub/core/ports";
import { openDatabase, storeError } from "./open.ts";
import { placeOfChange, reads } from "./read.ts";
import { transactions } from "./transact.ts";

export interface SqliteOptions {
  /** Path of the database file, or ":memory:". Its folder is made when missing. */
  readonly file: string;
  /** How long to wait for another process that writes, in milliseconds. */
  readonly busyMs?: number;
  /** How long idempotency tokens are remembered, in milliseconds. */
  readonly tokenMs?: number;
}

/** Changes that one call forgets at most, so that no writer waits for long. */
const mostForgotten = 10_000;

/**
 * The embedded store: one file, nothing to install, safe against crashes and shared by several processes (WAL).
 * The outbox behind `changes` keeps what its reader has not let go by `forget`.
 */
export function openSqlite({ file, busyMs = 10_000, tokenMs = 15 * 60_000 }: SqliteOptions): ItemStore {
  const db = openDatabase(file, busyMs);
  const read = reads(db);
  const transact = transactions(db, tokenMs);
  const forgetChanges = db.prepare("DELETE FROM changes WHERE seq IN (SELECT seq FROM changes WHERE seq <= ? ORDER BY seq LIMIT ?)");
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
    forget: (upTo) =>
      guarded(() => {
        forgetChanges.run(placeOfChange(upTo), mostForgotten);
      }),
    scan: (cursor, limit) => guarded(() => read.scan(cursor, limit)),
    close: async () => {
      if (db.isOpen) db.close();
    },
  };
}
