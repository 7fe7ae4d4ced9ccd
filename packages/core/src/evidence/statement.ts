import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { Enterprise } from "../enterprise/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import { Provenance } from "../provenance/index.ts";
import { absence } from "./absence.ts";

/** Penalties and licences that one certificate lists at most: what fits an answer of Lambda many times over, and a PDF that people still read. */
export const mostRecords = 500;

/** Of a statement's canonical form: signed and readable, it then fits an answer of Lambda also where each takes three bytes. */
export const mostCharacters = 500_000;

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe("SHA-256 of the record's canonical form (RFC 8785), without its provenance; hexadecimal");

/** Register data as of the day. The legal representative is left out: who checks a firm needs no person's name. */
export const registerFact = z.object({
  kind: z.literal("register").describe("What kind of record it is"),
  name: Enterprise.shape.shape.name,
  type: Enterprise.shape.shape.type,
  status: Enterprise.shape.shape.status,
  division: Enterprise.shape.shape.division,
  industry: Enterprise.shape.shape.industry,
  establishedOn: Enterprise.shape.shape.establishedOn,
  source: z.string().nullable().describe("Unit that reported the register data"),
  reportedOn: Provenance.day.nullable().describe("Day the unit reported them, where it is known"),
  sha256,
});
export type RegisterFact = z.output<typeof registerFact>;

export const penaltyFact = z.object({
  kind: z.literal("penalty").describe("What kind of record it is"),
  number: Penalty.shape.shape.decisionNumber,
  violationType: Penalty.shape.shape.violationType,
  types: Penalty.shape.shape.penaltyTypes,
  fineFen: Penalty.shape.shape.fineFen,
  confiscatedFen: Penalty.shape.shape.confiscatedFen,
  decidedOn: Penalty.shape.shape.decidedOn,
  validTo: Penalty.shape.shape.validTo,
  authority: Decision.authority.describe("Authority that decided"),
  sha256,
});
export type PenaltyFact = z.output<typeof penaltyFact>;

export const licenceFact = z.object({
  kind: z.literal("licence").describe("What kind of record it is"),
  number: Licence.shape.shape.documentNumber,
  name: Licence.shape.shape.documentName,
  category: Licence.shape.shape.category,
  certificateNumber: Licence.shape.shape.certificateNumber,
  decidedOn: Licence.shape.shape.decidedOn,
  validFrom: Licence.shape.shape.validFrom,
  validTo: Licence.shape.shape.validTo,
  authority: Decision.authority.describe("Authority that decided"),
  sha256,
});
export type LicenceFact = z.output<typeof licenceFact>;

export const ruleVersion = z.object({
  name: z.string().describe("The rule or list"),
  version: z.string().describe("Its state: changed whenever the rule or list is"),
});
export type RuleVersion = z.output<typeof ruleVersion>;

export const logPosition = z.object({
  sequence: z.int().min(0).describe("Number of the newest entry; 0 while the log is empty"),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("Hash of the newest entry, which hangs on all before it; zeros while the log is empty"),
});
export type LogPosition = z.output<typeof logPosition>;

/** What a certificate says: the payload that is signed, in its canonical form (RFC 8785). */
export const statement = z.object({
  type: z.literal("environmental-credit-certificate").describe("What it is"),
  version: z.literal(1).describe("Version of this shape"),
  issuer: z.string().describe("Address of the hub that vouches for it"),
  subject: z.string().length(18).describe("Unified Social Credit Code of the enterprise"),
  name: z.string().nullable().describe("Registered name; without register data the name in the newest decision; null when nothing is held"),
  asOf: Provenance.day.describe("Legal day (Asia/Shanghai) on which what is stated held"),
  knownAt: Provenance.instant.describe("Instant whose state of knowledge it reflects: what was reported later is not in it"),
  issuedAt: Provenance.instant.describe("When it was signed"),
  register: registerFact.nullable().describe("What the register says of the day; null when it says nothing"),
  penalties: z.array(penaltyFact).describe("Penalties in force on the day, newest decision first"),
  licences: z.array(licenceFact).describe("Licences in force on the day, newest decision first"),
  absences: z.array(absence).describe("What was looked for and not found"),
  scope: z
    .object({ en: z.string().describe("In English"), zh: z.string().describe("In Chinese") })
    .describe("What the certificate speaks of, and what it does not claim"),
  rules: z.array(ruleVersion).describe("Rules and lists that stood behind it, each in its version"),
  log: logPosition.describe("Newest entry of the change log when it was issued"),
});
export type Statement = z.output<typeof statement>;

/** What a seal says: short enough for a QR code. It vouches for one certificate by its digest. */
export const seal = z.object({
  iss: z.string().describe("Address of the hub that vouches for it"),
  sub: z.string().length(18).describe("Unified Social Credit Code of the enterprise"),
  iat: z.int().describe("When it was signed, in seconds since 1970"),
  asOf: Provenance.day.describe("Legal day on which what is stated held"),
  knownAt: Provenance.instant.describe("Instant whose state of knowledge it reflects"),
  penalties: z.int().min(0).describe("How many penalties were in force"),
  licences: z.int().min(0).describe("How many licences were in force"),
  digest: z.string().length(43).describe("SHA-256 of the certificate's compact JWS, base64url"),
});
export type Seal = z.output<typeof seal>;
