import { Evidence } from "@hub/core/evidence";
import { builder } from "./builder.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { DivisionType, divisionOf } from "./division.ts";
import { RegisterStatus } from "./enterprise.ts";
import { enumFrom } from "./enum.ts";
import { IndustryType, industryOf } from "./industry.ts";
import { LicenceCategory } from "./licence.ts";
import { needs } from "./needs.ts";
import { PenaltyType } from "./penalty-type.ts";
import { Money } from "./scalars.ts";

const AbsenceClaim = enumFrom<Evidence.AbsenceClaim>("AbsenceClaim", "What a certificate can claim to be absent", {
  noRecord: Evidence.absenceProse.noRecord.en,
  noRegisterData: Evidence.absenceProse.noRegisterData.en,
  noPenaltyInForce: Evidence.absenceProse.noPenaltyInForce.en,
  noPenaltyDecided: Evidence.absenceProse.noPenaltyDecided.en,
  noLicenceInForce: Evidence.absenceProse.noLicenceInForce.en,
});

const register = Evidence.registerFact;
const CertifiedRegister = builder.objectRef<Evidence.RegisterFact>("CertifiedRegister").implement({
  description: "Register data as a certificate states them, without persons",
  fields: (t) => ({
    name: t.exposeString("name", describe(register, "name")),
    type: t.exposeString("type", { nullable: true, ...describe(register, "type") }),
    status: t.expose("status", { type: RegisterStatus, ...describe(register, "status") }),
    division: t.field({ type: DivisionType, nullable: true, ...describe(register, "division"), resolve: ({ division }) => divisionOf(division) }),
    industry: t.field({ type: IndustryType, nullable: true, ...describe(register, "industry"), resolve: ({ industry }) => industryOf(industry) }),
    establishedOn: t.expose("establishedOn", { type: "Date", nullable: true, ...describe(register, "establishedOn") }),
    source: t.exposeString("source", { nullable: true, ...describe(register, "source") }),
    reportedOn: t.expose("reportedOn", { type: "Date", nullable: true, ...describe(register, "reportedOn") }),
    sha256: t.exposeString("sha256", describe(register, "sha256")),
  }),
});

const penalty = Evidence.penaltyFact;
const CertifiedPenalty = builder.objectRef<Evidence.PenaltyFact>("CertifiedPenalty").implement({
  description: "A penalty as a certificate states it",
  fields: (t) => ({
    number: t.exposeString("number", describe(penalty, "number")),
    violationType: t.exposeString("violationType", describe(penalty, "violationType")),
    types: t.expose("types", { type: [PenaltyType], ...describe(penalty, "types") }),
    fine: t.field({ type: Money, nullable: true, description: "The fine; null when none was imposed", resolve: ({ fineFen }) => fineFen }),
    confiscated: t.field({
      type: Money,
      nullable: true,
      description: "Value confiscated; null when nothing was",
      resolve: ({ confiscatedFen }) => confiscatedFen,
    }),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(penalty, "decidedOn") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(penalty, "validTo") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(penalty, "authority") }),
    sha256: t.exposeString("sha256", describe(penalty, "sha256")),
  }),
});

const licence = Evidence.licenceFact;
const CertifiedLicence = builder.objectRef<Evidence.LicenceFact>("CertifiedLicence").implement({
  description: "A licence as a certificate states it",
  fields: (t) => ({
    number: t.exposeString("number", describe(licence, "number")),
    name: t.exposeString("name", describe(licence, "name")),
    category: t.expose("category", { type: LicenceCategory, ...describe(licence, "category") }),
    certificateNumber: t.exposeString("certificateNumber", { nullable: true, ...describe(licence, "certificateNumber") }),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(licence, "decidedOn") }),
    validFrom: t.expose("validFrom", { type: "Date", ...describe(licence, "validFrom") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(licence, "validTo") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(licence, "authority") }),
    sha256: t.exposeString("sha256", describe(licence, "sha256")),
  }),
});

const absence = Evidence.statement.shape.absences.element;
const CertifiedAbsence = builder.objectRef<Evidence.Statement["absences"][number]>("CertifiedAbsence").implement({
  description: "What was looked for and not found",
  fields: (t) => ({
    claim: t.expose("claim", { type: AbsenceClaim, ...describe(absence, "claim") }),
    en: t.exposeString("en", describe(absence, "en")),
    zh: t.exposeString("zh", describe(absence, "zh")),
  }),
});

