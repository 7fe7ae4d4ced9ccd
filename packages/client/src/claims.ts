import { code, count, day, instant, list, literal, nullable, record, sha256, shortDigest, text } from "./shape.ts";

export interface Authority {
  readonly name: string;
  readonly uscc: string;
}

export interface RegisterClaim {
  readonly kind: "register";
  readonly name: string;
  readonly type: string | null;
  readonly status: string;
  readonly division: string | null;
  readonly industry: string | null;
  readonly establishedOn: string | null;
  readonly source: string | null;
  readonly reportedOn: string | null;
  readonly sha256: string;
}

export interface PenaltyClaim {
  readonly kind: "penalty";
  readonly number: string;
  readonly violationType: string;
  readonly types: readonly string[];
  /** 1/100 yuan; null when no fine was imposed. */
  readonly fineFen: number | null;
  readonly confiscatedFen: number | null;
  readonly decidedOn: string;
  /** Last day in effect; null without end. */
  readonly validTo: string | null;
  readonly authority: Authority;
  readonly sha256: string;
}

export interface LicenceClaim {
  readonly kind: "licence";
  readonly number: string;
  readonly name: string;
  readonly category: string;
  readonly certificateNumber: string | null;
  readonly decidedOn: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly authority: Authority;
  readonly sha256: string;
}

export interface Absence {
  /** noRecord, noRegisterData, noPenaltyInForce, noPenaltyDecided, noLicenceInForce; a later hub may claim others. */
  readonly claim: string;
  readonly en: string;
  readonly zh: string;
}

/** What a certificate says. */
export interface CertificateClaims {
  readonly type: "environmental-credit-certificate";
  readonly version: 1;
  /** Address of the hub that vouches for it. */
  readonly issuer: string;
  /** Unified Social Credit Code of the enterprise. */
  readonly subject: string;
  readonly name: string | null;
  /** Legal day in China on which what is stated held. */
  readonly asOf: string;
  /** Instant whose state of knowledge it reflects. */
  readonly knownAt: string;
  readonly issuedAt: string;
  readonly register: RegisterClaim | null;
  readonly penalties: readonly PenaltyClaim[];
  readonly licences: readonly LicenceClaim[];
  readonly absences: readonly Absence[];
  /** What the certificate speaks of, and what it does not claim. */
  readonly scope: { readonly en: string; readonly zh: string };
  readonly rules: readonly { readonly name: string; readonly version: string }[];
  readonly log: { readonly sequence: number; readonly hash: string };
}

/** What a seal says. */
export interface SealClaims {
  readonly iss: string;
  readonly sub: string;
  /** Seconds since 1970. */
  readonly iat: number;
  readonly asOf: string;
  readonly knownAt: string;
  readonly penalties: number;
  readonly licences: number;
  /** SHA-256 of the certificate's compact JWS, base64url. */
  readonly digest: string;
}

const authority = record({ name: text, uscc: text });
const decision = { number: text, decidedOn: day, validTo: nullable(day), authority, sha256 };

export const certificateShape = record({
  type: literal("environmental-credit-certificate"),
  version: literal(1),
  issuer: text,
  subject: code,
  name: nullable(text),
  asOf: day,
  knownAt: instant,
  issuedAt: instant,
  register: nullable(
    record({
      kind: literal("register"),
      name: text,
      type: nullable(text),
      status: text,
      division: nullable(text),
      industry: nullable(text),
      establishedOn: nullable(day),
      source: nullable(text),
      reportedOn: nullable(day),
      sha256,
    }),
  ),
  penalties: list(
    record({ ...decision, kind: literal("penalty"), violationType: text, types: list(text), fineFen: nullable(count), confiscatedFen: nullable(count) }),
  ),
  licences: list(record({ ...decision, kind: literal("licence"), name: text, category: text, certificateNumber: nullable(text), validFrom: day })),
  absences: list(record({ claim: text, en: text, zh: text })),
  scope: record({ en: text, zh: text }),
  rules: list(record({ name: text, version: text })),
  log: record({ sequence: count, hash: sha256 }),
});

export const sealShape = record({
  iss: text,
  sub: code,
  iat: count,
  asOf: day,
  knownAt: instant,
  penalties: count,
  licences: count,
  digest: shortDigest,
});
