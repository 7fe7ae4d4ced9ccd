import { Casework } from "@hub/core/casework";
import { legalDay } from "@hub/core/clock";
import { Document } from "@hub/core/document";
import { Enforcement } from "@hub/core/enforcement";
import { Law } from "@hub/core/law";
import { builder } from "./builder.ts";
import { CaseStepType, CaseTermType } from "./casework.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { CaseDecisionType, CaseLawType } from "./enforcement-decision.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { ViolationType } from "./law.ts";

/** What an enforcement case holds. */

export const CaseStateType = enumFrom<Enforcement.State>("EnforcementState", "Where an enforcement case stands", {
  opened: "Opened (立案)",
  investigated: "Looked into",
  rectificationOrdered: "The firm is to put something right (责令改正)",
  corrected: "It has",
  noticed: "The firm was told what is going to be decided, and may answer (事先告知)",
  decided: "A penalty was decided",
  noPenalty: "Closed without a penalty",
  fulfilled: "What was imposed was carried out",
  dismissed: "Dropped",
});
useEnum(Law.violations, ViolationType);

export const GroundType = enumFrom<Enforcement.GroundCode>(
  "DiscretionGround",
  "What speaks for no penalty, for a lighter or a heavier one",
  Object.fromEntries(Enforcement.groundRules.map(({ code, says }) => [code, `${says.en} (${says.zh})`])) as Record<Enforcement.GroundCode, string>,
);
useEnum(Enforcement.grounds, GroundType);

export const EffectType = enumFrom<Enforcement.Effect>("DiscretionEffect", "What a ground does", {
  mustNotPenalise: "There is no penalty",
  mayNotPenalise: "There need be no penalty",
  lighter: "It is lighter, or less than the least",
  heavier: "It is heavier",
});

const FileType = builder.objectRef<Enforcement.File>("CaseFile").implement({
  description: "A file that belongs to a case",
  fields: (t) => ({
    sha256: t.exposeString("sha256", describe(Enforcement.file, "sha256")),
    name: t.exposeString("name", describe(Enforcement.file, "name")),
  }),
});

const attached = Document.fileShape;
const EvidenceType = builder.objectRef<Document.File & { readonly of: string }>("CaseEvidence").implement({
  description: "A file that is attached to a case",
  fields: (t) => ({
    sha256: t.exposeString("sha256", describe(attached, "sha256")),
    name: t.exposeString("name", describe(attached, "name")),
    type: t.exposeString("type", describe(attached, "type")),
    bytes: t.exposeInt("bytes", describe(attached, "bytes")),
    isScanned: t.boolean({ description: "Whether malware was looked for", resolve: ({ scan }) => scan.verdict === "clean" }),
    addedAt: t.expose("addedAt", { type: "DateTime", ...describe(attached, "addedAt") }),
    addedBy: t.exposeString("addedBy", describe(attached, "addedBy")),
    path: t.string({ description: "Where to fetch it, with the same token or key", resolve: ({ of, sha256 }) => `/cases/${of}/files/${sha256}` }),
  }),
});

const violation = Enforcement.violation;
const CaseViolationType = builder.objectRef<Enforcement.Info["violation"]>("CaseViolation").implement({
  description: "What was found",
  fields: (t) => ({
    code: t.expose("code", { type: ViolationType, nullable: true, ...describe(violation, "code") }),
    type: t.exposeString("type", describe(violation, "type")),
    facts: t.exposeString("facts", describe(violation, "facts")),
    place: t.exposeString("place", describe(violation, "place")),
    occurredOn: t.expose("occurredOn", { type: "Date", ...describe(violation, "occurredOn") }),
  }),
});

const rectification = Enforcement.rectification;
const RectificationType = builder.objectRef<Enforcement.Rectification>("Rectification").implement({
  description: "An order to put something right (责令改正)",
  fields: (t) => ({
    number: t.exposeString("number", describe(rectification, "number")),
    text: t.exposeString("text", describe(rectification, "text")),
    orderedOn: t.expose("orderedOn", { type: "Date", ...describe(rectification, "orderedOn") }),
    dueOn: t.expose("dueOn", { type: "Date", ...describe(rectification, "dueOn") }),
    correctedOn: t.expose("correctedOn", { type: "Date", nullable: true, ...describe(rectification, "correctedOn") }),
    evidence: t.exposeString("evidence", { nullable: true, ...describe(rectification, "evidence") }),
    files: t.field({ type: [FileType], ...describe(rectification, "files"), resolve: ({ files }) => [...files] }),
  }),
});

