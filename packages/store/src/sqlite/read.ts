import type { DatabaseSync, StatementSync } from "node:sqlite";
import { HubError } from "@hub/core/error";
import { type Body, type Change, type Item, type Key, limits, type Page, type Query } from "@hub/core/ports";
import { decodeCursor, encodeCursor, queryDigest } from "../cursor.ts";
import { checkKey, checkPartition, checkRange } from "../item-size.ts";
import { checkedLimit } from "../limit.ts";
import { decodeBody, type Encoded } from "./body.ts";

/** A row as SQLite hands it over, in the order of `columns`: objects would take twice the time. */
type Row = readonly [
  pk: string,
  sk: string,
  version: number,
  body: string,
  wrapped: 0 | 1,
  gsi1pk: string | null,
  gsi1sk: string | null,
  gsi2pk: string | null,
  gsi2sk: string | null,
  expires: number | null,
  id: number,
];

const columns = "pk, sk, version, body, wrapped, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires, id";

function toItem([pk, sk, version, text, isWrapped, gsi1pk, gsi1sk, gsi2pk, gsi2sk, expires]: Row): Item {
  const body = readBody({ pk, sk }, { text, isWrapped });
  const gsi1 = placeIn(gsi1pk, gsi1sk);
  const gsi2 = placeIn(gsi2pk, gsi2sk);
  const indexes = gsi1 && gsi2 ? { gsi1, gsi2 } : gsi1 ? { gsi1 } : gsi2 ? { gsi2 } : null;
  const lasting = indexes ? { pk, sk, version, body, indexes } : { pk, sk, version, body };
  return expires === null ? lasting : { ...lasting, expires };
}

function placeIn(pk: string | null, sk: string | null): Key | null {
  return pk !== null && sk !== null ? { pk, sk } : null;
}

/** Throws STORE_UNUSABLE naming an item whose body is none any more: the disk failed, or another program wrote to the file. */
function readBody(key: Key, encoded: Encoded): Body {
  try {
    return decodeBody(encoded);
  } catch (error) {
    throw new HubError("STORE_UNUSABLE", `${key.pk} ${key.sk} is damaged; restore a backup`, { ...key }, { cause: error });
  }
}

/** All reads of the adapter. Statements are prepared once. */
export function reads(db: DatabaseSync) {
  const prepared = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const known = prepared.get(sql);
    if (known) return known;
    const made = db.prepare(sql);
    made.setReturnArrays(true);
    prepared.set(sql, made);
    return made;
  };
  const one = statement(`SELECT ${columns} FROM items WHERE pk = ? AND sk = ?`);
  const get = (key: Key): Item | null => {
    checkKey(key);
    const row = one.get(key.pk, key.sk) as unknown as Row | undefined;
    return row ? toItem(row) : null;
  };
  return {
    get,
    getMany: (keys: readonly Key[]): readonly (Item | null)[] => {
      if (keys.length > limits.keysPerGetMany) throw new HubError("BAD_INPUT", `${keys.length} keys, ${limits.keysPerGetMany} are allowed in one call`);
      return keys.map(get);
    },
    query: (query: Query): Page<Item> => {
      checkPartition(query.pk);
      checkRange(query.sk);
      const limit = checkedLimit(query.limit);
      const { sql, values, isIndexed } = compile(query);
      const rows = statement(sql).all(...values, limit + 1) as unknown as readonly Row[];
      const items = rows.slice(0, limit).map(toItem);
      const last = rows[limit - 1];
      if (rows.length <= limit || !last) return { items, cursor: null };
      const [pk, sk, , , , , gsi1sk, , gsi2sk] = last;
      const sort = query.index === "gsi1" ? gsi1sk : gsi2sk;
      return { items, cursor: encodeCursor(queryDigest(query), isIndexed ? [sort ?? "", pk, sk] : [sk]) };
    },
    changes: (after: string | null, limit?: number): Page<Change> => {
      const from = after === null ? 0 : placeOfChange(after);
      const rows = statement("SELECT seq, pk, sk, version, deleted FROM changes WHERE seq > ? ORDER BY seq LIMIT ?").all(
        from,
        checkedLimit(limit),
      ) as unknown as readonly (readonly [seq: number, pk: string, sk: string, version: number, deleted: 0 | 1])[];
      const items = rows.map(([, pk, sk, version, deleted]): Change => ({ pk, sk, version, operation: deleted ? "delete" : "put" }));
      return { items, cursor: encodeCursor("changes", [String(rows.at(-1)?.[0] ?? from)]) };
    },
    scan: (cursor: string | null | undefined, limit?: number): Page<Item> => {
      const most = checkedLimit(limit);
      const from = cursor == null ? 0 : Number(decodeCursor("scan", cursor, 1)[0]);
      const rows = statement(`SELECT ${columns} FROM items WHERE id > ? ORDER BY id LIMIT ?`).all(from, most + 1) as unknown as readonly Row[];
      const last = rows[most - 1];
      return { items: rows.slice(0, most).map(toItem), cursor: rows.length > most && last ? encodeCursor("scan", [String(last[10])]) : null };
    },
  };
}

/** The change that a cursor of changes stands behind. Throws BAD_CURSOR. */
export function placeOfChange(cursor: string): number {
  return Number(decodeCursor("changes", cursor, 1)[0]);
}

/** Text is compared byte by byte in UTF-8, as SQLite does: the order of code points, not of UTF-16 units. */
function compile(query: Query) {
  const { index, pk, sk, descending, cursor } = query;
  const [partition, sort] = index ? [`${index}pk`, `${index}sk`] : ["pk", "sk"];
  const conditions = [`${partition} = ?`];
  const values: string[] = [pk];
  const add = (condition: string, ...more: string[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  if (sk && "begins" in sk) {
    add(`${sort} >= ?`, sk.begins);
    const end = afterPrefix(sk.begins);
    if (end !== null) add(`${sort} < ?`, end);
  } else if (sk) {
    if (sk.from !== undefined) add(`${sort} >= ?`, sk.from);
    if (sk.to !== undefined) add(`${sort} <= ?`, sk.to);
  }
  const place = index ? `(${sort}, pk, sk)` : "sk";
  if (cursor != null) add(`${place} ${descending ? "<" : ">"} ${index ? "(?, ?, ?)" : "?"}`, ...decodeCursor(queryDigest(query), cursor, index ? 3 : 1));
  const direction = descending ? "DESC" : "ASC";
  const order = index ? `${sort} ${direction}, pk ${direction}, sk ${direction}` : `sk ${direction}`;
  const sql = `SELECT ${columns} FROM items WHERE ${conditions.join(" AND ")} ORDER BY ${order} LIMIT ?`;
  return { sql, values, isIndexed: index !== undefined };
}

/** The first text after all that begin with a prefix; null when there is none. */
function afterPrefix(prefix: string): string | null {
  const points = [...prefix];
  for (let at = points.length - 1; at >= 0; at -= 1) {
    const point = points[at]?.codePointAt(0) ?? 0;
    if (point >= 0x10ffff) continue;
    // Surrogates are no characters: after U+D7FF comes U+E000.
    const next = point === 0xd7ff ? 0xe000 : point + 1;
    return points.slice(0, at).join("") + String.fromCodePoint(next);
  }
  return null;
}
