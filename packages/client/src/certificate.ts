import { type CertificateClaims, certificateShape } from "./claims.ts";
import { type KeySet, types, type VerifyOptions, verify } from "./jws.ts";
import type { Verdict } from "./verdict.ts";

export type CertificateOptions = VerifyOptions;

/**
 * Whether a hub vouches for a certificate, and what it says. Works without any network: keep the hub's keys, and fetch them anew
 * now and then, since a revoked key is missing from newer ones.
 * @example
 * const verdict = await verifyCertificate(jws, keys);
 * if (verdict.ok) console.log(verdict.claims.absences.some(({ claim }) => claim === "noPenaltyInForce"));
 */
export function verifyCertificate(jws: string, keys: KeySet, options: CertificateOptions = {}): Promise<Verdict<CertificateClaims>> {
  const about = ({ issuer, issuedAt, knownAt, asOf }: CertificateClaims) => ({ issuer, issuedAt: Date.parse(issuedAt), knownAt, asOf });
  return verify<CertificateClaims>(jws, keys, { typ: types.certificate, shape: certificateShape, about }, options);
}
