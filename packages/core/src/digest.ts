import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import canonicalize from "canonicalize";

/** SHA-256, in hexadecimal digits, of a value's canonical form (RFC 8785): the same whatever the order of its fields. */
export function digestOf(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("Only JSON has a canonical form");
  return bytesToHex(sha256(utf8ToBytes(text)));
}
