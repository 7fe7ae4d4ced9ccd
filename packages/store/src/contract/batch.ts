import type { Item } from "@hub/core/ports";

/** What the writer that will be killed writes in one transaction: several pages of the disk, so that a tear would show. */
export function batchOf(batch: number): readonly Item[] {
  const name = String(batch).padStart(6, "0");
  return Array.from({ length: 10 }, (_, n) => ({
    pk: `BATCH#${n % 3}`,
    sk: `${name}#${n}`,
    version: 1,
    body: { text: `${name} ${"x".repeat(2_000)}` },
    indexes: { gsi1: { pk: "BATCHES", sk: `${name}#${n}` } },
  }));
}
