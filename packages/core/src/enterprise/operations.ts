import * as z from "zod";
import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { operation } from "../operation.ts";
import { identifierEntity, identifierKey, identifierKinds } from "./identifier.ts";
import { type Profile, readProfile } from "./profile.ts";

/** One of the codes asked for: the enterprise, nothing, or why the code can't be one. */
export interface Lookup {
  /** The code as it was asked for. */
  readonly asked: string;
  readonly check: Identity.UsccCheck;
  readonly profile: Profile | null;
}

function requireUscc(raw: string): string {
  const check = Identity.checkUscc(raw);
  if (check.ok) return check.normalised;
  throw new HubError("USCC_INVALID", `${raw}: ${Identity.explainUscc(check)}`, {
    uscc: raw,
    faults: check.faults,
    suggestion: check.suggestion,
  });
}

/**
 * The profile of one enterprise by its code; null when nothing is known of it. One round trip.
 * Throws USCC_INVALID with the fault and, where certain, the correction.
 * @example await Enterprise.get(ctx, { uscc: "91140581MA0DEMX13N" })
 */
export const get = operation("enterprise:read", z.object({ uscc: z.string().max(64) }), async (ctx, input) => {
  const uscc = requireUscc(input.uscc);
  return readProfile(ctx.store, uscc, Decision.enterprisePartition(uscc));
});

/** Up to 100 profiles, in the order asked; a wrong code spoils only its own place. One round trip for each distinct code, all at once. */
export const getMany = operation(
  "enterprise:read",
  z.object({ usccs: z.array(z.string().max(64)).max(100, "At most 100 codes in one call; ask again for the rest") }),
  async (ctx, input): Promise<readonly Lookup[]> => {
    const checks = input.usccs.map((asked) => ({ asked, check: Identity.checkUscc(asked) }));
    const codes = [...new Set(checks.filter(({ check }) => check.ok).map(({ check }) => check.normalised))];
    const profiles = new Map(
      await Promise.all(codes.map(async (uscc) => [uscc, await readProfile(ctx.store, uscc, Decision.enterprisePartition(uscc))] as const)),
    );
    return checks.map(({ asked, check }) => ({ asked, check, profile: profiles.get(check.normalised) ?? null }));
  },
);

/** The profile behind an old identifier; null when the hub knows no enterprise with it. Two round trips. */
export const getByIdentifier = operation("enterprise:read", z.object({ kind: z.enum(identifierKinds), value: z.string().max(64) }), async (ctx, input) => {
  const parsed = Identity.parseIdentifier(input.kind, input.value);
  if ("fault" in parsed) throw new HubError("BAD_INPUT", parsed.fault, { kind: input.kind, value: input.value });
  const item = await ctx.store.get(identifierKey(input.kind, parsed.value));
  const uscc = item && fromItem(identifierEntity, item).record.uscc;
  return uscc ? readProfile(ctx.store, uscc, Decision.enterprisePartition(uscc)) : null;
});
