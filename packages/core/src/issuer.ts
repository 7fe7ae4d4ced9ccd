/**
 * What the domain needs to vouch for something: a key that signs, and the public keys by which others check. Keys in
 * files, in a secret or in a key management service stand behind it alike; another algorithm is another `algorithm`.
 */

/** A public key as JWK Sets publish it (RFC 7517), Ed25519 (RFC 8037). */
export interface PublicKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  /** RFC 7638 thumbprint, so that an id never names another key. */
  readonly kid: string;
  readonly use: "sig";
  readonly alg: "EdDSA";
  /** When it was made, in seconds since 1970. */
  readonly iat: number;
  /** Of a retired key: when it ceased to sign, in seconds since 1970. What it signed until then stays good. */
  readonly exp?: number;
}

/** The key that signs at present. */
export interface SigningKey {
  readonly keyId: string;
  /** As JOSE names it (`alg`). */
  readonly algorithm: "EdDSA";
  readonly sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

export interface Signer {
  /** Asked for each signature, since keys may be rotated meanwhile. Throws SIGNING_UNAVAILABLE, KEYS_UNUSABLE. */
  readonly current: () => Promise<SigningKey>;
  /** All keys but revoked ones, the newest first. Throws KEYS_UNUSABLE. */
  readonly publicKeys: () => Promise<readonly PublicKey[]>;
}

/** Who vouches: a signer, and where others reach the hub. */
export interface Issuer {
  /** Address of the hub, without a slash at its end: certificates and their QR codes carry it. Never taken from a request, which could name any. */
  readonly url: string;
  readonly signer: Signer;
  /** Whether the hub also serves certificates as PDF. */
  readonly hasPdf: boolean;
}
