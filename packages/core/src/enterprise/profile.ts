import type * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import type { VersionedEntity } from "../entity.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Listing } from "../listing/index.ts";
import type { Scope } from "../operation.ts";
import { inOrder } from "../order.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { Rating } from "../rating/index.ts";
import { type Versioned, versioned } from "../versioned.ts";
import { entityOf, type Info, registerPlace } from "./enterprise.ts";
import { type Assembling, type Looking, recordsIn } from "./records.ts";

/** All the hub currently knows of one enterprise. */
export interface Profile {
  readonly uscc: string;
  /** The moment of which all this is told. */
  readonly at: History.Moment;
  /** Registered name; without register data the name in the newest decision. */
  readonly name: string;
  /** Null while only decisions are known, no register data. */
  readonly register: Info | null;
  /** Newest decision first; of what is not published only what the asker may see. */
  readonly penalties: readonly Penalty.Info[];
  /** Newest decision first. */
  readonly licences: readonly Licence.Info[];
  /** Newest year first; of what is not announced only what the asker may see. */
  readonly ratings: readonly Versioned<Rating.Info>[];
  /** Memberships of lists, the newest first; of what is not published only what the asker may see. */
  readonly listings: readonly Versioned<Listing.Info>[];
  /** How many penalties were repaired: that much everybody may know. */
  readonly repaired: number;
  /** Whether it tells of anything that is not published. */
  readonly hasUnpublished: boolean;
  /** Whether it tells of all records: not where the past of some lies beyond the asker's right. */
  readonly isWhole: boolean;
}

type Asking = Pick<Ctx, "store" | "actor" | "clock">;

/** What is published and no other, whoever asks. */
function published({ clock }: Pick<Ctx, "clock">): Looking {
  const today = legalDay(clock.now());
  return (of, record) => {
    const isPublished = of.history.published?.(record, today) ?? true;
    return { isPublished, isOpen: isPublished, isWhole: false };
  };
}

/**
 * The profile at a moment; null where nothing was filed under the code. One round trip for all but giants, and one more
 * where versions count that were replaced since.
 */
export async function readProfile(ctx: Asking, uscc: string, at: History.Moment): Promise<Profile | null> {
  const { told, newest } = await readBoth(ctx, uscc, at, History.sight(ctx));
  const scope = History.pastScope(ctx, at.knownAt);
  return told && newest && scope && scope.reach !== "all" ? within(told, newest, scope) : told;
}

/**
 * The profile without those records whose past lies beyond a right; null where that leaves nothing. Where a record belongs goes
 * by what was newest then, whatever day is asked for, as in its history.
 */
function within(told: Profile, newest: Profile, scope: Scope): Profile | null {
  const { uscc } = told;
  let isWhole = true;
  const covered = <S extends z.ZodObject, R extends z.output<S>>(of: VersionedEntity<S>, all: readonly R[], some: readonly R[]): readonly R[] => {
    const places = new Set(all.filter((each) => History.coversPast(scope, of, each, uscc)).map((each) => of.key(each).sk));
    if (places.size < all.length) isWhole = false;
    return some.filter((each) => places.has(of.key(each).sk));
  };
  const seen = profileOf({
    ...told,
    register: covered(entityOf, newest.register ? [newest.register] : [], told.register ? [told.register] : [])[0] ?? null,
    penalties: covered(Penalty.entityOf, newest.penalties, told.penalties),
    licences: covered(Licence.entityOf, newest.licences, told.licences),
    ratings: covered(Rating.entityOf, newest.ratings, told.ratings),
    listings: covered(Listing.entityOf, newest.listings, told.listings),
  });
  return seen && { ...seen, isWhole };
}

/** The same, of what is published alone, whatever the asker's rights. */
export async function readPublished(ctx: Pick<Ctx, "store" | "clock">, uscc: string, at: History.Moment): Promise<Profile | null> {
  return (await readBoth(ctx, uscc, at, published(ctx))).told;
}

interface Both {
  /** As of the moment. */
  readonly told: Profile | null;
  /** As of its instant, of any day. */
  readonly newest: Profile | null;
}

async function readBoth({ store }: Pick<Ctx, "store">, uscc: string, at: History.Moment, look: Looking): Promise<Both> {
  const partition = Decision.enterprisePartition(uscc);
  const current = await History.readAll(store, { pk: partition });
  if (current.length === 0) return { told: null, newest: null };
  const isNow = isPresent(current, at);
  const versions = isNow ? new Map(current.map((item) => [item.sk, [item]])) : await History.versionsAt(store, partition, current, at.knownAt);
  const now = isNow ? null : new Map(current.filter((item) => !History.isRemoved(item)).map((item) => [item.sk, item]));
  const assembling = { uscc, versions, look, now };
  const told = assemble(assembling, at);
  return { told, newest: at.knownAt === null || at.asOf === null ? told : assemble(assembling, { asOf: null, knownAt: at.knownAt }) };
}

/** Whether the newest versions alone tell the moment. */
function isPresent(items: readonly Item[], at: History.Moment): boolean {
  const registers = items.filter(({ sk }) => sk === registerPlace);
  const ratings = items.filter(({ sk }) => sk.startsWith("RTG#"));
  return History.isCurrent(items, Penalty.entityOf, at) && History.isCurrent(registers, entityOf, at) && History.isCurrent(ratings, Rating.entityOf, at);
}

function assemble(from: Assembling, at: History.Moment): Profile | null {
  const penalties = recordsIn(Penalty.entityOf, from, at);
  const licences = recordsIn(Licence.entityOf, from, at);
  const ratings = recordsIn(Rating.entityOf, from, at);
  const listings = recordsIn(Listing.entityOf, from, at);
  const open = <F extends { readonly seen: History.Seen }>(found: readonly F[]) => found.filter(({ seen }) => seen.isOpen);
  return profileOf({
    ...{ uscc: from.uscc, at },
    register: History.viewOf(entityOf, from.versions.get(registerPlace) ?? [], at)?.record ?? null,
    penalties: open(penalties)
      .map(({ record }) => record)
      .sort((a, b) => inOrder(b.decidedOn, a.decidedOn) || inOrder(a.decisionNumber, b.decisionNumber)),
    licences: open(licences)
      .map(({ record }) => record)
      .sort((a, b) => inOrder(b.decidedOn, a.decidedOn) || inOrder(a.documentNumber, b.documentNumber)),
    ratings: open(ratings)
      .map(versioned)
      .sort((a, b) => b.year - a.year || inOrder(a.scheme, b.scheme)),
    listings: open(listings)
      .map(versioned)
      .sort((a, b) => inOrder(b.listedOn, a.listedOn) || inOrder(a.id, b.id)),
    repaired: penalties.filter(({ present }) => present.standing?.ended?.how === "repaired").length,
    hasUnpublished: [...penalties, ...licences, ...ratings, ...listings].some(({ seen }) => seen.isOpen && !seen.isPublished),
  });
}

function profileOf(parts: Omit<Profile, "name" | "isWhole">): Profile | null {
  const { uscc, register, penalties, licences, ratings, listings } = parts;
  if (register === null && [penalties, licences, ratings, listings].every(({ length }) => length === 0)) return null;
  const newest = [penalties[0], licences[0]].filter((record) => record !== undefined).sort((a, b) => inOrder(b.decidedOn, a.decidedOn))[0];
  return { ...parts, name: register?.name ?? newest?.subject.name ?? uscc, isWhole: true };
}
