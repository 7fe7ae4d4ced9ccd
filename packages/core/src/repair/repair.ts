import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { Decision } from "../decision/index.ts";
import { Document } from "../document/index.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Publicity } from "../publicity/index.ts";
import { isOpen, states } from "./machine.ts";
import { checks } from "./rules.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

export const repairId = z.string().regex(/^rep_[0-9a-f]{20}$/, "An application's id begins with rep_");

/** What an attached file shows. */
export const fileKinds = ["proofOfFulfilment", "proofOfCorrection", "other"] as const;
export type FileKind = (typeof fileKinds)[number];

export const attached = Document.fileShape.extend({ kind: z.enum(fileKinds).describe("What it shows") });
export type Attached = z.output<typeof attached>;

export const commitment = z.object({
  version: z.string().min(1).describe("Version of the wording"),
  zh: z.string().min(1).describe("The letter as it was accepted, in Chinese"),
  en: z.string().min(1).describe("The same in English"),
  sha256: z.string().length(64).describe("SHA-256 of the letter: what was accepted can be proven"),
  by: z.string().min(1).describe("Who accepted it for the firm"),
  at: instant.describe("When it was accepted"),
});
export type Commitment = z.output<typeof commitment>;

export const checked = z
  .object({
    code: z.enum(checks).describe("What was looked at"),
    isMet: z.boolean().describe("Whether it is so"),
    remark: z.string().trim().max(500).nullable().default(null).describe("What is to be said of it; null for nothing"),
  })
  .meta({ id: "RepairCheck", description: "One point of the examination" });

export const examination = z.object({
  checks: z.array(checked).describe("Each point that was looked at"),
  recommendation: z.enum(["approve", "reject"]).describe("What the examiner recommends"),
  opinion: z.string().min(1).max(2_000).describe("Why"),
  by: z.string().min(1).describe("Who examined it"),
  at: instant.describe("When"),
});
export type Examination = z.output<typeof examination>;

export const outcome = z.object({
  documentNumber: z.string().min(1).max(100).describe("Number of the repair opinion"),
  reason: z.string().min(1).max(2_000).describe("Why"),
  on: day.describe("Day of the decision"),
  by: z.string().min(1).describe("Who decided"),
});

export const shape = z.object({
  id: repairId.describe("Its own id"),
  state: z.enum(states).describe("Where it stands"),
  uscc: z.string().length(18).describe("The firm, by its code"),
  name: z.string().min(1).describe("The firm's name in the decision"),
  division: z
    .string()
    .length(6)
    .describe("Division whose officers work on it: the firm's where it lies below that of the authority that decided, else the authority's"),
  authority: Decision.authority.describe("Authority that decided the penalty"),
  decisionNumber: z.string().min(1).describe("Number of the decision whose record is to be repaired"),
  decidedOn: day.describe("Day of that decision"),
  violationType: z.string().describe("Kind of violation in that decision"),
  grade: z.enum(Publicity.grades).describe("Grade of the penalty when the application was begun"),
  openedOn: day.describe("Day on which the application was begun"),
  submittedOn: day.nullable().describe("Day on which it was first handed in; null before"),
  commitment: commitment.nullable().describe("The commitment letter as it was accepted; null before"),
  files: z.array(attached).max(20).describe("Files that are attached"),
  examination: examination.nullable().describe("What the examination found; null before"),
  rejectionAnnouncedOn: day.nullable().describe("Day on which the firm was told that it will be rejected; null while it was not"),
  outcome: outcome.nullable().describe("The decision; null before"),
  revocation: z
    .object({ reason: z.string().min(1).max(2_000).describe("What was false"), on: day.describe("Day"), by: z.string().min(1).describe("Who revoked it") })
    .nullable()
    .describe("Why and when the repair was taken back; null where it was not"),
  terms: z.array(Casework.term).max(20).describe("The terms that run or ran"),
  steps: Casework.steps,
});
export type Info = z.output<typeof shape>;

export const caseKind = "repair";

export function repairKey(id: string): Key {
  return { pk: `REPAIR#${id}`, sk: "CASE" };
}

/** An application for credit repair of one published record. */
export const entityOf = entity({
  name: "repair",
  shape,
  key: ({ id }) => repairKey(id),
  keyTemplate: { pk: "REPAIR#{id}", sk: "CASE" },
  indexes: (record) => Casework.casePlaces(caseKind, record, isOpen(record.state)),
  indexTemplates: Casework.placeTemplates(caseKind),
  partition: Casework.casePartition,
  access: [
    { name: "by id", why: "a firm or an officer looks at one application", steps: [[{ call: "get", reads: { repair: 1 } }]] },
    { name: "worklist", why: "an officer looks for what is due, many times a day", steps: [[{ call: "query", index: "gsi1", reads: { repair: 20 } }]] },
    { name: "of a firm", why: "a firm looks at its applications", steps: [[{ call: "query", index: "gsi2", reads: { repair: 2 } }]] },
    {
      name: "eligibility",
      why: "a firm or an officer wants to know what can be repaired: the firm's records, its entries in lists, and the applications that are open",
      steps: [
        [
          { call: "query", reads: Decision.usualFile },
          { call: "query", reads: { listEntry: 1 } },
          { call: "query", index: "gsi2", reads: { repair: 1 } },
        ],
      ],
    },
  ],
  examples: [
    {
      id: "rep_0123456789abcdef0123",
      state: "submitted",
      uscc: "91140581MA0EXAMP11",
      name: "高平市示例建筑工程有限公司",
      division: "140500",
      authority: { name: "示例市生态环境局", uscc: "11140500MB0EXAMP5D" },
      decisionNumber: "高环罚〔2025〕17号",
      decidedOn: "2025-04-10",
      violationType: "施工工地扬尘污染防治措施不到位",
      grade: "standard",
      openedOn: "2025-07-14",
      submittedOn: "2025-07-14",
      commitment: {
        version: "2026-04",
        zh: "信用承诺书……",
        en: "Credit commitment letter …",
        sha256: "0".repeat(64),
        by: "psn_0123456789abcdef01234567",
        at: "2025-07-14T01:00:00.000Z",
      },
      files: [
        {
          sha256: "1".repeat(64),
          name: "缴款凭证.pdf",
          type: "application/pdf",
          bytes: 48_213,
          scan: { verdict: "unscanned", by: null, why: "This hub has nobody who looks for malware", at: "2025-07-14T01:00:00.000Z" },
          addedAt: "2025-07-14T01:00:00.000Z",
          addedBy: "psn_0123456789abcdef01234567",
          kind: "proofOfFulfilment",
        },
      ],
      examination: null,
      rejectionAnnouncedOn: null,
      outcome: null,
      revocation: null,
      terms: [
        { rule: "acceptance", kind: "working", days: 3, startedOn: "2025-07-14", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null },
        { rule: "overall", kind: "working", days: 10, startedOn: "2025-07-14", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null },
      ],
      steps: [
        {
          event: "submit",
          from: "draft",
          to: "submitted",
          at: "2025-07-14T01:00:00.000Z",
          by: "psn_0123456789abcdef01234567",
          role: "enterprise",
          reason: null,
          files: ["1".repeat(64)],
        },
      ],
    },
  ],
});