const FactType = builder.objectRef<Enforcement.Discretion["facts"][number]>("DiscretionFact").implement({
  description: "A fact that shows one element of a ground",
  fields: (t) => ({
    of: t.exposeString("of", describe(Enforcement.fact, "of")),
    text: t.exposeString("text", describe(Enforcement.fact, "text")),
  }),
});

const discretion = Enforcement.discretion;
const DiscretionType = builder.objectRef<Enforcement.Discretion>("Discretion").implement({
  description: "A ground that was found, with its facts",
  fields: (t) => ({
    ground: t.expose("ground", { type: GroundType, ...describe(discretion, "ground") }),
    effect: t.field({ type: EffectType, description: "What it does", resolve: ({ ground }) => Enforcement.groundOf(ground).effect }),
    facts: t.field({ type: [FactType], ...describe(discretion, "facts"), resolve: ({ facts }) => [...facts] }),
    by: t.exposeString("by", describe(discretion, "by")),
    at: t.expose("at", { type: "DateTime", ...describe(discretion, "at") }),
  }),
});

const notice = Enforcement.notice;
const NoticeType = builder.objectRef<NonNullable<Enforcement.Info["notice"]>>("CaseNotice").implement({
  description: "The notice before a decision (行政处罚事先告知书)",
  fields: (t) => ({
    number: t.exposeString("number", describe(notice, "number")),
    servedOn: t.expose("servedOn", { type: "Date", ...describe(notice, "servedOn") }),
    answer: t.exposeString("answer", { nullable: true, ...describe(notice, "answer") }),
  }),
});

const FulfilmentType = builder.objectRef<NonNullable<Enforcement.Info["fulfilment"]>>("CaseFulfilment").implement({
  description: "That what was imposed was carried out",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", description: "On which day" }),
    proof: t.exposeString("proof", { description: "How that is known" }),
  }),
});

const shape = Enforcement.shape;
export const CaseType = builder.objectRef<Enforcement.Work>("EnforcementCase").implement({
  description: "An enforcement case against a firm",
  fields: (t) => ({
    id: t.exposeString("id", describe(shape, "id")),
    version: t.exposeInt("version", { description: "Version of the case: a change of it must name it" }),
    state: t.expose("state", { type: CaseStateType, ...describe(shape, "state") }),
    can: t.stringList({
      description: "What can be done now, by the names of events",
      resolve: ({ state }) => [...Casework.eventsFrom(Enforcement.machine, state)],
    }),
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    name: t.exposeString("name", describe(shape, "name")),
    division: t.exposeString("division", describe(shape, "division")),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    openedOn: t.expose("openedOn", { type: "Date", ...describe(shape, "openedOn") }),
    violation: t.expose("violation", { type: CaseViolationType, ...describe(shape, "violation") }),
    law: t.field({
      type: CaseLawType,
      description: "The versions of the law that it may go by",
      resolve: (of, _args, { clock }) => Enforcement.legalOf(of, legalDay(clock.now())),
    }),
    rectifications: t.field({ type: [RectificationType], ...describe(shape, "rectifications"), resolve: ({ rectifications }) => [...rectifications] }),
    discretion: t.field({ type: [DiscretionType], ...describe(shape, "discretion"), resolve: (of) => [...of.discretion] }),
    files: t.field({ type: [EvidenceType], ...describe(shape, "files"), resolve: ({ id, files }) => files.map((each) => ({ ...each, of: id })) }),
    notice: t.expose("notice", { type: NoticeType, nullable: true, ...describe(shape, "notice") }),
    decision: t.field({ type: CaseDecisionType, nullable: true, ...describe(shape, "decision"), resolve: Enforcement.decisionOf }),
    fulfilment: t.expose("fulfilment", { type: FulfilmentType, nullable: true, ...describe(shape, "fulfilment") }),
    due: t.expose("due", { type: CaseTermType, nullable: true, description: "The term that is due first; null where none runs" }),
    terms: t.field({
      type: [CaseTermType],
      ...describe(shape, "terms"),
      resolve: ({ terms }, _args, { clock }) => terms.map((term) => Casework.viewOf(term, legalDay(clock.now()))),
    }),
    steps: t.field({ type: [CaseStepType], ...describe(shape, "steps"), resolve: ({ steps }) => [...steps] }),
  }),
});
