import { HubError } from "@hub/core/error";
import { type Body, type Item, type Key, limits, type Value } from "@hub/core/ports";

/** Sizes as DynamoDB counts them, so that what one adapter takes the other takes too. */

/** Bytes of an item: keys, names and values. Throws BAD_INPUT for what no store can hold. */
export function itemSize({ pk, sk, body, indexes }: Item): number {
  let size = 8 + bytes(pk) + bytes(sk);
  for (const key of Object.values(indexes ?? {})) size += 20 + bytes(key.pk) + bytes(key.sk);
  return size + mapSize(body, "body");
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function mapSize(map: Body, path: string): number {
  let size = 3;
  for (const name of Object.keys(map)) size += 1 + bytes(name) + valueSize(map[name], `${path}.${name}`);
  return size;
}

function valueSize(value: Value | undefined, path: string): number {
  switch (typeof value) {
    case "string":
      return bytes(value);
    case "boolean":
      return 1;
    case "number":
      if (!Number.isFinite(value)) throw new HubError("BAD_INPUT", `${path} is ${value}, which cannot be stored`);
      return 21;
    case "object":
      break;
    default:
      throw new HubError("BAD_INPUT", `${path} is ${typeof value}, which cannot be stored`);
  }
  if (value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return (value as readonly Value[]).reduce<number>((size, each, at) => size + 1 + valueSize(each, `${path}[${at}]`), 3);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new HubError("BAD_INPUT", `${path} is not plain data and cannot be stored`);
  return mapSize(value as Body, path);
}

/** Throws BAD_INPUT for a key that is empty or too long. */
export function checkKey({ pk, sk }: Key): void {
  if (pk === "" || sk === "") throw new HubError("BAD_INPUT", "Both parts of a key must be filled");
  if (bytes(pk) > limits.partitionKeyBytes) throw new HubError("BAD_INPUT", `The partition key is longer than ${limits.partitionKeyBytes} bytes`, { pk });
  if (bytes(sk) > limits.sortKeyBytes) throw new HubError("BAD_INPUT", `The sort key is longer than ${limits.sortKeyBytes} bytes`, { sk });
}

/** Throws BAD_INPUT or ITEM_TOO_LARGE for an item that cannot be stored. */
export function checkItem(item: Item): void {
  checkKey(item);
  for (const key of Object.values(item.indexes ?? {})) checkKey(key);
  if (!Number.isSafeInteger(item.version) || item.version < 1) throw new HubError("BAD_INPUT", "Versions count from 1", { version: item.version });
  const size = itemSize(item);
  if (size > limits.itemBytes) throw new HubError("ITEM_TOO_LARGE", `${item.pk} ${item.sk} has ${size} bytes, ${limits.itemBytes} are allowed`, { size });
}
