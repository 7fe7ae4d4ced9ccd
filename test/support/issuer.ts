import type { Issuer, PublicKey } from "@hub/core/issuer";
import { type KeySet, makeKey, type StoredKey, signerOf } from "@hub/server/signing";

export const hubUrl = "https://credit.example.cn";

/** A key made at the beginning of a year in which nothing happens. */
export function aKey(): StoredKey {
  return makeKey(new Date("2020-01-01T00:00:00Z"));
}

export interface TestIssuer extends Issuer {
  /** The keys, which a test may change. */
  readonly set: KeySet;
  readonly published: () => Promise<{ readonly keys: readonly PublicKey[] }>;
}

/** Who vouches in a test, by keys in memory. */
export function issuerWith(keys: readonly StoredKey[] = [aKey()], url = hubUrl): TestIssuer {
  const set: KeySet = { keys: [...keys] };
  const signer = signerOf(async () => set);
  return { url, signer, hasPdf: true, set, published: async () => ({ keys: await signer.publicKeys() }) };
}
