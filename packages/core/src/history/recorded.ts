import * as z from "zod";

/** What a write did to a record: `confirmed` met the same facts again, `removed` took the record away from its place. */
export const changeKinds = ["created", "changed", "confirmed", "removed"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Who wrote one version of a record, when and why: the recorded time, beside the valid time that the facts themselves state. */
export const recorded = z.object({
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
    .describe("When the hub wrote the version; never before that of the version before"),
  by: z.string().min(1).describe("Who wrote it: the id of the actor"),
  change: z.enum(changeKinds).describe("What the write did to the record"),
  reason: z.string().min(1).describe("Why it was written"),
  movedFrom: z
    .object({ pk: z.string().min(1), sk: z.string().min(1) })
    .optional()
    .describe("Where the record lay until this write moved it here"),
});
export type Recorded = z.output<typeof recorded>;

/** Who writes, when and why: what every version of one transaction has in common. */
export type Writing = Pick<Recorded, "at" | "by" | "reason">;

/** The later of two instants: a clock that was set back must not bring versions out of their order. */
export function notBefore(at: string, earlier: string | undefined): string {
  return earlier !== undefined && earlier > at ? earlier : at;
}
