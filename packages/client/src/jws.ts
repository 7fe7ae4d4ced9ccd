import { base64url, calculateJwkThumbprint, compactVerify, importJWK, type JWK } from "jose";
import type { Check } from "./shape.ts";
import { type Failure, failure, type Verdict } from "./verdict.ts";

/** Public keys as the hub serves them at /.well-known/jwks.json (RFC 7517). */
export interface KeySet {
  readonly keys: readonly object[];
}

export interface VerifyOptions {
  /** The clock; the machine's unless told. */
  readonly now?: Date;
  /** Seconds by which the issuer's clock may be ahead of this one; 300 unless told. */
  readonly toleranceSeconds?: number;
  /** Address of the hub that must have issued it, e.g. https://credit.example.cn; any unless told. */
  readonly issuer?: string;
}

/** What is signed beside the shape: its kind, who and when. */
interface Kind<T> {
  readonly typ: string;
  readonly shape: Check;
  readonly about: (claims: T) => { readonly issuer: string; readonly issuedAt: number; readonly knownAt: string; readonly asOf: string };
}

const algorithm = "EdDSA";
const types = { certificate: "hub-certificate+json", seal: "hub-seal+json" } as const;

export { types };

/** Whether a text says that it is a certificate or a seal; null for anything else. Nothing is verified by it. */
export function kindOf(jws: string): "certificate" | "seal" | null {
  const header = headerOf(jws);
  return "ok" in header ? null : header.typ === types.seal ? "seal" : header.typ === types.certificate ? "certificate" : null;
}

/** Verifies a compact JWS from one exact form to its times. */
export async function verify<T>(jws: string, keys: KeySet, { typ, shape, about }: Kind<T>, options: VerifyOptions): Promise<Verdict<T>> {
  const header = headerOf(jws);
  if ("ok" in header) return header;
  if (header.typ !== typ) return failure("TYPE", `It is of the type ${JSON.stringify(header.typ)}, not ${typ}`);
  const key = await keyOf(header.kid, keys);
  if ("ok" in key) return key;
  const payload = await payloadOf(jws, key);
  if ("ok" in payload) return payload;
  const fault = shape(payload.value, "claims");
  if (fault !== null) return failure("CLAIMS", fault);
  const claims = payload.value as T;
  const { issuer, issuedAt, knownAt, asOf } = about(claims);
  const { now = new Date(), toleranceSeconds = 300 } = options;
  if (issuedAt > now.getTime() + toleranceSeconds * 1_000) return failure("TIME", "It was issued in the future");
  if (Math.floor(Date.parse(knownAt) / 1_000) * 1_000 > issuedAt) return failure("TIME", "It states what was known after it was issued");
  if (asOf > dayInChina(knownAt)) return failure("TIME", "It states what held on a day that had not come");
  const { exp } = key;
  if (exp !== null && Math.floor(issuedAt / 1_000) > exp) return failure("KEY_RETIRED", `The key ${header.kid} ceased to sign before`);
  if (options.issuer !== undefined && options.issuer !== issuer) return failure("ISSUER", `It comes from ${issuer}, not from ${options.issuer}`);
  return { ok: true, claims, keyId: header.kid, keyRetiredAt: exp === null ? null : new Date(exp * 1_000).toISOString() };
}

interface Header {
  readonly kid: string;
  readonly typ: string;
}

/** The protected header, which must hold algorithm, key and type and nothing else: no keys, addresses or extensions of its own. */
function headerOf(jws: string): Header | Failure {
  if (typeof jws !== "string" || !/^[\w-]+\.[\w-]+\.[\w-]*$/.test(jws)) return failure("MALFORMED", "It is no compact JWS");
  const parts = jws.split(".");
  for (const part of parts) if (!isExact(part)) return failure("MALFORMED", "A part of it is not base64url in its one exact form");
  const header = jsonOf(base64url.decode(parts[0] ?? ""));
  if (typeof header !== "object" || header === null) return failure("MALFORMED", "Its header is no JSON object");
  const { alg, kid, typ, ...others } = header as Readonly<Record<string, unknown>>;
  if (alg !== algorithm) return failure("ALGORITHM", `It names the algorithm ${JSON.stringify(alg)}, not ${algorithm}`);
  if (typeof kid !== "string" || typeof typ !== "string") return failure("MALFORMED", "Its header names no key or no type");
  const [other] = Object.keys(others);
  return other === undefined ? { kid, typ } : failure("MALFORMED", `Its header has the member ${other}, which no certificate has`);
}

/** Whether the last character has no bits that decoding would drop: else one signature could be written in several ways. */
function isExact(part: string): boolean {
  if (part === "") return true;
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

interface Key {
  readonly verifies: CryptoKey;
  /** Seconds since 1970; null while it signs. */
  readonly exp: number | null;
}

async function keyOf(kid: string, keys: KeySet): Promise<Key | Failure> {
  const given: unknown = (keys as KeySet | null | undefined)?.keys;
  const named = (Array.isArray(given) ? (given as readonly unknown[]) : []).filter((key) => (key as JWK | null)?.kid === kid);
  const [key] = named as readonly (JWK & { readonly exp?: unknown })[];
  if (!key) return failure("KEY_UNKNOWN", `None of the keys given has the id ${kid}`);
  const { kty, crv, x, alg = algorithm, use = "sig", exp = null } = key;
  const isFit = kty === "OKP" && crv === "Ed25519" && alg === algorithm && use === "sig" && typeof x === "string" && (exp === null || typeof exp === "number");
  if (named.length > 1 || !isFit) return failure("KEY_UNUSABLE", `The key ${kid} is not one Ed25519 key for signatures`);
  try {
    if ((await calculateJwkThumbprint({ kty, crv, x })) !== kid) return failure("KEY_UNUSABLE", `The key ${kid} is not the one that its id names`);
    return { verifies: (await importJWK({ kty, crv, x }, algorithm)) as CryptoKey, exp };
  } catch {
    return failure("KEY_UNUSABLE", `The key ${kid} is no point of the curve`);
  }
}

async function payloadOf(jws: string, { verifies }: Key): Promise<{ readonly value: unknown } | Failure> {
  try {
    const { payload } = await compactVerify(jws, verifies, { algorithms: [algorithm] });
    const value = jsonOf(payload);
    return value === undefined ? failure("MALFORMED", "What is signed is no JSON") : { value };
  } catch {
    return failure("SIGNATURE", "The signature does not fit what is signed");
  }
}

/** China has had no summer time since 1991. */
function dayInChina(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
}
