import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { campaignId } from "./campaign.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Whether a firm can have something repaired. Of several records the first that holds counts. */
export const abilities = ["eligible", "notYet", "blocked", "done"] as const;
export type Ability = (typeof abilities)[number];

/** What a firm has done about it. */
export const answers = ["silent", "applied", "repaired", "refused"] as const;
export type Answer = (typeof answers)[number];

export const notice = z.object({
  zh: z.string().min(1).describe("The notice, in Chinese"),
  en: z.string().min(1).describe("The same in English"),
  sha256: z.string().length(64).describe("SHA-256 of it: what was told can be proven"),
  on: day.describe("Day on which the firm was told"),
  by: z.string().min(1).describe("Who told it"),
});
export type Notice = z.output<typeof notice>;

export const targetShape = z.object({
  campaign: campaignId.describe("The campaign"),
  uscc: z.string().length(18).describe("The firm, by its code"),
  name: z.string().min(1).describe("Its name in the newest decision, else in the register, else its code"),
  records: z.int().min(1).describe("Penalties, and entries in lists, of the time of the campaign"),
  published: z.int().min(0).describe("Those of them that are published"),
  ability: z.enum(abilities).describe("Whether it can have something repaired"),
  from: day.nullable().describe("First day on which it can, as things stand; null where it can now, or no day will bring that about"),
  answer: z.enum(answers).describe("What it has done about it"),
  assessedAt: instant.describe("When that was so"),
  notice: notice.nullable().describe("What it was told; null while it was not"),
  contacts: z
    .array(
      z.object({
        on: day.describe("Day"),
        by: z.string().min(1).describe("Who"),
        how: z.enum(["phone", "visit", "letter", "other"]).describe("By which way"),
        remark: z.string().max(500).nullable().describe("What came of it"),
      }),
    )
    .max(50)
    .describe("When officers spoke to it, the oldest first"),
});
export type Target = z.output<typeof targetShape>;

export const targetPlace = (uscc: string): string => `FIRM#${uscc}`;

export function targetKey(campaign: string, uscc: string): Key {
  return { pk: `OUTREACH#${campaign}`, sk: targetPlace(uscc) };
}

/** One firm of a campaign. */
export const targetEntity = entity({
  name: "outreachTarget",
  shape: targetShape,
  key: ({ campaign, uscc }) => targetKey(campaign, uscc),
  keyTemplate: { pk: "OUTREACH#{id}", sk: "FIRM#{uscc}" },
  indexes: ({ campaign, uscc }) => ({ gsi2: { pk: `CASES#${uscc}`, sk: `outreach#${campaign}` } }),
  indexTemplates: { gsi2: { pk: "CASES#{uscc}", sk: "outreach#{id}" } },
  partition: "its campaign's, see there; in the index one for each firm",
  access: [
    { name: "of a firm", why: "a firm reads what it was told", steps: [[{ call: "query", index: "gsi2", reads: { outreachTarget: 1 } }]] },
    {
      name: "assess",
      why: "the job that goes through a campaign's firms, here one: its records and its applications; of a batch all at once",
      steps: [
        [{ call: "get", reads: { outreach: 1 } }],
        [{ call: "query", reads: { outreachTarget: 49 } }],
        [
          { call: "query", reads: { penalty: Decision.usualFile.penalty } },
          { call: "query", reads: { listEntry: 1 } },
          { call: "query", index: "gsi2", reads: { repair: 1 } },
        ],
      ],
    },
  ],
  examples: [
    {
      campaign: "out_0123456789abcdef0123",
      uscc: "91140581MA0EXAMP11",
      name: "高平市示例建筑工程有限公司",
      records: 1,
      published: 1,
      ability: "eligible",
      from: null,
      answer: "silent",
      assessedAt: "2026-01-05T01:00:00.000Z",
      notice: { zh: "信用修复告知书……", en: "Notice on credit repair …", sha256: "0".repeat(64), on: "2026-01-05", by: "psn_0123456789abcdef01234567" },
      contacts: [{ on: "2026-01-06", by: "psn_0123456789abcdef01234567", how: "phone", remark: "已告知条件与流程" }],
    },
  ],
});
