import type { Ctx } from "../ctx.ts";
import { Enterprise } from "../enterprise/index.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
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

interface Wanted {
  readonly uscc: string;
  readonly asOf: string | null;
  readonly knownAt: string;
  /** Whether the instant was asked for, so that it takes the right to the past. */
  readonly isPast: boolean;
}

/**
 * What the hub held, as known at an instant, and what the register says of a day; both null for the present. Decisions are
 * wanted of any day: a certificate also says whether there were any whose effect had ended. Three round trips for the present.
 */
export async function heldOf(ctx: Ctx, { uscc, asOf, knownAt, isPast }: Wanted): Promise<Held> {
  // The position comes first: what is read after it holds at least all that it counts.
  const log = await Log.position(ctx, {});
  const read = (day: string | null) => Enterprise.readPresent(ctx, { uscc, asOf: day, now: knownAt });
  const [profile, onDay] = await Promise.all([read(null), asOf === null ? null : read(asOf)]);
  if (isPast) await requireWhole(ctx, { uscc, knownAt });
  return { profile, register: (asOf === null ? profile : onDay)?.register ?? null, log };
}

/**
 * A certificate also says what was not there. Of another instant it can be given only by who sees all that was: from the rest
 * would follow what is not so. Throws NOT_FOUND, and what reading the past throws.
 */
async function requireWhole(ctx: Ctx, { uscc, knownAt }: { readonly uscc: string; readonly knownAt: string }): Promise<void> {
  const scope = History.pastScope(ctx, knownAt);
  // It is noted as a reading of the past, too.
  const seen = await Enterprise.get(ctx, { uscc, knownAt });
  const seesAll = scope === null || scope.reach === "all" || scope.covers({ divisions: [], enterprise: Identity.checkUscc(uscc).normalised });
  if (seesAll || seen?.isWhole === true) return;
  throw new HubError("NOT_FOUND", "Of this code no certificate of another instant can be given to you; leave knownAt out");
}
