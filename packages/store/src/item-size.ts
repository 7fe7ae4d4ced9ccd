import { HubError } from "@hub/core/error";
import { type Body, type Item, type Key, limits, type Query, type Value } from "@hub/core/ports";

/** Sizes as DynamoDB counts them, so that what one adapter takes the other takes too. */

/** Bytes of an item: keys, names and values. Throws BAD_INPUT for what no store can hold. */
export function itemSize({ pk, sk, version, body, indexes, expires }: Item): number {
  // The names pk, sk, v and b have 6 bytes.
  let size = 6 + numberBytes(version) + bytes(pk) + bytes(sk);
  for (const key of Object.values(indexes ?? {})) size += 20 + bytes(key.pk) + bytes(key.sk);
  // The name ttl has 3.
  if (expires !== undefined) size += 3 + numberBytes(expires);
  return size + mapSize(body, "body", 1);
}

/** A byte for the power of ten, one for each two digits (in places of a hundred, zeros at the ends left out), one for a minus. */
function numberBytes(value: number): number {
  if (value === 0) return 1;
  const [digits = "", power = ""] = Math.abs(value).toExponential().replace(".", "").split("e");
  const isFirstAlone = Number(power) % 2 === 0;
  return 1 + Math.ceil((digits.length + (isFirstAlone ? 1 : 0)) / 2) + (value < 0 ? 1 : 0);
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function mapSize(map: Body, path: string, depth: number): number {
  if (depth > limits.bodyDepth) throw new HubError("BAD_INPUT", `${path} lies deeper than ${limits.bodyDepth} levels and cannot be stored`);
  let size = 3;
  for (const name of Object.keys(map)) {
    if (name === "" || !name.isWellFormed()) throw new HubError("BAD_INPUT", `${path} has a name that is empty or holds half a surrogate pair`);
    size += 1 + bytes(name) + valueSize(map[name], `${path}.${name}`, depth);
  }
  return size;
}

function valueSize(value: Value | undefined, path: string, depth: number): number {
  switch (typeof value) {
    case "string":
      if (!value.isWellFormed()) throw new HubError("BAD_INPUT", `${path} holds half a surrogate pair, which cannot be stored`);
      return bytes(value);
    case "boolean":
      return 1;
    case "number":
      if (!isStorable(value)) throw new HubError("BAD_INPUT", `${path} is ${value}, which cannot be stored`);
      return numberBytes(value);
    case "object":
      break;
    default:
      throw new HubError("BAD_INPUT", `${path} is ${typeof value}, which cannot be stored`);
  }
  if (value === null) return 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return listSize(value as readonly Value[], path, depth + 1);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new HubError("BAD_INPUT", `${path} is not plain data and cannot be stored`);
  return mapSize(value as Body, path, depth + 1);
}

function listSize(list: readonly Value[], path: string, depth: number): number {
  if (depth > limits.bodyDepth) throw new HubError("BAD_INPUT", `${path} lies deeper than ${limits.bodyDepth} levels and cannot be stored`);
  return list.reduce<number>((size, each, at) => size + 1 + valueSize(each, `${path}[${at}]`, depth), 3);
}

/** The range of DynamoDB's numbers, which no fact of the domain comes near. */
function isStorable(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-130 && size <= 9.99e125);
}

/** Throws BAD_INPUT for a key that is empty, too long or not text. */
export function checkKey({ pk, sk }: Key): void {
  checkPart("partition", pk, limits.partitionKeyBytes);
  checkPart("sort", sk, limits.sortKeyBytes);
}

/** Throws BAD_INPUT for a partition that no item can lie in. */
export function checkPartition(pk: string): void {
  checkPart("partition", pk, limits.partitionKeyBytes);
}

/** Throws BAD_INPUT for a range that no sort key could bound. An empty text bounds nothing. */
export function checkRange(range: Query["sk"]): void {
  for (const bound of Object.values(range ?? {})) if (bound !== "") checkPart("sort", bound, limits.sortKeyBytes);
}

function checkPart(name: string, part: string, most: number): void {
  if (part === "") throw new HubError("BAD_INPUT", `The ${name} key is empty`);
  // Three bytes are the most that one UTF-16 unit needs.
  if (part.length * 3 > most && bytes(part) > most) throw new HubError("BAD_INPUT", `The ${name} key is longer than ${most} bytes`, { key: part });
  if (!part.isWellFormed()) throw new HubError("BAD_INPUT", `The ${name} key holds half a surrogate pair`, { key: part });
}

function checkExpiry({ expires }: Item): void {
  if (expires === undefined || (Number.isSafeInteger(expires) && expires >= 0)) return;
  throw new HubError("BAD_INPUT", "An item expires at a whole second since 1970", { expires });
}

/** Bytes of an item that can be stored. Throws BAD_INPUT or ITEM_TOO_LARGE for one that cannot. */
export function checkedSize(item: Item): number {
  checkKey(item);
  for (const key of Object.values(item.indexes ?? {})) checkKey(key);
  if (!Number.isSafeInteger(item.version) || item.version < 1) throw new HubError("BAD_INPUT", "Versions count from 1", { version: item.version });
  checkExpiry(item);
  const size = itemSize(item);
  if (size > limits.itemBytes) throw new HubError("ITEM_TOO_LARGE", `${item.pk} ${item.sk} has ${size} bytes, ${limits.itemBytes} are allowed`, { size });
  return size;
}
