import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { HubError } from "../error.ts";
import { requireScope } from "../operation.ts";
import { requirePurpose } from "../trail.ts";

/** The two times by which every record can be asked for; both null for what is known now, of any day. */
export interface Moment {
  /** Legal day on which it must be true (valid time). */
  readonly asOf: string | null;
  /** Instant at which the hub must have known it (recorded time). */
  readonly knownAt: string | null;
}

/** Input of every operation that can be asked for another time. */
export const momentInput = {
  asOf: z.iso.date("The day does not exist; write it as 2026-03-05").nullish(),
  knownAt: z.iso.datetime({ precision: 3, message: "Write the instant in UTC, as 2026-03-05T01:02:03.000Z" }).nullish(),
} as const;

/** Input of every operation that tells what became of records. */
export const historyInput = { knownAt: momentInput.knownAt, confirmations: z.boolean().default(false) } as const;

/**
 * The moment that is asked for. Throws FORBIDDEN for an instant where the asker may not know what the hub said before,
 * PURPOSE_REQUIRED, and BAD_INPUT for one to come, of which nobody can say what the hub will know.
 */
export function momentOf(
  { actor, clock, request }: Pick<Ctx, "actor" | "clock" | "request">,
  { asOf = null, knownAt = null }: { readonly asOf?: string | null | undefined; readonly knownAt?: string | null | undefined },
): Moment {
  if (knownAt !== null) {
    requireScope(actor, "history:read");
    requirePurpose({ actor, request });
  }
  if (knownAt !== null && knownAt > clock.now().toISOString()) {
    throw new HubError("BAD_INPUT", `knownAt: ${knownAt} is yet to come; ask for an instant that has passed`, { knownAt });
  }
  return { asOf, knownAt };
}
