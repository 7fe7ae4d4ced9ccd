import { createHash } from "node:crypto";
import type { Item, ItemStore, Value } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";

/**
 * One number for all that a store was told, whatever the order in which it is read: the sum of the items' SHA-256 hashes
 * modulo 2^256. The order of fields inside an item does not count, and what can be projected anew from the rest is left
 * out: how far the log has come, and in which batches, is no difference between data.
 */
export async function digestOf(store: ItemStore): Promise<{ readonly digest: string; readonly items: number }> {
  let sum = 0n;
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: { readonly items: readonly Item[]; readonly cursor: string | null } = await store.scan(cursor);
    for (const item of page.items) {
      if (Projection.isProjected(item) || isOfAsking(item)) continue;
      sum += BigInt(`0x${hashOf(item)}`);
      count += 1;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return { digest: (sum % (1n << 256n)).toString(16).padStart(64, "0"), items: count };
}

/** Who asked when is no difference between data, either: the trail with its seals, allowances, and keys of changes. */
function isOfAsking({ pk }: Item): boolean {
  return ["AUDIT#", "AUD#", "SEEN#", "DONEBY#", "QUOTA#", "ONCE#"].some((prefix) => pk.startsWith(prefix));
}

function hashOf({ pk, sk, version, body, indexes }: Item): string {
  return createHash("sha256")
    .update(JSON.stringify(sorted([pk, sk, version, body, (indexes ?? null) as unknown as Value])))
    .digest("hex");
}

function sorted(value: Value): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Uint8Array) return { binary: Buffer.from(value).toString("base64") };
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, each]) => [name, sorted(each)]);
}
