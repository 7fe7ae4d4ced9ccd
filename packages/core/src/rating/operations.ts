import * as z from "zod";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { operation, scopeOf } from "../operation.ts";
import { limits } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { noteSeen } from "../trail.ts";
import { requireVersion, type Versioned, versioned } from "../versioned.ts";
import { type Deduction, deduction, entityOf, type Info, ratingKey, reference, shape } from "./rating.ts";
import { ratingOf } from "./rules.ts";
import { requireLevel, requireScheme, type Scheme, schemes } from "./scheme.ts";

/** The schemes by which firms are rated, with their sources. Reads nothing. */
export const listSchemes = operation("reference:read", z.object({}), async (): Promise<readonly Scheme[]> => schemes);

const askedOf = (named: z.output<typeof reference>): History.Asked => ({ key: ratingKey(named), uscc: named.uscc });

/** Up to 100 ratings by the parts of their ids; see `History.readSeen`. */
export const getMany = operation(
  "rating:read",
  z.object({ references: z.array(reference).max(limits.keysPerGetMany), ...History.momentInput }),
  async (ctx, { references, ...at }): Promise<readonly (Versioned<Info> | null)[]> =>
    (await History.readSeen(ctx, entityOf, references.map(askedOf), at)).map((found) => found && versioned(found)),
);

/** Every version of one rating; see `History.historySeen`. */
export const history = operation(
  "history:read",
  reference.extend(History.historyInput),
  (ctx, { knownAt, confirmations, ...asked }, scope) => History.historySeen(ctx, scope, { of: entityOf, ...askedOf(asked) }, { knownAt, confirmations }),
  { subjects: ({ uscc }, { length }) => (length === 0 ? [] : [uscc]) },
);

/** The penalty behind a deduction, for who may see it also when it is published no more; null for others. */
export function penaltyOf(ctx: Ctx, of: Info, { penalty }: Deduction): Deduction["penalty"] {
  const may = scopeOf(ctx.actor, "unpublished:read")?.covers({ divisions: entityOf.history.divisions(of), enterprise: of.uscc });
  if (penalty === null || !may) return null;
  noteSeen(ctx, "unpublished:read", of.uscc);
  return penalty;
}

const day = z.iso.date("The day does not exist; write it as 2026-03-05");

export const rateInput = z.object({
  uscc: z.string().max(64).describe("The enterprise, by its code"),
  scheme: z.string().max(40).describe("Code of the scheme"),
  year: shape.shape.year.describe("Year for which it is rated"),
  version: z.int().min(0).default(0).describe("Version of the rating that this one replaces; 0 where it has none for the year"),
  level: z.string().max(40).nullish().describe("Level, where the scheme's rules do not say it; then reasons say why"),
  deductions: z.array(deduction).max(100).default([]).describe("All deductions that the rating rests on"),
  reasons: shape.shape.reasons.default([]).describe("Why the level is what it is"),
  ratedOn: day.nullish().describe("Day of the rating; today unless told"),
  announcedOn: day.nullish().describe("Day on which it was announced; it is not published before. Nothing while it was not"),
  validTo: day.nullish().describe("Last day on which it is used"),
  authority: Decision.authorityInput,
  documentNumber: shape.shape.documentNumber,
  reason: z.string().min(1).max(500).nullish().describe("Why it is rated anew; must be said where it was rated before"),
});

/**
 * Rates a firm for a year, or anew: what was rated before stays in the history. Throws BAD_INPUT where the level can neither be worked
 * out nor is said with reasons, FORBIDDEN for an authority beyond the asker's divisions, CONFLICT, USCC_INVALID.
 */
export const rate = command("rating:write", rateInput, async (ctx, input, scope) => {
  const now = ctx.clock.now();
  const scheme = requireScheme(input.scheme);
  const uscc = Identity.requireUscc(input.uscc, "uscc");
  const authority = Decision.requireAuthority(scope, input.authority);
  const days = daysOf(input, legalDay(now));
  const key = ratingKey({ uscc, scheme: scheme.code, year: input.year });
  const item = await ctx.store.get(key);
  const before = item && fromItem(entityOf, item);
  // What another authority rated is not this one's to rate anew.
  if (before) Decision.requireAuthority(scope, before.record.authority);
  requireVersion({ version: item?.version ?? 0 }, input.version);
  if (before && input.reason == null) throw bad("reason", "say why it is rated anew");
  const writing = { at: now.toISOString(), by: ctx.actor.id, reason: input.reason ?? "rated" };
  const record: Info = {
    ...{ uscc, scheme: scheme.code, year: input.year, authority, documentNumber: input.documentNumber },
    ...leveled(scheme, input, days.ratedOn),
    ...days,
    firstRatedOn: [before?.record.firstRatedOn ?? days.ratedOn, days.ratedOn].toSorted()[0] ?? days.ratedOn,
    dispute: before?.record.dispute ?? null,
    provenance: Provenance.enteredBy(authority, writing, before?.record.provenance),
  };
  return {
    result: { ...record, version: input.version + 1 },
    writes: item ? History.rewritten(entityOf, item, record, writing) : [{ put: toItem(entityOf, record, 1), if: "absent" as const }],
    subject: uscc,
    target: `rating ${scheme.code} ${input.year}`,
  };
});

type RateInput = z.output<typeof rateInput>;

function bad(path: string, message: string): HubError {
  return new HubError("BAD_INPUT", `${path}: ${message}`, { path });
}

/** The days of a rating: in their order, none of them to come but the last. Throws BAD_INPUT. */
function daysOf({ ratedOn: said, announcedOn = null, validTo = null }: RateInput, today: string): Pick<Info, "ratedOn" | "announcedOn" | "validTo"> {
  const ratedOn = said ?? today;
  if (ratedOn > today) throw bad("ratedOn", `${ratedOn} is yet to come`);
  if (announcedOn !== null && announcedOn > today) throw bad("announcedOn", `${announcedOn} is yet to come; rate anew when it is announced`);
  if (announcedOn !== null && announcedOn < ratedOn) throw bad("announcedOn", `it lies before ${ratedOn}, the day of the rating`);
  if (validTo !== null && validTo < ratedOn) throw bad("validTo", `it lies before ${ratedOn}, the day of the rating`);
  return { ratedOn, announcedOn, validTo };
}

/** Score and level by the scheme's rules, or the level as it is said where they do not say it. Throws BAD_INPUT. */
function leveled(scheme: Scheme, { level: said, deductions, reasons }: RateInput, on: string) {
  if (scheme.startScore === null && deductions.length > 0) throw bad("deductions", `${scheme.code} counts no points; say what was found as reasons`);
  const { score, level: derived, rule } = ratingOf(scheme, deductions, on);
  if (derived === null && said == null) throw bad("level", `${rule.says.en}, with reasons`);
  if (derived === null && reasons.length === 0) throw bad("reasons", "say why the level is what it is: no rule at hand does");
  const level = derived ?? requireLevel(scheme, said ?? "");
  if (said != null && said !== level.code) throw bad("level", `${rule.says.en}, not ${said}; leave the level out`);
  return { level: level.code, isStated: derived === null, score, deductions, reasons };
}
