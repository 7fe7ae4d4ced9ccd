import type { Body, Value } from "@hub/core/ports";

/**
 * Bodies are kept as JSON. Bytes have no form in JSON: a body that holds some is kept in a second encoding, told by a
 * column of its own, in which every map is wrapped, so that no body can be mistaken for an encoded one.
 */
export interface Encoded {
  readonly text: string;
  readonly isWrapped: 0 | 1;
}

export function encodeBody(body: Body): Encoded {
  return holdsBytes(body) ? { text: JSON.stringify(wrap(body)), isWrapped: 1 } : { text: JSON.stringify(body), isWrapped: 0 };
}

export function decodeBody({ text, isWrapped }: Encoded): Body {
  const parsed = JSON.parse(text) as unknown;
  return (isWrapped ? unwrap(parsed) : parsed) as Body;
}

function holdsBytes(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Uint8Array) return true;
  for (const each of Object.values(value)) if (holdsBytes(each as Value)) return true;
  return false;
}

function wrap(value: Value): unknown {
  if (value instanceof Uint8Array) return { b: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(wrap);
  if (typeof value !== "object" || value === null) return value;
  return { m: Object.entries(value).map(([name, each]) => [name, wrap(each)]) };
}

function unwrap(value: unknown): Value {
  if (Array.isArray(value)) return value.map(unwrap);
  if (typeof value !== "object" || value === null) return value as Value;
  const { b, m } = value as { readonly b?: string; readonly m?: readonly (readonly [string, unknown])[] };
  return b === undefined ? Object.fromEntries((m ?? []).map(([name, each]) => [name, unwrap(each)])) : new Uint8Array(Buffer.from(b, "base64"));
}
