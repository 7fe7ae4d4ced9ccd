import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { Decision } from "../decision/index.ts";
import { Document } from "../document/index.ts";
import { Law } from "../law/index.ts";
import { Penalty } from "../penalty/index.ts";
import { Provenance } from "../provenance/index.ts";
import { Publicity } from "../publicity/index.ts";
import { discretion } from "./discretion.ts";
import { states } from "./machine.ts";

export const caseId = z.string().regex(/^enf_[0-9a-f]{24}$/, "A case's id begins with enf_");

const { day } = Provenance;
const givenDay = z.iso.date("The day does not exist; write it as 2026-03-05");

export const file = z
  .object({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("SHA-256 of its bytes"),
    name: z.string().min(1).max(200).describe("Its name"),
  })
  .meta({ id: "CaseFile", description: "A file that is attached to a case" });

export type File = z.output<typeof file>;

export const files = z.array(file).max(20);

export const violation = z
  .object({
    code: z.enum(Law.violations).nullable().default(null).describe("Kind of violation in the table of laws; null where that names none"),
    type: z.string().trim().min(1).max(500).describe("Kind of violation in the officer's words (违法行为类型)"),
    facts: z.string().trim().min(1).max(4_000).describe("What was found (违法事实)"),
    place: z.string().trim().min(1).max(500).describe("Where"),
    occurredOn: givenDay.describe("Day of the act, of one that lasted the last: whose law binds, and whether it is too long ago, goes by it"),
  })
  .meta({ id: "CaseViolation", description: "What was found" });

export const rectification = z.object({
  number: z.string().min(1).max(100).describe("Number of the order (责令改正文书号)"),
  text: z.string().min(1).max(4_000).describe("What is to be put right"),
  orderedOn: day.describe("Day of the order"),
  dueOn: day.describe("Last day on which that is in time"),
  correctedOn: day.nullable().describe("Day on which it had been put right; null while it is not known to be"),
  evidence: z.string().max(4_000).nullable().describe("How that is known; null while it is not"),
  files: files.describe("Files that show it"),
});
export type Rectification = z.output<typeof rectification>;

export const notice = z.object({
  number: z.string().min(1).max(100).describe("Number of the notice (行政处罚事先告知书文号)"),
  servedOn: day.describe("Day on which it was served"),
  answer: z.string().max(4_000).nullable().describe("What the firm stated in its defence (陈述申辩); null for nothing"),
});

export const served = z
  .object({
    on: givenDay.describe("Day on which the decision was served"),
    noticeNumber: z.string().trim().min(1).max(100).describe("Number of the notice on credit repair that goes with it (信用修复告知书文号)"),
    noticeOn: givenDay.describe("Day on which that notice was served: with the decision (两书同达)"),
  })
  .meta({ id: "CaseService", description: "That a decision was served, with the notice on credit repair (两书同达)" });

export const procedures = ["ordinary", "summary"] as const;
export const lawChoices = ["ofAct", "ofDecision"] as const;

export const decision = z.object({
  number: z.string().min(1).describe("Number of the decision document (行政处罚决定书文号)"),
  decidedOn: day.describe("Day of the decision"),
  procedure: z.enum(procedures).describe("Procedure in which it was decided"),
  penaltyTypes: z.array(z.enum(Penalty.types)).min(1).describe("Kinds of penalty that it imposes"),
  fineFen: z.int().min(0).nullable().describe("Fine in fen; null for none"),
  confiscatedFen: z.int().min(0).nullable().describe("Value confiscated in fen; null for nothing"),
  content: z.string().min(1).describe("What was imposed, in words (处罚内容)"),
  legalBasis: z.string().min(1).describe("Law and article applied (处罚依据)"),
  law: z.enum(lawChoices).nullable().describe("Whose law was applied: that of the day of the act or of the decision; null where the table of laws names none"),
  lawReason: z.string().nullable().describe("Why, where that is not what the comparison of fines says"),
  classification: Publicity.classification.nullable().describe("Grade and regime of its publicity as they were said with it; null where the rules alone say"),
  served: served.nullable().describe("That it was served; null while it was not"),
  decidedBy: z.string().min(1).describe("Who decided"),
});
export type Decided = z.output<typeof decision>;

export const shape = z.object({
  id: caseId.describe("Its own id"),
  state: z.enum(states).describe("Where it stands"),
  uscc: z.string().length(18).describe("The firm, by its code"),
  name: z.string().min(1).describe("Name of the firm when the case was opened"),
  division: z
    .string()
    .regex(/^\d{6}$/)
    .describe("Division whose matter it is"),
  authority: Decision.authority.describe("Authority whose case it is, as its documents name it"),
  openedOn: day.describe("Day on which it was opened (立案)"),
  violation: violation.describe("What was found"),
  law: z
    .object({
      ofAct: Law.provision.nullable().describe("What punished it on the day of the act; null where the table of laws does not say"),
      ofDecision: Law.provision.nullable().describe("What punishes it on the day of the decision; null before, and where the table does not say"),
    })
    .describe("The versions of the law, as they read then"),
  rectifications: z.array(rectification).max(20).describe("Orders to correct (责令改正), the oldest first"),
  discretion: z.array(discretion).max(20).describe("What speaks for no penalty, for a lighter or a heavier one"),
  files: z.array(Document.fileShape).max(20).default([]).describe("Files that were attached, to which its steps refer"),
  notice: notice.nullable().describe("The notice before the decision; null while none was given"),
  decision: decision.nullable().describe("The decision; null while there is none"),
  fulfilment: z
    .object({ on: day.describe("Day on which all was carried out"), proof: z.string().max(4_000).describe("How that is known") })
    .nullable()
    .describe("That what was imposed was carried out; null while that is not known"),
  terms: z.array(Casework.term).describe("Its terms"),
  steps: Casework.steps,
});
export type Info = z.output<typeof shape>;
