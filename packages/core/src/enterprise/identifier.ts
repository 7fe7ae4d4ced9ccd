import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { entity } from "../entity.ts";
import type { Key } from "../ports.ts";

/** Identifiers that files still carry beside, or instead of, the unified code. */
export const identifierKinds = ["registrationNumber", "organisationCode", "taxNumber"] as const;
export type IdentifierKind = (typeof identifierKinds)[number];

/** More partitions than this never wait for one identifier in earnest. */
export const mostWaiting = 8;

export const identifierShape = z.object({
  kind: z.enum(identifierKinds).describe("Kind of identifier"),
  value: z.string().min(1).describe("The identifier, normalised"),
  uscc: z.string().nullable().describe("The enterprise it belongs to; null while only records are known that carry it"),
  waiting: z
    .array(z.object({ kind: z.enum(identifierKinds), value: z.string() }))
    .max(mostWaiting)
    .describe("Identifiers under which records wait that carry this one too, until its enterprise is known, or its register has the name that they state"),
});
export type Identifier = z.output<typeof identifierShape>;

/** An old identifier as files carry it. */
export type OldIdentifier = Pick<Identifier, "kind" | "value">;

export function identifierKey(kind: IdentifierKind, value: string): Key {
  return { pk: `IDN#${kind}#${value}`, sk: "IDENTIFIER" };
}

/**
 * Which enterprise an old identifier belongs to. It is written when the register, or a record with both, says so;
 * from then on records that carry only the old identifier are filed under the enterprise, and earlier ones are moved.
 */
export const identifierEntity = entity({
  name: "identifier",
  shape: identifierShape,
  key: (record) => identifierKey(record.kind, record.value),
  keyTemplate: { pk: "IDN#{kind}#{value}", sk: "IDENTIFIER" },
  partition: "one for each number, with a single item that is written when its firm comes to be known",
  access: [
    {
      name: "profile",
      why: "a partner who only has an old number, seldom",
      steps: [[{ call: "get", reads: { identifier: 1 } }], [{ call: "query", reads: Decision.usualFile }]],
    },
  ],
  examples: [{ kind: "registrationNumber", value: "140581000000017", uscc: "91140581MA0DEMX13N", waiting: [] }],
});
