import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { History } from "@hub/core/history";
import { Intake } from "@hub/core/intake";
import type { Item, ItemStore } from "@hub/core/ports";
import type { Trail } from "@hub/core/trail";
import { openTable } from "@hub/files/read";
import { writeCsv } from "@hub/files/write";
import { openDirectory } from "@hub/store/directory";
import { openSqlite } from "@hub/store/sqlite";
import { onTestFinished } from "vitest";
import { type Cells, tableOf } from "./rows.ts";

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "hub-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A clock that begins at an instant and goes on by a minute each time it is read. */
export function tickingClock(from: string): Clock {
  let minutes = -1;
  const now = () => {
    minutes += 1;
    return new Date(Date.parse(from) + 60_000 * minutes);
  };
  return { now };
}

/** A store that writes down the name of each call to it. */
export function counted(store: ItemStore): { readonly store: ItemStore; readonly calls: string[] } {
  const calls: string[] = [];
  const watched = new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return (...given: unknown[]) => {
        calls.push(String(name));
        return method.apply(target, given) as unknown;
      };
    },
  });
  return { store: watched, calls };
}

/** Takes notes and keeps none: for tests of what is read, not of what is noted. */
export const unkept: Trail = { note: () => {} };

export interface World {
  readonly ctx: Ctx;
  readonly store: ItemStore;
  /** Names of the store's methods in the order they were called. */
  readonly calls: string[];
  /** Writes sound rows with these changes to a CSV and takes that in. */
  readonly take: (kind: Intake.FileKind, changes: readonly Cells[], options?: TakeOptions) => Promise<Intake.Run>;
  /** What was said about an import's rows. */
  readonly issuesOf: (run: Intake.Run) => Promise<readonly Intake.RowIssues[]>;
  /** All data that stand now: no replaced versions, no marks of what was removed, and nothing of who asked. */
  readonly items: () => Promise<readonly Item[]>;
}

interface TakeOptions {
  readonly name?: string;
  readonly again?: boolean;
  readonly receivedOn?: string;
}

interface WorldOptions {
  /** Where its ticking clock begins. */
  readonly from?: string;
  readonly store?: ItemStore;
  /** Another clock than the ticking one. */
  readonly clock?: Clock;
}

/** The smallest hub: an empty store in memory, an operator, and files made of rows. */
export function world({ from = "2026-01-05T01:00:00.000Z", store: given, clock }: WorldOptions = {}): World {
  const { store, calls } = counted(given ?? openSqlite({ file: ":memory:" }));
  const folder = temporaryFolder();
  const ctx: Ctx = { actor: operator, store, blobs: openDirectory({ folder: join(folder, "files") }), clock: clock ?? tickingClock(from), trail: unkept };
  return {
    ctx,
    store,
    calls,
    async take(kind, changes, { name = `${kind}.csv`, ...options } = {}) {
      const { header, rows } = tableOf(kind, changes);
      const path = join(folder, name);
      await writeCsv(path, header, rows, { encoding: "utf-8" });
      const table = await openTable(path);
      return (await Intake.run(ctx, { file: { ...table, name, rows: () => table.rows() }, ...options })).run;
    },
    async issuesOf({ sha256 }) {
      return (await Intake.listIssues(ctx, { sha256, first: 1_000 })).items;
    },
    items: async () => (await everyItem(store)).filter((item) => !/^(HIST|AUDIT)#/.test(item.pk) && !History.isRemoved(item)),
  };
}

/** All that a store holds. */
export async function everyItem(store: ItemStore): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null);
  return items;
}
