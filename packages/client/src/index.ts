export { type CertificateOptions, verifyCertificate } from "./certificate.ts";
export type { Absence, Authority, CertificateClaims, LicenceClaim, PenaltyClaim, RegisterClaim, SealClaims } from "./claims.ts";
export { type KeySet, kindOf, type VerifyOptions } from "./jws.ts";
export { type SealOptions, verifySeal } from "./seal.ts";
export { type Failure, type FailureCode, failures, type Verdict, type Verified } from "./verdict.ts";
