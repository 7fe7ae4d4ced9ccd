import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { operation } from "../operation.ts";
import { entityOf, registerKey } from "./enterprise.ts";
import { identifierEntity, identifierKey, identifierKinds } from "./identifier.ts";
import { type Profile, readProfile, readPublished } from "./profile.ts";
import { readTimeline } from "./timeline.ts";

/** One of the codes asked for: the enterprise, nothing, or why the code can't be one. */
export interface Lookup {
  /** The code as it was asked for. */
  readonly asked: string;
  readonly check: Identity.UsccCheck;
  readonly profile: Profile | null;
}

/**
 * The profile of one enterprise by its code, as of now or of another moment; null when nothing is known of it. One round
 * trip, or two for what was replaced since. Throws USCC_INVALID with the fault and, where certain, the correction.
 * @example await Enterprise.get(ctx, { uscc: "91140581MA0DEMX13N", asOf: "2024-06-30" })
 */
export const get = operation("enterprise:read", z.object({ uscc: z.string().max(64), ...History.momentInput }), async (ctx, input) => {
  const at = History.momentOf(ctx, input);
  const profile = await readProfile(ctx, Identity.requireUscc(input.uscc), at);
  await noteProfiles(ctx, at, [profile]);
  return profile;
});

/** Takes note of what was read in profiles that not everybody may see. */
async function noteProfiles(ctx: Ctx, { knownAt }: History.Moment, profiles: readonly (Profile | null)[]): Promise<void> {
  const found = profiles.filter((profile) => profile !== null);
  const unpublished = found.filter(({ hasUnpublished }) => hasUnpublished);
  const codes = (some: readonly Profile[]) => some.map(({ uscc }) => uscc);
  // Most profiles are of now and published: they wait for nothing.
  if (knownAt !== null) await History.notePast(ctx, knownAt, codes(found));
  if (unpublished.length > 0) await History.noteUnpublished(ctx, codes(unpublished));
}

/** What is published in a profile as of now, held fast at an instant that has just passed, for who has come in by another right. One round trip. */
export function readPresent(
  ctx: Pick<Ctx, "store" | "clock">,
  { uscc, asOf, now }: { readonly uscc: string; readonly asOf: string | null; readonly now: string },
) {
  return readPublished(ctx, Identity.requireUscc(uscc), { asOf, knownAt: now });
}

/** Up to 100 profiles, in the order asked; a wrong code spoils only its own place. One round trip for each distinct code, all at once. */
export const getMany = operation(
  "enterprise:read",
  z.object({ usccs: z.array(z.string().max(64)).max(100, "At most 100 codes in one call; ask again for the rest"), ...History.momentInput }),
  async (ctx, input): Promise<readonly Lookup[]> => {
    const checks = input.usccs.map((asked) => ({ asked, check: Identity.checkUscc(asked) }));
    const codes = [...new Set(checks.filter(({ check }) => check.ok).map(({ check }) => check.normalised))];
    const at = History.momentOf(ctx, input);
    const profiles = new Map(await Promise.all(codes.map(async (uscc) => [uscc, await readProfile(ctx, uscc, at)] as const)));
    await noteProfiles(ctx, at, [...profiles.values()]);
    return checks.map(({ asked, check }) => ({ asked, check, profile: profiles.get(check.normalised) ?? null }));
  },
);

const identifierInput = z.object({ kind: z.enum(identifierKinds), value: z.string().max(64), ...History.momentInput });

/** The profile behind an old identifier, by what is known now of whose it is; null when the hub knows no enterprise with it. Two round trips, three for another moment. */
export const getByIdentifier = operation("enterprise:read", identifierInput, async (ctx, input) => {
  const at = History.momentOf(ctx, input);
  const parsed = Identity.parseIdentifier(input.kind, input.value);
  if ("fault" in parsed) throw new HubError("BAD_INPUT", parsed.fault, { kind: input.kind, value: input.value });
  const item = await ctx.store.get(identifierKey(input.kind, parsed.value));
  const uscc = item && fromItem(identifierEntity, item).record.uscc;
  const profile = uscc ? await readProfile(ctx, uscc, at) : null;
  await noteProfiles(ctx, at, [profile]);
  return profile;
});

const ofOne = z.object({ uscc: z.string().max(64), ...History.historyInput });
const whose = { subjects: ({ uscc }: z.output<typeof ofOne>, { length }: readonly unknown[]) => (length === 0 ? [] : [Identity.checkUscc(uscc).normalised]) };

/** Every version of every record of one enterprise that the hub had written by `knownAt`, newest first; none when nothing is known of it. Two round trips. */
export const timeline = operation(
  "history:read",
  ofOne,
  async (ctx, { uscc, confirmations, ...input }, scope) => {
    const { knownAt } = History.momentOf(ctx, input);
    return readTimeline(ctx, { uscc: Identity.requireUscc(uscc), scope }, { knownAt, confirmations });
  },
  whose,
);

/** Every version of what the register says of one firm, newest first. Two round trips. */
export const history = operation(
  "history:read",
  ofOne,
  async (ctx, { uscc: asked, confirmations, ...input }, scope) => {
    const { knownAt } = History.momentOf(ctx, input);
    const uscc = Identity.requireUscc(asked);
    const told = await History.list(ctx, entityOf, registerKey(uscc), { knownAt, confirmations });
    return History.coveredVersions(ctx, scope, { of: entityOf, ...told, newest: told.versions.find(History.isStated), enterprise: uscc });
  },
  whose,
);

/** A profile that was read, and the moment of which its records are wanted: that of the profile where none is named. */
const listInput = z.object({
  profile: z.custom<Profile>((value) => typeof value === "object" && value !== null && "penalties" in value),
  ...History.momentInput,
});

async function profileAt(ctx: Ctx, { profile, asOf, knownAt }: z.output<typeof listInput>): Promise<Profile | null> {
  if (asOf == null && knownAt == null) return profile;
  const at = History.momentOf(ctx, { asOf: asOf ?? profile.at.asOf, knownAt: knownAt ?? profile.at.knownAt });
  const other = await readProfile(ctx, profile.uscc, at);
  await noteProfiles(ctx, at, [other]);
  return other;
}

/** An enterprise's penalties, newest decision first. No round trip, or those of a profile for another moment than the profile's own. */
export const penalties = operation("penalty:read", listInput, async (ctx, input) => (await profileAt(ctx, input))?.penalties ?? []);

/** An enterprise's licences, likewise. */
export const licences = operation("licence:read", listInput, async (ctx, input) => (await profileAt(ctx, input))?.licences ?? []);

/** An enterprise's environmental credit ratings, newest year first, likewise. */
export const ratings = operation("rating:read", listInput, async (ctx, input) => (await profileAt(ctx, input))?.ratings ?? []);

/** An enterprise's memberships of lists, newest first, likewise. */
export const listings = operation("listing:read", listInput, async (ctx, input) => (await profileAt(ctx, input))?.listings ?? []);
