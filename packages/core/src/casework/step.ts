import * as z from "zod";
import type { Ctx } from "../ctx.ts";

/** One step of a case: who did what, when and why. */
export const step = z.object({
  event: z.string().min(1).describe("What was done"),
  from: z.string().min(1).describe("State before"),
  to: z.string().min(1).describe("State after"),
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/)
    .describe("When"),
  by: z.string().min(1).describe("Who did it"),
  role: z.string().min(1).describe("In which role"),
  reason: z.string().max(2_000).nullable().describe("Why, as they stated it; null where that is not asked"),
  files: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(20)
    .describe("Files that belong to it, by SHA-256"),
});
export type Step = z.output<typeof step>;

/** As many stand in one case. */
export const mostSteps = 200;

export const steps = z.array(step).max(mostSteps).describe("All that was done in the case, the oldest first");

interface Done {
  readonly event: string;
  readonly from: string;
  readonly to: string;
  readonly reason?: string | null | undefined;
  readonly files?: readonly string[];
}

export function stepBy({ actor, clock }: Pick<Ctx, "actor" | "clock">, { event, from, to, reason = null, files = [] }: Done): Step {
  return { event, from, to, at: clock.now().toISOString(), by: actor.id, role: actor.role, reason, files: [...files] };
}
