import { Casework } from "@hub/core/casework";
import type { Page } from "@hub/core/ports";
import { Repair } from "@hub/core/repair";
import { builder } from "./builder.ts";
import { CaseStepType, CaseTermType, CaseTotalsType, worklistArgs } from "./casework.ts";
import { DecidingAuthority } from "./decision.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { mutation, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";
import { PenaltyNode } from "./penalty.ts";
import { ConfidenceType, GradeType, ProseType, PublicityType } from "./publicity.ts";

/** Credit repair (信用修复): whether it can be applied for, the application, its review and decision. */

const StateType = enumFrom<Repair.State>("RepairState", "Where an application for credit repair stands", {
  draft: "Being prepared",
  submitted: "Handed in",
  returned: "Given back to be completed; its terms stand still",
  accepted: "Taken: complete",
  underReview: "Being examined",
  approved: "The record is repaired",
  rejected: "Rejected",
  withdrawn: "Taken back by the firm",
  revoked: "The repair was taken back, since something was false",
});

const FileKindType = enumFrom<Repair.FileKind>("RepairFileKind", "What a file shows", {
  proofOfFulfilment: "That what was imposed has been carried out, e.g. a receipt of payment",
  proofOfCorrection: "That the wrong has been put right, e.g. photos",
  other: "Something else",
});
useEnum(Repair.fileKinds, FileKindType);

const CheckCode = enumFrom<Repair.Check>("RepairCheckCode", "Points of the examination", {
  identity: "The applicant is the firm, or acts for it",
  term: "The shortest term has been reached",
  fulfilment: "The duties of the decision are carried out in full",
  correction: "The wrong has been put right",
  commitment: "The commitment letter is accepted in its present wording",
  materials: "The materials are complete and agree with each other",
});
useEnum(Repair.checks, CheckCode);

const Recommendation = enumFrom<"approve" | "reject">("RepairRecommendation", "What an examiner recommends", {
  approve: "To repair the record",
  reject: "To reject the application",
});
useEnum(["approve", "reject"], Recommendation);

const RequirementCode = enumFrom<Repair.RequirementCode>("RepairRequirementCode", "What a repair asks for", {
  published: "The record is published",
  repairable: "The rules allow a repair before the longest term",
  shortestTerm: "The shortest term of publicity has been reached",
  noBan: "The firm is not barred from applying",
  noOpenCase: "No application for the same record is open",
  fulfilled: "What was imposed has been carried out",
  corrected: "The wrong has been put right",
  commitment: "The public commitment",
});

const RequirementType = builder.objectRef<Repair.Met>("RepairRequirement").implement({
  description: "One thing that a repair asks for, and whether it is met",
  fields: (t) => ({
    code: t.expose("code", { type: RequirementCode, description: "What it is" }),
    text: t.field({ type: ProseType, description: "In words", resolve: ({ en, zh }) => ({ en, zh }) }),
    isMet: t.exposeBoolean("isMet", { description: "Whether it is met, as far as the hub knows" }),
    metFrom: t.expose("metFrom", {
      type: "Date",
      nullable: true,
      description: "Day from which on it is met by itself; null where time alone does not bring it",
    }),
    blocks: t.exposeBoolean("blocks", { description: "Whether nothing can be handed in before; else it is proven with the application" }),
    article: t.exposeString("article", { nullable: true, description: "Article; null where its number is not at hand" }),
    source: t.exposeString("source", { description: "The rule" }),
    confidence: t.expose("confidence", { type: ConfidenceType, description: "How sure it is" }),
  }),
});

const EligibilityType = builder.objectRef<Repair.Eligibility>("RepairEligibility").implement({
  description: "Whether the repair of a record can be applied for, or exactly what is missing and from when",
  fields: (t) => ({
    penalty: t.expose("penalty", { type: PenaltyNode, description: "The record" }),
    publicity: t.expose("publicity", { type: PublicityType, description: "Its publicity today" }),
    canApply: t.exposeBoolean("canApply", { description: "Whether an application can be handed in today" }),
    from: t.expose("from", {
      type: "Date",
      nullable: true,
      description: "First day on which it can be, as things stand; null where no day will bring that about",
    }),
    requirements: t.field({ type: [RequirementType], description: "All that is asked for", resolve: ({ requirements }) => [...requirements] }),
    missing: t.field({
      type: [RequirementCode],
      description: "What is not met: first what keeps from applying, then what is proven with it",
      resolve: ({ missing }) => [...missing],
    }),
    openCase: t.exposeString("openCase", { nullable: true, description: "The application for it that is open; null for none" }),
    procedure: t.field({ type: [ProseType], description: "How to go about it", resolve: ({ procedure }) => [...procedure] }),
  }),
});

