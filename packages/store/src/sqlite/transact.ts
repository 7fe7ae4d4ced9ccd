import { createHash } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { HubError } from "@hub/core/error";
import type { Condition, Item, Write } from "@hub/core/ports";
import { checkWrites, keyOf } from "../writes.ts";
import { encodeBody } from "./body.ts";

/** How long what has expired is left alone after it was last looked for, in milliseconds. */
const dropMs = 60_000;

/** Expired items that go with one transaction at most, so that no writer waits for long. */
const mostDropped = 1_000;

/** The adapter's only way to write: all or nothing, with the outbox and the token in the same transaction. */
export function transactions(db: DatabaseSync, tokenMs: number) {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  const rollback = db.prepare("ROLLBACK");
  const version = db.prepare("SELECT version FROM items WHERE pk = ? AND sk = ?");
  const insert = db.prepare(
    "INSERT INTO items (pk, sk, version, body, wrapped, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const update = db.prepare(
    "UPDATE items SET version = ?, body = ?, wrapped = ?, gsi1pk = ?, gsi1sk = ?, gsi2pk = ?, gsi2sk = ?, expires = ? WHERE pk = ? AND sk = ?",
  );
  const remove = db.prepare("DELETE FROM items WHERE pk = ? AND sk = ?");
  const log = db.prepare("INSERT INTO changes (pk, sk, version, deleted) VALUES (?, ?, ?, ?)");
  const findToken = db.prepare("SELECT digest FROM tokens WHERE token = ?");
  const keepToken = db.prepare("INSERT INTO tokens (token, digest, at) VALUES (?, ?, ?)");
  const dropTokens = db.prepare("DELETE FROM tokens WHERE at < ?");
  const dropItems = db.prepare("DELETE FROM items WHERE id IN (SELECT id FROM items WHERE expires < ? LIMIT ?)");
  let droppedAt = Number.NEGATIVE_INFINITY;

  function apply(writes: readonly Write[]): void {
    const stored = writes.map((write) => {
      const { pk, sk } = keyOf(write);
      return (version.get(pk, sk) as { readonly version: number } | undefined)?.version ?? null;
    });
    const failed = writes.flatMap((write, index) => {
      if (write.if === undefined || holds(write.if, stored[index] ?? null)) return [];
      const { pk, sk } = keyOf(write);
      return [{ index, pk, sk }];
    });
    if (failed.length > 0) throw new HubError("CONFLICT", `${failed.length} of ${writes.length} writes found another version than they expected`, { failed });
    writes.forEach((write, index) => {
      const before = stored[index] ?? null;
      if ("put" in write) put(write.put, before !== null);
      else if ("delete" in write && before !== null) {
        remove.run(write.delete.pk, write.delete.sk);
        log.run(write.delete.pk, write.delete.sk, before, 1);
      }
    });
  }

  function put(item: Item, exists: boolean): void {
    const { text, isWrapped } = encodeBody(item.body);
    const { gsi1, gsi2 } = item.indexes ?? {};
    const rest = [item.version, text, isWrapped, gsi1?.pk ?? null, gsi1?.sk ?? null, gsi2?.pk ?? null, gsi2?.sk ?? null, item.expires ?? null] as const;
    if (exists) update.run(...rest, item.pk, item.sk);
    else insert.run(item.pk, item.sk, ...rest);
    log.run(item.pk, item.sk, item.version, 0);
  }

  /**
   * Now and then takes away what has expired, in a transaction that is written anyway. The outbox is told nothing: nobody
   * follows items that come to an end by themselves (DynamoDB's stream does tell of them, which does no harm).
   */
  function dropExpired(): void {
    const now = Date.now();
    if (now - droppedAt < dropMs) return;
    const { changes } = dropItems.run(Math.floor(now / 1_000), mostDropped);
    // What is left over goes with the next transactions, or more could expire than ever goes.
    if (changes < mostDropped) droppedAt = now;
  }

  /** Whether the same call was made before; remembers it when not. Throws TOKEN_REUSED. */
  function isRepeat(token: string, writes: readonly Write[]): boolean {
    const digest = digestOf(writes);
    const now = Date.now();
    dropTokens.run(now - tokenMs);
    const known = findToken.get(token) as { readonly digest: string } | undefined;
    if (known === undefined) keepToken.run(token, digest, now);
    else if (known.digest !== digest) throw new HubError("TOKEN_REUSED", "The idempotency token was used before with other writes", { token });
    return known !== undefined;
  }

  return (writes: readonly Write[], token: string | undefined): void => {
    checkWrites(writes, token);
    begin.run();
    try {
      dropExpired();
      if (token === undefined || !isRepeat(token, writes)) apply(writes);
      commit.run();
    } catch (error) {
      if (db.isTransaction) rollback.run();
      throw error;
    }
  };
}

function holds(condition: Condition, stored: number | null): boolean {
  if (condition === "absent") return stored === null;
  if (condition === "present") return stored !== null;
  return stored === condition.version;
}

function digestOf(writes: readonly Write[]): string {
  const bytes = (_name: string, value: unknown) => (value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value);
  return createHash("sha256").update(JSON.stringify(writes, bytes)).digest("base64");
}
