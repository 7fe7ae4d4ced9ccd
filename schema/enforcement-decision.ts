import { Enforcement } from "@hub/core/enforcement";
import type { Law } from "@hub/core/law";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { builder, globalId } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { FineRangeType, ProvisionType } from "./law.ts";
import { PenaltyType } from "./penalty-type.ts";
import { GradeType, ProseType, PublicityType, ReportDueType } from "./publicity.ts";
import { Money } from "./scalars.ts";

/** The decision in a case: the law it applies, what it imposes, and what begins with it. */

const ProcedureType = enumFrom<Enforcement.Decided["procedure"]>("PenaltyProcedure", "Procedures in which a penalty is decided", {
  ordinary: "The ordinary one (普通程序): after a notice that the firm may answer",
  summary: "The summary one (简易程序): on the spot, a warning or a small fine",
});
useEnum(Enforcement.procedures, ProcedureType);

const LawChoiceType = enumFrom<NonNullable<Enforcement.Decided["law"]>>("LawChoice", "Whose law is applied", {
  ofAct: "That of the day of the act",
  ofDecision: "That of the day of the decision, where it is lighter",
});
useEnum(Enforcement.lawChoices, LawChoiceType);
useEnum(Penalty.types, PenaltyType);
useEnum(Publicity.grades, GradeType);

const LighterType = enumFrom<NonNullable<Law.Lighter>>("LighterLaw", "Which of two versions of the law is lighter, by its fines", {
  ofAct: "That of the day of the act",
  ofDecision: "That of the day of the decision",
  same: "Neither",
});

const ComparedFine = builder.objectRef<Law.ComparedLine>("ComparedFine").implement({
  description: "The fines of one case under both versions of the law",
  fields: (t) => ({
    line: t.exposeString("line", { description: "Code of the case" }),
    name: t.expose("name", { type: ProseType, description: "The case, in words" }),
    ofAct: t.expose("ofAct", { type: FineRangeType, nullable: true, description: "By the law of the day of the act; null where that sets no sum" }),
    ofDecision: t.expose("ofDecision", { type: FineRangeType, nullable: true, description: "By the law of the day of the decision; likewise" }),
    lighter: t.expose("lighter", { type: LighterType, nullable: true, description: "Which is lighter; null where the sums do not say" }),
  }),
});

export const CaseLawType = builder.objectRef<Enforcement.Legal>("CaseLaw").implement({
  description: "The versions of the law that a case may go by: that of the act, unless that of the decision is lighter (行政处罚法 37, Code art. 1057)",
  fields: (t) => ({
    ofAct: t.expose("ofAct", { type: ProvisionType, nullable: true, description: "Of the day of the act; null where the table of laws does not say" }),
    ofDecision: t.expose("ofDecision", {
      type: ProvisionType,
      nullable: true,
      description: "Of the day of the decision, today before there is one; null where the table does not say",
    }),
    differs: t.exposeBoolean("differs", { description: "Whether they are two" }),
    lighter: t.expose("lighter", {
      type: LighterType,
      nullable: true,
      description: "Which is lighter by all its fines; null where they do not say: an officer does",
    }),
    fines: t.field({ type: [ComparedFine], description: "Their fines beside each other; none where they are one", resolve: ({ lines }) => [...lines] }),
  }),
});

const RepairNoticeType = builder.objectRef<Enforcement.RepairNotice>("RepairNotice").implement({
  description: "The notice on credit repair (信用修复告知书) that is served with a decision (两书同达)",
  fields: (t) => ({
    title: t.expose("title", { type: ProseType, description: "Its title" }),
    number: t.exposeString("number", { nullable: true, description: "Its number; null while it was not served" }),
    addressee: t.exposeString("addressee", { description: "To whom" }),
    paragraphs: t.field({ type: [ProseType], description: "What it says", resolve: ({ paragraphs }) => [...paragraphs] }),
    signedBy: t.exposeString("signedBy", { description: "Who signs it" }),
  }),
});

const served = Enforcement.served;
const CaseServiceType = builder.objectRef<NonNullable<Enforcement.Decided["served"]>>("CaseService").implement({
  description: "That a decision was served, with the notice on credit repair",
  fields: (t) => ({
    on: t.expose("on", { type: "Date", ...describe(served, "on") }),
    noticeNumber: t.exposeString("noticeNumber", describe(served, "noticeNumber")),
    noticeOn: t.expose("noticeOn", { type: "Date", ...describe(served, "noticeOn") }),
  }),
});

const shape = Enforcement.decision;
export const CaseDecisionType = builder.objectRef<Enforcement.Decision>("CaseDecision").implement({
  description: "The decision in a case, as it was signed. What became of it since, the penalty says",
  fields: (t) => ({
    number: t.exposeString("number", describe(shape, "number")),
    penalty: t.id({
      description: "Id of the penalty that it made, for `node`",
      resolve: ({ uscc, authority, number }) => globalId("Penalty", `${uscc}/${authority.uscc}/${number}`),
    }),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(shape, "decidedOn") }),
    decidedBy: t.exposeString("decidedBy", describe(shape, "decidedBy")),
    procedure: t.expose("procedure", { type: ProcedureType, ...describe(shape, "procedure") }),
    penaltyTypes: t.field({ type: [PenaltyType], ...describe(shape, "penaltyTypes"), resolve: ({ penaltyTypes }) => [...penaltyTypes] }),
    fine: t.field({ type: Money, nullable: true, description: "The fine; null for none", resolve: ({ fineFen }) => fineFen }),
    confiscated: t.field({ type: Money, nullable: true, description: "Value confiscated; null for nothing", resolve: ({ confiscatedFen }) => confiscatedFen }),
    content: t.exposeString("content", describe(shape, "content")),
    legalBasis: t.exposeString("legalBasis", describe(shape, "legalBasis")),
    law: t.expose("law", { type: LawChoiceType, nullable: true, ...describe(shape, "law") }),
    lawReason: t.exposeString("lawReason", { nullable: true, ...describe(shape, "lawReason") }),
    served: t.expose("served", { type: CaseServiceType, nullable: true, ...describe(shape, "served") }),
    noticeServedLate: t.boolean({ description: "Whether the notice on credit repair was served later than the decision", resolve: Enforcement.isNoticeLate }),
    reportDue: t.field({
      type: ReportDueType,
      description: "Until when it is to be reported for publication (双公示)",
      resolve: ({ decidedOn }) => Publicity.reportDueOn(decidedOn),
    }),
    publicity: t.field({ type: PublicityType, description: "Its publicity as of the day on which it was decided", resolve: Enforcement.publicityThen }),
    repairNotice: t.field({ type: RepairNoticeType, description: "The notice on credit repair that goes with it", resolve: Enforcement.noticeOf }),
    repairNoticePath: t.string({
      description: "Where to fetch the notice as PDF, with the same token or key",
      resolve: ({ id }) => `/cases/${id}/repair-notice.pdf`,
    }),
  }),
});
