import { utf8ToBytes } from "@noble/hashes/utils.js";
import { canonical } from "../digest.ts";
import type { SigningKey } from "../issuer.ts";
import { base64url } from "./digest.ts";

/** Kinds of what is signed (`typ`), so that one can never pass for the other (RFC 8725, 3.11). */
export const certificateType = "hub-certificate+json";
export const sealType = "hub-seal+json";

/** A compact JWS (RFC 7515) over a text: the same text, key and type give the same signature. */
export async function sign(key: SigningKey, typ: string, payload: string): Promise<string> {
  const header = canonical({ alg: key.algorithm, kid: key.keyId, typ });
  const input = `${base64url(utf8ToBytes(header))}.${base64url(utf8ToBytes(payload))}`;
  return `${input}.${base64url(await key.sign(utf8ToBytes(input)))}`;
}
