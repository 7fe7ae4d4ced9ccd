import { type AttributeValue, BatchGetItemCommand, GetItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { HubError } from "@hub/core/error";
import { type Item, type Key, keyName, limits, type Page, type Query } from "@hub/core/ports";
import { decodeCursor, encodeCursor, queryDigest } from "../cursor.ts";
import { checkKey, checkPartition, checkRange } from "../item-size.ts";
import { checkedLimit } from "../limit.ts";
import { pause } from "./backoff.ts";
import type { Connection, Until } from "./connection.ts";
import { type Attributes, decodeItem, keyAttributesOf, text } from "./item.ts";
import { table } from "./table.ts";

const empty: Page<Item> = { items: [], cursor: null };

/** All reads of the adapter but the stream of changes. Each is one call, unless DynamoDB leaves part of it undone. */
export function reads(connection: Connection) {
  const { table: TableName, client } = connection;
  return {
    get: async (key: Key, until: Until): Promise<Item | null> => {
      checkKey(key);
      const { Item: found } = await client.send(new GetItemCommand({ TableName, Key: keyAttributesOf(key), ConsistentRead: true }), until);
      return found ? decodeItem(found) : null;
    },
    getMany: async (keys: readonly Key[], until: Until): Promise<readonly (Item | null)[]> => {
      if (keys.length > limits.keysPerGetMany) throw new HubError("BAD_INPUT", `${keys.length} keys, ${limits.keysPerGetMany} are allowed in one call`);
      for (const key of keys) checkKey(key);
      // DynamoDB refuses a key that stands twice in one call.
      const distinct = [...new Map(keys.map((key) => [keyName(key), keyAttributesOf(key)])).values()];
      const found = new Map((await batch(connection, distinct, until)).map((attributes) => decodeItem(attributes)).map((item) => [keyName(item), item]));
      return keys.map((key) => found.get(keyName(key)) ?? null);
    },
    query: async (query: Query, until: Until): Promise<Page<Item>> => {
      checkPartition(query.pk);
      checkRange(query.sk);
      const limit = checkedLimit(query.limit);
      const condition = conditionOf(query);
      if (condition === null) return empty;
      // A page may be cut before its first item: it is not the end, and asked on.
      for (let start = startOf(query); ; ) {
        const command = new QueryCommand({
          TableName,
          // An index lags behind the table, and DynamoDB refuses to read one consistently.
          ...(query.index ? { IndexName: query.index } : { ConsistentRead: true }),
          ...condition,
          ...(start && { ExclusiveStartKey: start }),
          ScanIndexForward: !query.descending,
          // One more than asked for tells whether anything follows, so that the last page says so itself.
          Limit: limit + 1,
        });
        const { Items = [], LastEvaluatedKey } = await client.send(command, until);
        start = Items.length > limit ? (Items[limit - 1] ?? null) : (LastEvaluatedKey ?? null);
        if (Items.length === 0 && start) continue;
        return { items: Items.slice(0, limit).map(decodeItem), cursor: start && encodeCursor(queryDigest(query), placeOf(start, query.index)) };
      }
    },
    scan: async (cursor: string | null | undefined, limit: number | undefined, until: Until): Promise<Page<Item>> => {
      const Limit = checkedLimit(limit);
      const [pk = "", sk = ""] = cursor == null ? [] : decodeCursor("scan", cursor, 2);
      const { Items = [], LastEvaluatedKey } = await client.send(
        new ScanCommand({ TableName, Limit, ConsistentRead: true, ...(pk && { ExclusiveStartKey: keyAttributesOf({ pk, sk }) }) }),
        until,
      );
      const { pk: lastPk, sk: lastSk } = LastEvaluatedKey ?? {};
      const isMore = lastPk?.S !== undefined && lastSk?.S !== undefined;
      return { items: Items.map(decodeItem), cursor: isMore ? encodeCursor("scan", [lastPk.S, lastSk.S]) : null };
    },
  };
}

/** All items of these keys that there are. DynamoDB answers with at most 16 MB, and with less when it is busy: the rest is asked for again. */
async function batch({ table: name, client, backoff }: Connection, keys: readonly Attributes[], until: Until): Promise<readonly Attributes[]> {
  const found: Attributes[] = [];
  let open = [...keys];
  for (let attempt = 0; open.length > 0; ) {
    const RequestItems = { [name]: { Keys: open, ConsistentRead: true } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand({ RequestItems }), until);
    found.push(...(Responses?.[name] ?? []));
    const left = UnprocessedKeys?.[name]?.Keys ?? [];
    attempt = left.length < open.length ? 0 : attempt + 1;
    if (attempt === backoff.attempts) throw new HubError("STORE_BUSY", "DynamoDB left keys unread too often; try again", { table: name });
    open = left;
    if (attempt > 0) await pause(attempt, backoff, until.abortSignal);
  }
  return found;
}

/** The place of an item in a list, as its cursor holds it. */
function placeOf(attributes: Attributes, index: Query["index"]): readonly string[] {
  const names = index ? [attributesOf(index).sort, "pk", "sk"] : ["sk"];
  return names.map((name) => text(attributes, name));
}

function startOf(query: Query): Attributes | null {
  const { index, pk, cursor } = query;
  if (cursor == null) return null;
  if (!index) {
    const [sk = ""] = decodeCursor(queryDigest(query), cursor, 1);
    return keyAttributesOf({ pk, sk });
  }
  const [sort = "", ownPk = "", ownSk = ""] = decodeCursor(queryDigest(query), cursor, 3);
  const { partition, sort: sortName } = attributesOf(index);
  return { ...keyAttributesOf({ pk: ownPk, sk: ownSk }), [partition]: { S: pk }, [sortName]: { S: sort } };
}

function attributesOf(index: Query["index"]): { readonly partition: string; readonly sort: string } {
  return table.indexes.find(({ name }) => name === index) ?? table.key;
}

/** The condition on the keys; null when nothing can fulfil it, which DynamoDB would call a mistake. */
function conditionOf({ index, pk, sk }: Query) {
  const { partition, sort } = attributesOf(index);
  const values: Record<string, AttributeValue> = { ":pk": { S: pk } };
  const of = (condition = "") => ({ KeyConditionExpression: `${partition} = :pk${condition}`, ExpressionAttributeValues: values });
  if (!sk) return of();
  if ("begins" in sk) {
    if (sk.begins === "") return of();
    values[":begins"] = { S: sk.begins };
    return of(` AND begins_with(${sort}, :begins)`);
  }
  const { from = "", to } = sk;
  // Key attributes are never empty: nothing stands before the empty text, and everything behind it.
  if (to === "" || (to !== undefined && Buffer.compare(Buffer.from(from), Buffer.from(to)) > 0)) return null;
  if (from !== "") values[":from"] = { S: from };
  if (to !== undefined) values[":to"] = { S: to };
  if (from !== "" && to !== undefined) return of(` AND ${sort} BETWEEN :from AND :to`);
  if (from !== "") return of(` AND ${sort} >= :from`);
  return to === undefined ? of() : of(` AND ${sort} <= :to`);
}
