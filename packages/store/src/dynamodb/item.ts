import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Body, Item, Key, Value } from "@hub/core/ports";
import { table } from "./table.ts";

/** Items in DynamoDB's own notation. `@aws-sdk/util-dynamodb` refuses numbers above 2^53, which the port allows. */

export type Attributes = Record<string, AttributeValue>;

export function keyAttributesOf({ pk, sk }: Key): Attributes {
  return { pk: { S: pk }, sk: { S: sk } };
}

export function encodeItem(item: Item): Attributes {
  const attributes: Attributes = { ...keyAttributesOf(item), [table.version]: { N: String(item.version) }, [table.body]: encode(item.body) };
  for (const { name, partition, sort } of table.indexes) {
    const key = item.indexes?.[name];
    if (key) Object.assign(attributes, { [partition]: { S: key.pk }, [sort]: { S: key.sk } });
  }
  if (item.expires !== undefined) attributes[table.expiry] = { N: String(item.expires) };
  return attributes;
}

export function decodeItem(attributes: Attributes): Item {
  const indexes = table.indexes.flatMap(({ name, partition, sort }) => {
    const [pk, sk] = [attributes[partition]?.S, attributes[sort]?.S];
    return pk === undefined || sk === undefined ? [] : [[name, { pk, sk }] as const];
  });
  const expires = attributes[table.expiry]?.N;
  return {
    pk: text(attributes, "pk"),
    sk: text(attributes, "sk"),
    version: Number(attributes[table.version]?.N),
    body: decode(attributes[table.body] ?? { M: {} }) as Body,
    ...(indexes.length > 0 && { indexes: Object.fromEntries(indexes) }),
    ...(expires !== undefined && { expires: Number(expires) }),
  };
}

/** A text attribute that every item has. */
export function text(attributes: Attributes, name: string): string {
  const value = attributes[name]?.S;
  if (value === undefined) throw new TypeError(`An item without the text ${name} was not written by the hub`);
  return value;
}

function encode(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  if (value === null) return { NULL: true };
  if (value instanceof Uint8Array) return { B: new Uint8Array(value) };
  if (Array.isArray(value)) return { L: value.map(encode) };
  return { M: Object.fromEntries(Object.entries(value).map(([name, each]) => [name, encode(each as Value)])) };
}

function decode(value: AttributeValue): Value {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return new Uint8Array(value.B);
  if (value.L !== undefined) return value.L.map(decode);
  if (value.M !== undefined) return Object.fromEntries(Object.entries(value.M).map(([name, each]) => [name, decode(each)]));
  return null;
}
