import type { Item } from "@hub/core/ports";
import { itemSize } from "./item-size.ts";

export { itemSize } from "./item-size.ts";

/** What calls cost on DynamoDB, in the units that it bills and throttles by. Sizes are those of item-size.ts. */

/** Bytes that one unit pays for. */
const readBytes = 4_096;
const writeBytes = 1_024;

/** Most that one partition gives, in units a second. A table and each index have as many partitions as their keys need. */
export const partitionLimits = { write: 1_000, read: 3_000 } as const;

/** Bytes that DynamoDB bills as stored for each item, and for each entry of an index, beside their own. */
const overheadBytes = 100;

/**
 * Units of a Get, or of one key of a BatchGet: 1 per 4 kB begun, since the adapter reads the table consistently.
 * Nothing found (0 bytes) costs the least unit. DynamoDB Local says so of a Get only, and 0 of the other calls.
 */
export function getUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / readBytes));
}

/** Units of a Query: the items of its page are rounded up together. An index is read eventually consistently, at half the price. */
export function queryUnits(sizes: readonly number[], from: "table" | "index"): number {
  const units = getUnits(sizes.reduce((sum, size) => sum + size, 0));
  return from === "index" ? units / 2 : units;
}

/** Units of putting an item: those of the table, and those of its entries in indexes, which have their own partitions. */
export interface WriteUnits {
  readonly table: number;
  readonly indexes: number;
}

/**
 * Units of a put, also over an item that is not larger and stands in the same places of the indexes. The adapter's
 * only way to write is a transaction, which costs 2 units per 1 kB begun: one to prepare, one to commit. The indexes
 * hold whole items (projection ALL) and follow after the commit, so that each entry costs 1 unit per 1 kB begun (the
 * documentation says nothing of entries; github.com/nubo-db/dynoxide/pull/188 has measured it on AWS). DynamoDB Local
 * tells double for the entries too, and counts writes of a transaction that cost the same only once.
 */
export function writeUnits(item: Item): WriteUnits {
  const units = Math.ceil(itemSize(item) / writeBytes);
  return { table: 2 * units, indexes: units * entries(item) };
}

/** Bytes that are billed as stored: of the item in the table, which backups hold, and of its entries in indexes, which they don't. */
export function storedBytes(item: Item): { readonly table: number; readonly indexes: number } {
  const bytes = itemSize(item) + overheadBytes;
  return { table: bytes, indexes: bytes * entries(item) };
}

function entries({ indexes }: Item): number {
  return Object.keys(indexes ?? {}).length;
}
