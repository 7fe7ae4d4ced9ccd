import * as z from "zod";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

export const campaignId = z.string().regex(/^out_[0-9a-f]{20}$/, "A campaign's id begins with out_");

/** What is being done: firms are looked for, each is assessed, each is told; or nothing. */
export const phases = ["gathering", "assessing", "telling", "ready", "closed"] as const;
export type Phase = (typeof phases)[number];

export const campaignShape = z.object({
  id: campaignId.describe("Its own id"),
  title: z.string().min(1).max(200).describe("What it is called"),
  division: z.string().length(6).describe("Division whose firms it is for, with those below it"),
  since: day.describe("Firms that were penalised from this day on"),
  openedOn: day.describe("Day on which it was begun"),
  openedBy: z.string().min(1).describe("Who began it"),
  phase: z.enum(phases).describe("What is being done"),
  cursor: z.string().nullable().describe("Where that goes on; null at its beginning"),
  done: z.int().min(0).describe("How many firms it has come through in this phase"),
  firms: z.int().min(0).describe("Firms that were found so far"),
  assessedAt: instant.nullable().describe("When the firms were last assessed throughout; null before"),
});
export type Campaign = z.output<typeof campaignShape>;

export const campaignsPartition = "OUTREACH";

export function campaignKey(id: string): Key {
  return { pk: `OUTREACH#${id}`, sk: "A#CAMPAIGN" };
}

export const campaignEntity = entity({
  name: "outreach",
  shape: campaignShape,
  key: ({ id }) => campaignKey(id),
  keyTemplate: { pk: "OUTREACH#{id}", sk: "A#CAMPAIGN" },
  indexes: ({ id, openedOn }) => ({ gsi1: { pk: campaignsPartition, sk: `${openedOn}#${id}` } }),
  indexTemplates: { gsi1: { pk: "OUTREACH", sk: "{opened on}#{id}" } },
  partition: "one for each campaign: a job works through its firms, one batch after the other; in the index one for all, a few in a year",
  access: [
    {
      name: "by id",
      why: "an officer looks how far a campaign is: the campaign and all its firms",
      steps: [[{ call: "query", reads: { outreach: 1, outreachTarget: 20 } }]],
    },
    { name: "all", why: "an officer looks for a campaign", steps: [[{ call: "query", index: "gsi1", reads: { outreach: 2 } }]] },
  ],
  examples: [
    {
      id: "out_0123456789abcdef0123",
      title: "信用修复告知行动",
      division: "140581",
      since: "2017-01-01",
      openedOn: "2026-01-05",
      openedBy: "psn_0123456789abcdef01234567",
      phase: "ready",
      cursor: null,
      done: 412,
      firms: 412,
      assessedAt: "2026-01-05T01:00:00.000Z",
    },
  ],
});
