import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { digestOf } from "../digest.ts";

/** What is kept with a record and is not part of what it says. */
interface Kept {
  readonly provenance: unknown;
  readonly dispute: unknown;
  readonly standing?: unknown;
}

/**
 * SHA-256 of a record's canonical form, in hexadecimal: who has the record can check that a certificate means it. Where it
 * was last seen, and what became of it since, is not part of what it says.
 */
export function recordDigestOf({ provenance: _provenance, dispute: _dispute, standing: _standing, ...facts }: Kept): string {
  return digestOf(facts);
}

/** SHA-256 of a text in base64url, 43 characters: what a seal has room for. */
export function shortDigestOf(text: string): string {
  return base64url(sha256(utf8ToBytes(text)));
}

/** By hand, since core knows neither Node's Buffer nor a browser's newer methods. */
export function base64url(bytes: Uint8Array): string {
  let binary = "";
  // Apply takes no more arguments than fit the stack.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
