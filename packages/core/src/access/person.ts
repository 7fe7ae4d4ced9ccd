import * as z from "zod";
import { digestOf } from "../digest.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";
import type { roles } from "../rights.ts";
import { divisions, instant, shortId } from "./shapes.ts";

/** Roles that a person can be given: the public has none, and keys make partners. */
export const personRoles = ["partner", "enterprise", "officer", "reviewer", "auditor", "admin"] as const satisfies readonly (typeof roles)[number][];

export const uscc = z
  .string()
  .regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, "A Unified Social Credit Code has 18 characters")
  .describe("Unified Social Credit Code");

/** In which role, and for whom, a person may act. */
export const membership = z
  .object({
    role: z.enum(personRoles).describe("The role"),
    agency: shortId.nullable().default(null).describe("Agency for which the person acts; null for the enterprise's own people"),
    divisions: divisions.describe("Divisions for which the person acts; of an enterprise's people those of its seat, by which administrators find them"),
    enterprises: z
      .array(uscc)
      .max(20)
      .default([])
      .describe("Enterprises for which the person acts by itself, e.g. as its legal representative; none but in the role enterprise"),
  })
  .meta({ id: "Membership", description: "In which role, and for whom, a person may act" });
export type Membership = z.output<typeof membership>;

export const personId = z.string().regex(/^psn_[0-9a-f]{24}$/, "A person's id begins with psn_");

export const personShape = z.object({
  id: personId.describe("Its own id, made of issuer and subject"),
  issuer: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .describe("Who vouches for the person: issuer of its tokens (iss)"),
  subject: z.string().min(1).max(255).describe("Whom the issuer means (sub): an opaque id, never the number of a document"),
  name: z.string().trim().min(1).max(100).nullable().describe("Name to tell it by; null for none"),
  memberships: z.array(membership).min(1).max(10).describe("In which roles it may act; the first unless it says which"),
  isActive: z.boolean().describe("Whether it is let in"),
  createdAt: instant.describe("When it was entered"),
  createdBy: z.string().min(1).describe("Who entered it"),
});
export type Person = z.output<typeof personShape>;

/** The same for the same person, so that a token leads to its record without an index. */
export function personIdOf(issuer: string, subject: string): string {
  return `psn_${digestOf([issuer, subject]).slice(0, 24)}`;
}

export function personPartition(id: string): string {
  return `PERSON#${id}`;
}

export function personKey(id: string): Key {
  return { pk: personPartition(id), sk: "A#PERSON" };
}

export const personsPartition = "PERSONS";

export const personEntity = entity({
  name: "person",
  shape: personShape,
  key: ({ id }) => personKey(id),
  keyTemplate: { pk: "PERSON#{person}", sk: "A#PERSON" },
  indexes: ({ id }) => ({ gsi1: { pk: personsPartition, sk: id } }),
  indexTemplates: { gsi1: { pk: "PERSONS", sk: "{person}" } },
  partition: "one for each person: processes keep what they read for five seconds; in the index one for all, which administrators alone read and write",
  access: [
    {
      name: "before a request",
      why: "a process that meets a person's token, once in five seconds: the person with its delegations, then its agency",
      steps: [[{ call: "query", reads: { person: 1, delegation: 1 } }], [{ call: "get", reads: { agency: 1 } }]],
    },
    { name: "by id", why: "an administrator looks at one person", steps: [[{ call: "get", reads: { person: 1 } }]] },
    { name: "all", why: "an administrator goes through the persons", steps: [[{ call: "query", index: "gsi1", reads: { person: 21 } }]] },
  ],
  examples: [
    {
      id: "psn_0123456789abcdef01234567",
      issuer: "https://login.example.gov.cn",
      subject: "u-1024",
      name: "示例",
      memberships: [{ role: "officer", agency: "b2u3r4e5", divisions: ["140581"], enterprises: [] }],
      isActive: true,
      createdAt: "2026-01-05T01:00:00.000Z",
      createdBy: "operator",
    },
  ],
});
