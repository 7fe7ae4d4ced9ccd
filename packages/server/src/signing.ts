import { createHash, createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import { HubError } from "@hub/core/error";
import type { PublicKey, Signer } from "@hub/core/issuer";
import * as z from "zod";

/** Keys that lie in a text: in a file of the data folder, or in a secret of a function. */

const seconds = z.int().min(0);
const point = z.string().regex(/^[\w-]{43}$/);

const storedKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: point,
  /** The private part; gone once the key is retired. */
  d: point.optional(),
  kid: point,
  use: z.literal("sig"),
  alg: z.literal("EdDSA"),
  iat: seconds,
  exp: seconds.optional(),
  /** When it was revoked: it is published no more. */
  revoked: seconds.optional(),
});
export type StoredKey = z.output<typeof storedKey>;

const keySet = z.object({ keys: z.array(storedKey).max(1_000) });
/** A JWK Set with private keys, the newest first. */
export type KeySet = z.output<typeof keySet>;

/** A new key. Its id is its thumbprint (RFC 7638). */
export function makeKey(now: Date): StoredKey {
  const { x, d } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  if (x === undefined || d === undefined) throw new TypeError("Node made an Ed25519 key without its parts");
  return { kty: "OKP", crv: "Ed25519", x, d, kid: thumbprintOf(x), use: "sig", alg: "EdDSA", iat: secondsOf(now) };
}

export function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1_000);
}

function thumbprintOf(x: string): string {
  return createHash("sha256")
    .update(JSON.stringify({ crv: "Ed25519", kty: "OKP", x }))
    .digest("base64url");
}

/** The key set in a text, each key checked against its id and its private part. Throws KEYS_UNUSABLE, which never quotes the text. */
export function parseKeySet(text: string, where: string): KeySet {
  const unusable = (why: string) => new HubError("KEYS_UNUSABLE", `${where}: ${why}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unusable("it is not JSON");
  }
  const parsed = keySet.safeParse(json);
  if (!parsed.success) throw unusable(`it is no JWK Set of Ed25519 keys (at ${parsed.error.issues[0]?.path.join(".") || "its top"})`);
  for (const [at, key] of parsed.data.keys.entries()) if (!isSound(key)) throw unusable(`the id or the private part of key ${at + 1} belongs to another key`);
  return parsed.data;
}

function isSound(key: StoredKey): boolean {
  return key.kid === thumbprintOf(key.x) && (key.d === undefined || isPair(key));
}

function isPair({ kty, crv, x, d = "" }: StoredKey): boolean {
  try {
    // Node derives the public part from the private one, whatever `x` says.
    return createPrivateKey({ key: { kty, crv, x, d }, format: "jwk" }).export({ format: "jwk" }).x === x;
  } catch {
    return false;
  }
}

/** The newest key that may still sign; null when there is none. */
export function signingKeyOf({ keys }: KeySet): (StoredKey & { readonly d: string }) | null {
  const active = keys.filter((key): key is StoredKey & { d: string } => key.d !== undefined && key.exp === undefined && key.revoked === undefined);
  return active.sort((a, b) => b.iat - a.iat)[0] ?? null;
}

/** Signs with a key set that is read anew each time, since the operator may rotate keys while the hub serves. */
export function signerOf(read: () => Promise<KeySet>): Signer {
  return {
    current: async () => {
      const key = signingKeyOf(await read());
      if (!key) throw new HubError("SIGNING_UNAVAILABLE", "All of this hub's keys are retired; it signs again after: hub keys rotate");
      const { kty, crv, x, d, kid, alg } = key;
      const secret = createPrivateKey({ key: { kty, crv, x, d }, format: "jwk" });
      return { keyId: kid, algorithm: alg, sign: async (bytes) => sign(null, bytes, secret) };
    },
    publicKeys: async () => (await read()).keys.filter(({ revoked }) => revoked === undefined).map(publicKeyOf),
  };
}

function publicKeyOf({ kty, crv, x, kid, use, alg, iat, exp }: StoredKey): PublicKey {
  return { kty, crv, x, kid, use, alg, iat, ...(exp !== undefined && { exp }) };
}
