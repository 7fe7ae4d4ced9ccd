import * as z from "zod";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { Quota } from "../quota/index.ts";
import { type Action, rights } from "../rights.ts";
import { divisions, instant, shortId } from "./shapes.ts";

export const agencyKinds = ["partner", "bureau"] as const;

/** Actions that an agency can be narrowed to. */
export const actions = Object.keys(rights) as [Action, ...Action[]];

export const purpose = z
  .object({
    code: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,39}$/, "A purpose's code has 2 to 40 small letters, digits and hyphens")
      .describe("How requests name it"),
    text: z.string().trim().min(1).max(200).describe("What it means, in words"),
  })
  .meta({ id: "Purpose", description: "What an agency may read for that is not public" });

export const agencyShape = z.object({
  id: shortId.describe("Its own id"),
  name: z.string().trim().min(1).max(200).describe("Name of the agency (部门)"),
  kind: z.enum(agencyKinds).describe("Whether it consumes the hub's data (partner) or makes them (bureau)"),
  divisions: divisions.describe("Divisions that it sees, with all below them, where a right reaches so far"),
  purposes: z.array(purpose).max(50).describe("What it may read for that is not public"),
  only: z.array(z.enum(actions)).max(50).nullable().describe("Actions to which its systems and people are narrowed; null for all that their roles allow"),
  allowance: Quota.allowance.nullable().describe("How many requests each of its keys and people may make; null for as many as the hub allows by default"),
  isActive: z.boolean().describe("Whether its keys and people are let in"),
  createdAt: instant.describe("When it was entered"),
  createdBy: z.string().min(1).describe("Who entered it"),
});
export type Agency = z.output<typeof agencyShape>;

export function agencyPartition(id: string): string {
  return `AGENCY#${id}`;
}

export function agencyKey(id: string): Key {
  return { pk: agencyPartition(id), sk: "A#AGENCY" };
}

/** The one partition of the index in which all agencies stand. */
export const agenciesPartition = "AGENCIES";

export const agencyEntity = entity({
  name: "agency",
  shape: agencyShape,
  key: ({ id }) => agencyKey(id),
  keyTemplate: { pk: "AGENCY#{agency}", sk: "A#AGENCY" },
  indexes: ({ id }) => ({ gsi1: { pk: agenciesPartition, sk: id } }),
  indexTemplates: { gsi1: { pk: "AGENCIES", sk: "{agency}" } },
  partition: "one for each agency: processes keep what they read for five seconds; in the index one for all, which administrators alone read and write",
  access: [
    { name: "by id", why: "an administrator looks at one agency", steps: [[{ call: "get", reads: { agency: 1 } }]] },
    { name: "all", why: "an administrator goes through the agencies", steps: [[{ call: "query", index: "gsi1", reads: { agency: 21 } }]] },
  ],
  examples: [
    {
      id: "7f3k9c2a",
      name: "示例银行高平支行",
      kind: "partner",
      divisions: ["140581"],
      purposes: [{ code: "lending", text: "贷前审查" }],
      only: null,
      allowance: null,
      isActive: true,
      createdAt: "2026-01-05T01:00:00.000Z",
      createdBy: "operator",
    },
  ],
});
