import * as z from "zod";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import { type Action, delegable } from "../rights.ts";
import { personId, personPartition, uscc } from "./person.ts";
import { instant } from "./shapes.ts";

export const delegationShape = z.object({
  uscc: uscc.describe("Enterprise for which somebody else acts, by code"),
  person: personId.describe("Who acts for it"),
  actions: z
    .array(z.enum(delegable as [Action, ...Action[]]))
    .min(1)
    .max(delegable.length)
    .refine((actions) => new Set(actions).size === actions.length, "Name each action once")
    .describe("What may be done for it"),
  from: instant.describe("From when on"),
  until: instant.describe("Until when"),
  createdBy: z.string().min(1).describe("Who let them"),
});
export type Delegation = z.output<typeof delegationShape>;

export function delegationKey(person: string, code: string): Key {
  return { pk: personPartition(person), sk: `FOR#${code}` };
}

export function delegatedPartition(code: string): string {
  return `DELEGATED#${code}`;
}

/** Somebody who acts for an enterprise for a time. It lies with the person, so that who it may act for is known in one call. */
export const delegationEntity = entity({
  name: "delegation",
  shape: delegationShape,
  key: (record) => delegationKey(record.person, record.uscc),
  keyTemplate: { pk: "PERSON#{person}", sk: "FOR#{uscc}" },
  indexes: (record) => ({ gsi1: { pk: delegatedPartition(record.uscc), sk: record.person } }),
  indexTemplates: { gsi1: { pk: "DELEGATED#{uscc}", sk: "{person}" } },
  partition: "its person's, see there; in the index one for each firm",
  access: [{ name: "of an enterprise", why: "an enterprise looks who may act for it", steps: [[{ call: "query", index: "gsi1", reads: { delegation: 2 } }]] }],
  examples: [
    {
      uscc: "91140581MA0DEMX13N",
      person: "psn_0123456789abcdef01234567",
      actions: ["history:read"],
      from: "2026-01-05T01:00:00.000Z",
      until: "2026-07-05T01:00:00.000Z",
      createdBy: "psn_76543210fedcba9876543210",
    },
  ],
});