const file = Repair.attached.shape;
const FileType = builder.objectRef<Repair.Attached & { readonly of: string }>("RepairFile").implement({
  description: "A file that is attached to an application",
  fields: (t) => ({
    sha256: t.exposeString("sha256", { description: file.sha256.description ?? "" }),
    name: t.exposeString("name", { description: file.name.description ?? "" }),
    type: t.exposeString("type", { description: file.type.description ?? "" }),
    bytes: t.exposeInt("bytes", { description: file.bytes.description ?? "" }),
    kind: t.expose("kind", { type: FileKindType, description: file.kind.description ?? "" }),
    isScanned: t.boolean({ description: "Whether malware was looked for", resolve: ({ scan }) => scan.verdict === "clean" }),
    addedAt: t.expose("addedAt", { type: "DateTime", description: file.addedAt.description ?? "" }),
    addedBy: t.exposeString("addedBy", { description: file.addedBy.description ?? "" }),
    path: t.string({ description: "Where to fetch it, with the same token or key", resolve: ({ of, sha256 }) => `/repairs/${of}/files/${sha256}` }),
  }),
});

const LetterType = builder.objectRef<Repair.Letter>("RepairLetter").implement({
  description: "The commitment letter (信用承诺书), made for the application",
  fields: (t) => ({
    version: t.exposeString("version", { description: "Version of the wording" }),
    zh: t.exposeString("zh", { description: "The letter" }),
    en: t.exposeString("en", { description: "The same in English" }),
    sha256: t.exposeString("sha256", { description: "Its SHA-256: who accepts the letter names it" }),
  }),
});

const commitment = Repair.commitment;
const CommitmentType = builder.objectRef<Repair.Commitment>("RepairCommitment").implement({
  description: "The commitment letter as it was accepted electronically",
  fields: (t) => ({
    version: t.exposeString("version", describe(commitment, "version")),
    zh: t.exposeString("zh", describe(commitment, "zh")),
    en: t.exposeString("en", describe(commitment, "en")),
    sha256: t.exposeString("sha256", describe(commitment, "sha256")),
    by: t.exposeString("by", describe(commitment, "by")),
    at: t.expose("at", { type: "DateTime", ...describe(commitment, "at") }),
  }),
});

const CheckedType = builder.objectRef<Repair.Examination["checks"][number]>("RepairChecked").implement({
  description: "One point that was looked at",
  fields: (t) => ({
    code: t.expose("code", { type: CheckCode, ...describe(Repair.checked, "code") }),
    isMet: t.exposeBoolean("isMet", describe(Repair.checked, "isMet")),
    remark: t.exposeString("remark", { nullable: true, description: "What is to be said of it; null for nothing" }),
  }),
});

const examination = Repair.examination;
const ExaminationType = builder.objectRef<Repair.Examination>("RepairExamination").implement({
  description: "What an examination found",
  fields: (t) => ({
    checks: t.expose("checks", { type: [CheckedType], ...describe(examination, "checks") }),
    recommendation: t.expose("recommendation", { type: Recommendation, ...describe(examination, "recommendation") }),
    opinion: t.exposeString("opinion", describe(examination, "opinion")),
    by: t.exposeString("by", describe(examination, "by")),
    at: t.expose("at", { type: "DateTime", ...describe(examination, "at") }),
  }),
});

const outcome = Repair.outcome;
const OutcomeType = builder.objectRef<NonNullable<Repair.Info["outcome"]>>("RepairOutcome").implement({
  description: "The decision on an application",
  fields: (t) => ({
    documentNumber: t.exposeString("documentNumber", describe(outcome, "documentNumber")),
    reason: t.exposeString("reason", describe(outcome, "reason")),
    on: t.expose("on", { type: "Date", ...describe(outcome, "on") }),
    by: t.exposeString("by", describe(outcome, "by")),
  }),
});

const RevocationType = builder.objectRef<NonNullable<Repair.Info["revocation"]>>("RepairRevocation").implement({
  description: "That a repair was taken back",
  fields: (t) => ({
    reason: t.exposeString("reason", { description: "What was false" }),
    on: t.expose("on", { type: "Date", description: "Day" }),
    by: t.exposeString("by", { description: "Who revoked it" }),
  }),
});