const scope = Evidence.statement.shape.scope;
const CertificateScope = builder.objectRef<Evidence.Statement["scope"]>("CertificateScope").implement({
  description: "What a certificate speaks of, and what it does not claim",
  fields: (t) => ({ en: t.exposeString("en", describe(scope, "en")), zh: t.exposeString("zh", describe(scope, "zh")) }),
});

const CertificateRule = builder.objectRef<Evidence.RuleVersion>("CertificateRule").implement({
  description: "A rule or list in the version that stood behind a certificate",
  fields: (t) => ({
    name: t.exposeString("name", describe(Evidence.ruleVersion, "name")),
    version: t.exposeString("version", describe(Evidence.ruleVersion, "version")),
  }),
});

const CertificateLogPosition = builder.objectRef<Evidence.LogPosition>("CertificateLogPosition").implement({
  description: "How far the change log went when a certificate was issued",
  fields: (t) => ({
    sequence: t.exposeInt("sequence", describe(Evidence.logPosition, "sequence")),
    hash: t.exposeString("hash", describe(Evidence.logPosition, "hash")),
  }),
});

const statement = Evidence.statement;
const CertificateStatement = builder.objectRef<Evidence.Statement>("CertificateStatement").implement({
  description: "What a certificate says",
  fields: (t) => ({
    issuer: t.exposeString("issuer", describe(statement, "issuer")),
    subject: t.exposeString("subject", describe(statement, "subject")),
    name: t.exposeString("name", { nullable: true, ...describe(statement, "name") }),
    asOf: t.expose("asOf", { type: "Date", ...describe(statement, "asOf") }),
    knownAt: t.expose("knownAt", { type: "DateTime", ...describe(statement, "knownAt") }),
    issuedAt: t.expose("issuedAt", { type: "DateTime", ...describe(statement, "issuedAt") }),
    register: t.expose("register", { type: CertifiedRegister, nullable: true, ...describe(statement, "register") }),
    penalties: t.expose("penalties", { type: [CertifiedPenalty], ...describe(statement, "penalties") }),
    licences: t.expose("licences", { type: [CertifiedLicence], ...describe(statement, "licences") }),
    absences: t.expose("absences", { type: [CertifiedAbsence], ...describe(statement, "absences") }),
    scope: t.expose("scope", { type: CertificateScope, ...describe(statement, "scope") }),
    rules: t.expose("rules", { type: [CertificateRule], ...describe(statement, "rules") }),
    log: t.expose("log", { type: CertificateLogPosition, ...describe(statement, "log") }),
  }),
});

const Certificate = builder.objectRef<Evidence.Certificate>("Certificate").implement({
  description: "A signed statement of what the hub held of one enterprise. It is verified without the hub by its public keys, /.well-known/jwks.json",
  fields: (t) => ({
    jws: t.exposeString("jws", { description: "The certificate itself: compact JWS (RFC 7515), EdDSA, over the canonical form (RFC 8785) of the statement" }),
    statement: t.expose("statement", { type: CertificateStatement, description: "What it says, readable" }),
    digest: t.exposeString("digest", { description: "SHA-256 of jws, base64url" }),
    seal: t.exposeString("seal", { description: "A second, short JWS with the digest and the main claims, for a QR code" }),
    checkUrl: t.exposeString("checkUrl", { description: "Page that checks the seal; what a QR code should hold" }),
    pdfUrl: t.exposeString("pdfUrl", { nullable: true, description: "The same statement as PDF, issued anew; null where the hub makes none" }),
  }),
});

builder.queryField("certificate", (t) =>
  t.field({
    type: Certificate,
    ...needs(Evidence.issue),
    description:
      "A signed certificate of one enterprise: what was known of it, and what was looked for and not found. Also for a sound code under which nothing is held",
    args: {
      uscc: t.arg.string({ description: "Unified Social Credit Code; blanks, hyphens, width and case do not matter" }),
      asOf: t.arg({ type: "Date", required: false, description: "Legal day on which what it states held; today in China, or the day of knownAt, unless told" }),
      knownAt: t.arg({
        type: "DateTime",
        required: false,
        ...needs({ action: "history:read" }),
        description: "Instant whose state of knowledge it reflects; now unless told",
      }),
    },
    // It reads an enterprise and signs twice; its lists hold 500 records together.
    complexity: 2_000,
    resolve: (_root, args, ctx) => Evidence.issue(ctx, args),
  }),
);
