import type { Ctx } from "../ctx.ts";
import { Enterprise } from "../enterprise/index.ts";
import { Log } from "../log/index.ts";
import type { LogPosition } from "./statement.ts";

/** What the hub held of an enterprise. */
export interface Held {
  /** All that was known, of any day; null when nothing was. */
  readonly profile: Enterprise.Profile | null;
  /** What the register says of the day; null when it says nothing. */
  readonly register: Enterprise.Info | null;
  readonly log: LogPosition;
}

/**
 * What the hub held, as known at an instant, and what the register says of a day; both null for the present. Decisions are
 * wanted of any day: a certificate also says whether there were any whose effect had ended. Three round trips for the present.
 */
export async function heldOf(
  ctx: Ctx,
  { uscc, asOf, knownAt }: { readonly uscc: string; readonly asOf: string | null; readonly knownAt: string | null },
): Promise<Held> {
  // The position comes first: what is read after it holds at least all that it counts.
  const log = await Log.position(ctx, {});
  const [profile, onDay] = await Promise.all([Enterprise.get(ctx, { uscc, knownAt }), asOf === null ? null : Enterprise.get(ctx, { uscc, asOf, knownAt })]);
  return { profile, register: (asOf === null ? profile : onDay)?.register ?? null, log };
}
