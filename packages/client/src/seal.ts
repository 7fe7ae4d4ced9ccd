import { base64url } from "jose";
import { type SealClaims, sealShape } from "./claims.ts";
import { type KeySet, types, type VerifyOptions, verify } from "./jws.ts";
import { failure, type Verdict } from "./verdict.ts";

export interface SealOptions extends VerifyOptions {
  /** The certificate that it must be the seal of; without it, the seal is verified alone. */
  readonly certificate?: string;
}

/**
 * Whether a hub vouches for a seal, which stands in the QR code of a printed certificate, and for which one.
 * @example
 * const verdict = await verifySeal(new URL(scanned).searchParams.get("c") ?? "", keys);
 */
export async function verifySeal(seal: string, keys: KeySet, { certificate, ...options }: SealOptions = {}): Promise<Verdict<SealClaims>> {
  const about = ({ iss, iat, knownAt, asOf }: SealClaims) => ({ issuer: iss, issuedAt: iat * 1_000, knownAt, asOf });
  const verdict = await verify<SealClaims>(seal, keys, { typ: types.seal, shape: sealShape, about }, options);
  if (!verdict.ok || certificate === undefined || verdict.claims.digest === (await digestOf(certificate))) return verdict;
  return failure("DIGEST", "The seal was made for another certificate");
}

async function digestOf(text: string): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
