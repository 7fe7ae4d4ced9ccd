/** Why something is not vouched for, and what it means for who holds it. */
export const failures = {
  MALFORMED: "It is no compact JWS in its one exact form, or what is signed is no JSON: it was cut, retyped or made by something else.",
  ALGORITHM: "It is not signed with EdDSA, the only algorithm that is accepted.",
  TYPE: "It is signed, but is another kind of document than the one asked for.",
  KEY_UNKNOWN: "None of the keys given has made it. Fetch the hub's keys anew: an unknown key is a newer, a revoked or a stranger's.",
  KEY_UNUSABLE: "The key named is given, but is no sound Ed25519 key whose id is its thumbprint.",
  KEY_RETIRED: "The key had ceased to sign before the date that the document bears.",
  SIGNATURE: "The signature does not fit: what is signed, or the signature, was changed.",
  CLAIMS: "The signature fits, but the content has not the shape of this version. Update this package.",
  TIME: "Its dates contradict each other, or lie in the future by your clock.",
  ISSUER: "It comes from another hub than the one expected.",
  DIGEST: "The seal belongs to another certificate.",
} as const satisfies Record<string, string>;
export type FailureCode = keyof typeof failures;

export interface Failure {
  readonly ok: false;
  readonly code: FailureCode;
  /** What was found. */
  readonly message: string;
}

export interface Verified<T> {
  readonly ok: true;
  readonly claims: T;
  readonly keyId: string;
  /** When the key ceased to sign; null while it signs. */
  readonly keyRetiredAt: string | null;
}

/** Vouched for, with what it says; or not, with the reason. Verification never throws for what it was given. */
export type Verdict<T> = Verified<T> | Failure;

export function failure(code: FailureCode, message: string): Failure {
  return { ok: false, code, message };
}
