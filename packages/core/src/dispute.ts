import * as z from "zod";

/** That somebody objects to a record (异议): every view shows it as long as the objection is open. */
export const dispute = z.object({
  objection: z.string().min(1).describe("The objection that is open"),
  since: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .describe("Day on which it was raised"),
});
export type Dispute = z.output<typeof dispute>;
