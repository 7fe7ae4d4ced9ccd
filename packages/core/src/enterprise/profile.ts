import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem, type Stored } from "../entity.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import type { Scope } from "../operation.ts";
import { inOrder } from "../order.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { Publicity } from "../publicity/index.ts";
import { entityOf, type Info, registerPlace } from "./enterprise.ts";

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
  /** How many penalties were repaired: that much everybody may know. */
  readonly repaired: number;
  /** Whether it tells of anything that is not published. */
  readonly hasUnpublished: boolean;
  /** Whether it tells of all records: not where the past of some lies beyond the asker's right. */
  readonly isWhole: boolean;
}

type Asking = Pick<Ctx, "store" | "actor" | "clock">;

/** What the asker may see of a firm's penalties, by how each stands today. */
function openTo(ctx: Asking, uscc: string): (penalty: Penalty.Info) => History.Seen {
  const see = History.sight(ctx);
  return (penalty) => see(Penalty.entityOf, penalty, uscc);
}

/** Published penalties and no other, whoever asks. */
function published({ clock }: Pick<Ctx, "clock">): (penalty: Penalty.Info) => History.Seen {
  const today = legalDay(clock.now());
  return (penalty) => {
    const { isPublished } = Publicity.publicityOf(penalty, today);
    return { isPublished, isOpen: isPublished };
  };
}

/**
 * The profile at a moment; null where nothing was filed under the code. One round trip for all but giants, and one more
 * where versions count that were replaced since.
 */
export async function readProfile(ctx: Asking, uscc: string, at: History.Moment): Promise<Profile | null> {
  const { told, newest } = await readBoth(ctx, uscc, at, openTo(ctx, uscc));
  const scope = History.pastScope(ctx, at.knownAt);
  return told && newest && scope && scope.reach !== "all" ? within(told, newest, scope) : told;
}

/**
 * The profile without those records whose past lies beyond a right; null where that leaves nothing. Where a record belongs goes
 * by what was newest then, whatever day is asked for, as in its history.
 */
function within(told: Profile, newest: Profile, scope: Scope): Profile | null {
  const { uscc } = told;
  const covered = new Set<unknown>();
  if (newest.register && History.coversPast(scope, entityOf, newest.register, uscc)) covered.add("register");
  for (const each of newest.penalties)
    if (History.coversPast(scope, Penalty.entityOf, each, uscc)) covered.add(`${each.authority.uscc} ${each.decisionNumber}`);
  for (const each of newest.licences)
    if (History.coversPast(scope, Licence.entityOf, each, uscc)) covered.add(`${each.authority.uscc}  ${each.documentNumber}`);
  const isWhole = covered.size === (newest.register ? 1 : 0) + newest.penalties.length + newest.licences.length;
  const seen = profileOf({
    ...told,
    register: covered.has("register") ? told.register : null,
    penalties: told.penalties.filter((each) => covered.has(`${each.authority.uscc} ${each.decisionNumber}`)),
    licences: told.licences.filter((each) => covered.has(`${each.authority.uscc}  ${each.documentNumber}`)),
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

type Looking = (penalty: Penalty.Info) => History.Seen;

async function readBoth({ store }: Pick<Ctx, "store">, uscc: string, at: History.Moment, look: Looking): Promise<Both> {
  const partition = Decision.enterprisePartition(uscc);
  const current = await History.readAll(store, { pk: partition });
  if (current.length === 0) return { told: null, newest: null };
  const isNow = isPresent(current, at);
  const versions = isNow ? new Map(current.map((item) => [item.sk, [item]])) : await History.versionsAt(store, partition, current, at.knownAt);
  const assembling = { uscc, versions, look, now: isNow ? null : presentPenalties(current) };
  const told = assemble(assembling, at);
  return { told, newest: at.knownAt === null || at.asOf === null ? told : assemble(assembling, { asOf: null, knownAt: at.knownAt }) };
}

/** Whether the newest versions alone tell the moment. */
function isPresent(items: readonly Item[], at: History.Moment): boolean {
  const registers = items.filter(({ sk }) => sk === registerPlace);
  return History.isCurrent(items, Penalty.entityOf, at) && History.isCurrent(registers, entityOf, at);
}

/** Penalties as they stand at present, by their places. */
function presentPenalties(current: readonly Item[]): ReadonlyMap<string, Penalty.Info> {
  const penalties = current.filter((item) => item.sk.startsWith("PEN#") && !History.isRemoved(item));
  return new Map(penalties.map((item) => [item.sk, fromItem(Penalty.entityOf, item).record]));
}

interface Assembling {
  readonly uscc: string;
  readonly versions: History.Versions;
  readonly look: Looking;
  /** Penalties as they stand at present, where the versions tell of another moment: what may be told goes by that. */
  readonly now: ReadonlyMap<string, Penalty.Info> | null;
}

function assemble({ uscc, versions, look, now }: Assembling, at: History.Moment): Profile | null {
  let register: Info | null = null;
  const penalties: Penalty.Info[] = [];
  const licences: Licence.Info[] = [];
  let repaired = 0;
  let hasUnpublished = false;
  for (const [place, items] of versions) {
    if (place.startsWith("PEN#")) {
      const penalty = History.viewOf(Penalty.entityOf, items, at)?.record;
      if (!penalty) continue;
      const present = now?.get(place) ?? penalty;
      const { isOpen, isPublished } = look(present);
      if (present.standing?.ended?.how === "repaired") repaired += 1;
      if (isOpen) penalties.push(penalty);
      if (isOpen && !isPublished) hasUnpublished = true;
    } else if (place.startsWith("LIC#")) push(licences, History.viewOf(Licence.entityOf, items, at));
    else if (place === registerPlace) register = History.viewOf(entityOf, items, at)?.record ?? null;
  }
  penalties.sort((a, b) => inOrder(b.decidedOn, a.decidedOn) || inOrder(a.decisionNumber, b.decisionNumber));
  licences.sort((a, b) => inOrder(b.decidedOn, a.decidedOn) || inOrder(a.documentNumber, b.documentNumber));
  return profileOf({ uscc, at, register, penalties, licences, repaired, hasUnpublished });
}

function profileOf(parts: Omit<Profile, "name" | "isWhole">): Profile | null {
  const { uscc, register, penalties, licences } = parts;
  if (register === null && penalties.length === 0 && licences.length === 0) return null;
  const newest = [penalties[0], licences[0]].filter((record) => record !== undefined).sort((a, b) => inOrder(b.decidedOn, a.decidedOn))[0];
  return { ...parts, name: register?.name ?? newest?.subject.name ?? uscc, isWhole: true };
}

function push<T>(records: T[], found: Stored<T> | null): void {
  if (found) records.push(found.record);
}
