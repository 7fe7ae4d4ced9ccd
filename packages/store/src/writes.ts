import { HubError } from "@hub/core/error";
import { type Key, limits, type Write } from "@hub/core/ports";
import { checkedSize, checkKey } from "./item-size.ts";

export function keyOf(write: Write): Key {
  if ("put" in write) return write.put;
  return "delete" in write ? write.delete : write.check;
}

/** What every adapter demands of a transaction before it touches the data. Throws TOO_MANY_WRITES, BAD_INPUT, ITEM_TOO_LARGE. */
export function checkWrites(writes: readonly Write[], token: string | undefined): void {
  if (writes.length === 0) throw new HubError("BAD_INPUT", "A transaction has at least one write");
  if (writes.length > limits.writesPerTransaction) {
    throw new HubError("TOO_MANY_WRITES", `${writes.length} writes, ${limits.writesPerTransaction} are allowed in one transaction`);
  }
  if (token !== undefined && (token === "" || token.length > 36)) throw new HubError("BAD_INPUT", "An idempotency token has 1 to 36 characters");
  const keys = new Set<string>();
  let size = 0;
  for (const write of writes) {
    const key = keyOf(write);
    if ("put" in write) size += checkedSize(write.put);
    else checkKey(key);
    const name = `${key.pk}\u0000${key.sk}`;
    if (keys.has(name)) throw new HubError("BAD_INPUT", `The key ${key.pk} ${key.sk} stands twice in one transaction`);
    keys.add(name);
  }
  if (size > limits.transactionBytes) {
    throw new HubError("TOO_MANY_WRITES", `The writes have ${size} bytes, ${limits.transactionBytes} are allowed in one transaction`, { size });
  }
}
