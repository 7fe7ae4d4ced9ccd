import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ItemStore } from "@hub/core/ports";
import { writeCsv } from "@hub/files/write";
import { penaltyRows } from "@hub/hub/demo";
import { openSqlite } from "@hub/store/sqlite";
import { type Bench, hubCommand, inFolder, type Metric, measured, sizeName, sizes } from "./harness.ts";

/** Rows of one transaction of an import, and so of the bare inserts. */
const rowsPerTransaction = 98;

export const importBench: Bench = {
  about: "hub import of a CSV of sound penalties, against bare node:sqlite inserts of the records it gave (BENCH_ROWS=100000,1000000)",
  run: (say) =>
    inFolder(async (folder) => {
      const metrics: Metric[] = [];
      const speeds: number[] = [];
      const ratios: number[] = [];
      for (const rows of sizes("BENCH_ROWS", [100_000, 1_000_000])) {
        const name = sizeName(rows);
        const file = join(folder, `${name}.csv`);
        say(`writing ${rows} rows`);
        const table = penaltyRows({ enterprises: Math.max(1, Math.floor(rows / 10)), rows, seed: 1 });
        await writeCsv(file, table.header, table.rows, { encoding: "utf-8" });
        say(`importing ${rows} rows`);
        const data = join(folder, name);
        const { seconds, peakRssMb } = await measured(hubCommand, ["import", file], folder, { HUB_DATA: data });
        const bare = await bareInserts(openSqlite({ file: join(data, "hub.sqlite") }), join(folder, `${name}-bare.sqlite`), rows);
        speeds.push(rows / seconds);
        ratios.push(rows / seconds / bare);
        metrics.push(
          { name: `rows_per_s_${name}`, value: rows / seconds, unit: "rows/s" },
          { name: `peak_rss_mb_${name}`, value: peakRssMb, unit: "MB" },
          { name: `bare_rows_per_s_${name}`, value: bare, unit: "rows/s" },
        );
      }
      return [
        { name: "rows_per_s", value: Math.min(...speeds), unit: "rows/s" },
        { name: "vs_bare_sqlite", value: Math.min(...ratios), unit: "ratio" },
        ...metrics,
      ];
    }),
};

/** Rows a second that node:sqlite alone inserts: the same records under the same keys, as durable, in transactions as large. */
async function bareInserts(store: ItemStore, file: string, rows: number): Promise<number> {
  const db = new DatabaseSync(file);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE items (pk TEXT, sk TEXT, body TEXT); CREATE UNIQUE INDEX items_key ON items (pk, sk)",
  );
  const insert = db.prepare("INSERT INTO items VALUES (?, ?, ?)");
  let seconds = 0;
  let inserted = 0;
  let waiting: (readonly [string, string, string])[] = [];
  const flush = () => {
    const begun = performance.now();
    db.exec("BEGIN IMMEDIATE");
    for (const values of waiting) insert.run(...values);
    db.exec("COMMIT");
    seconds += (performance.now() - begun) / 1_000;
    inserted += waiting.length;
    waiting = [];
  };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    for (const { pk, sk, body } of page.items) {
      if (!sk.startsWith("PEN#")) continue;
      waiting.push([pk, sk, JSON.stringify(body)]);
      if (waiting.length === rowsPerTransaction) flush();
    }
    cursor = page.cursor;
  } while (cursor !== null);
  if (waiting.length > 0) flush();
  await store.close();
  db.close();
  if (inserted !== rows) throw new Error(`${inserted} of ${rows} rows were imported`);
  return inserted / seconds;
}