const shape = Repair.shape;
export const RepairType = builder.objectRef<Repair.Shown>("Repair").implement({
  description: "An application for the repair of one published record",
  fields: (t) => ({
    id: t.exposeString("id", describe(shape, "id")),
    version: t.exposeInt("version", { description: "Version of the application: a change of it must name it" }),
    state: t.expose("state", { type: StateType, ...describe(shape, "state") }),
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    name: t.exposeString("name", describe(shape, "name")),
    division: t.exposeString("division", describe(shape, "division")),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    decisionNumber: t.exposeString("decisionNumber", describe(shape, "decisionNumber")),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(shape, "decidedOn") }),
    violationType: t.exposeString("violationType", describe(shape, "violationType")),
    grade: t.expose("grade", { type: GradeType, ...describe(shape, "grade") }),
    openedOn: t.expose("openedOn", { type: "Date", ...describe(shape, "openedOn") }),
    submittedOn: t.expose("submittedOn", { type: "Date", nullable: true, ...describe(shape, "submittedOn") }),
    letter: t.field({ type: LetterType, description: "The commitment letter as it reads today", resolve: (of, _args, ctx) => Repair.letter(ctx, of) }),
    commitment: t.expose("commitment", { type: CommitmentType, nullable: true, ...describe(shape, "commitment") }),
    files: t.field({ type: [FileType], ...describe(shape, "files"), resolve: ({ id, files }) => files.map((each) => ({ ...each, of: id })) }),
    examination: t.expose("examination", { type: ExaminationType, nullable: true, ...describe(shape, "examination") }),
    rejectionAnnouncedOn: t.expose("rejectionAnnouncedOn", { type: "Date", nullable: true, ...describe(shape, "rejectionAnnouncedOn") }),
    outcome: t.expose("outcome", { type: OutcomeType, nullable: true, ...describe(shape, "outcome") }),
    opinionPath: t.string({
      nullable: true,
      description: "Where to fetch the repair opinion as PDF, with the same token or key; null before the decision",
      resolve: ({ id, outcome: decided }) => decided && `/repairs/${id}/opinion.pdf`,
    }),
    revocation: t.expose("revocation", { type: RevocationType, nullable: true, ...describe(shape, "revocation") }),
    due: t.expose("due", { type: CaseTermType, nullable: true, description: "The term that is due first; null where none runs" }),
    terms: t.field({ type: [CaseTermType], ...describe(shape, "terms"), resolve: ({ terms }, _args, ctx) => Casework.viewsOf(ctx, terms) }),
    steps: t.expose("steps", { type: [CaseStepType], ...describe(shape, "steps") }),
  }),
});

const RepairPage = builder.objectRef<Page<Repair.Shown> & { readonly totals: Casework.Totals }>("RepairPage").implement({
  description: "A page of applications, what is due first on top",
  fields: (t) => ({
    nodes: t.field({ type: [RepairType], description: "The applications", resolve: ({ items }) => [...items] }),
    totals: t.expose("totals", { type: CaseTotalsType, description: "Totals of all that fit" }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  repairEligibility: t.field({
    type: [EligibilityType],
    ...needs(Repair.eligibility),
    description:
      "Of a firm's penalties: whether the repair of each can be applied for, or exactly what is missing and from when. Published ones first, of each the newest; a hundred at most",
    args: {
      uscc: t.arg.string({ description: "The firm, by its code" }),
      decisionNumber: t.arg.string({ required: false, description: "Only decisions with this number" }),
    },
    complexity: { field: 10, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Repair.eligibility(ctx, args))],
  }),
  repair: t.field({
    type: RepairType,
    nullable: true,
    ...needs(Repair.get),
    description: "One application for credit repair; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Its id" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Repair.get(ctx, args),
  }),
  repairs: t.field({
    type: RepairPage,
    ...needs(Repair.list),
    description: "Applications for credit repair that you may see, with totals: the worklist of the authority",
    args: worklistArgs,
    complexity: ({ first }) => ({ field: 20, multiplier: first ?? 20 }),
    resolve: (_root, args, ctx) => Repair.list(ctx, { ...args, first: args.first ?? 20 }),
  }),
  repairsOf: t.field({
    type: [RepairType],
    ...needs(Repair.ofFirm),
    description: "A firm's applications, the newest first; a hundred at most",
    args: { uscc: t.arg.string({ description: "The firm, by its code" }) },
    complexity: { field: 5, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Repair.ofFirm(ctx, args))],
  }),
}));

const payload = () => recordPayload<Repair.Shown>("repair", { type: RepairType, prose: "The application as it is now", of: "The application" });
mutation("startRepair", { does: Repair.start, description: "Begins an application for the repair of a record", payload: payload() });
mutation("attachToRepair", { does: Repair.attach, description: "Attaches a file to an application", payload: payload() });
mutation("detachFromRepair", { does: Repair.detach, description: "Takes a file off an application", payload: payload() });
mutation("commitToRepair", { does: Repair.commit, description: "Accepts the commitment letter electronically", payload: payload() });
mutation("submitRepair", { does: Repair.submit, description: "Hands an application in: what is missing is named", payload: payload() });
mutation("withdrawRepair", { does: Repair.withdraw, description: "Takes an application back", payload: payload() });
mutation("returnRepair", { does: Repair.giveBack, description: "Gives an application back to be completed", payload: payload() });
mutation("acceptRepair", { does: Repair.accept, description: "Takes an application: it is complete", payload: payload() });
mutation("startRepairReview", { does: Repair.startReview, description: "Begins the review", payload: payload() });
mutation("examineRepair", { does: Repair.examine, description: "Notes what the examination found, and recommends a decision", payload: payload() });
mutation("extendRepair", {
  does: Repair.extend,
  description: "Puts off the answer to a complex application, or one of which something is still to be checked",
  payload: payload(),
});
mutation("announceRepairRejection", {
  does: Repair.announceRejection,
  description: "Tells the firm beforehand that its application will be rejected",
  payload: payload(),
});
mutation("approveRepair", {
  does: Repair.approve,
  description: "Repairs the record: from this moment it is published, shared and used no more",
  payload: payload(),
});
mutation("rejectRepair", { does: Repair.reject, description: "Rejects an application", payload: payload() });
mutation("revokeRepair", {
  does: Repair.revoke,
  description: "Takes a repair back, since something was false: the record is published again",
  payload: payload(),
});
