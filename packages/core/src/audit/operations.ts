import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { inOrder } from "../order.ts";
import type { Item, Query } from "../ports.ts";
import { doneByPartition, seenPartition, type TrailEntry, trailEntity, trailKinds, trailPartition, trailShards } from "../trail.ts";
import { beginning, type Seal, sealEntity, sealedWith, sealPartition } from "./seal.ts";
import { entriesIn, type Stretch } from "./stretch.ts";

const instant = z.iso.datetime({ precision: 3, message: "Write the instant in UTC, as 2026-03-05T01:02:03.000Z" });

/** What entries are looked for by. */
export const filter = z.object({
  subject: z.string().length(18).nullish().describe("Only what is about this enterprise, by its code"),
  agency: z.string().max(20).nullish().describe("Only what was done for this agency"),
  actor: z.string().max(200).nullish().describe("Only what this person, key or client did"),
  action: z.string().max(60).nullish().describe("Only where this was done, by the name of the right"),
  purpose: z.string().max(40).nullish().describe("Only what was done for this purpose"),
  kind: z.enum(trailKinds).nullish().describe("Only reading, or only writing"),
  from: instant.nullish().describe("Only from this instant on"),
  to: instant.nullish().describe("Only up to this instant"),
});
export type Filter = z.output<typeof filter>;

export interface EntryPage {
  readonly items: readonly TrailEntry[];
  /** Where to go on; null at the end. A page may be short, or empty, though more follow. */
  readonly cursor: string | null;
}

/** Entries that one call looks through for those that are asked for. */
const mostLookedAt = 2_000;

/**
 * Entries of the trail, newest first. An enterprise must name itself, and sees for whom it was looked at and why, not by whom.
 * One round trip a page of 20 where all of them are asked for; where few of many are, up to ten.
 */
export const list = operation(
  "audit:read",
  filter.extend({ first: z.int().min(1).max(100).default(20), after: z.string().max(200).nullish() }),
  async (ctx, { first, after, ...wanted }, scope): Promise<EntryPage> => {
    if (scope.reach !== "all" && !scope.covers({ divisions: [], enterprise: wanted.subject ?? null })) return { items: [], cursor: null };
    const items: TrailEntry[] = [];
    let before = after == null ? null : placeOf(after);
    for (let looked = 0; looked < mostLookedAt; ) {
      const { entries, isEnd } = await someBefore(ctx, wanted, before, Math.max(first, looked));
      for (const entry of entries) {
        const shown = scope.reach === "all" ? entry : forSubject(entry);
        if (isWanted(shown, wanted)) items.push(shown);
        before = `${entry.at}#${entry.id}`;
        if (items.length === first) return { items, cursor: isEnd && entry === entries.at(-1) ? null : before };
      }
      if (isEnd) return { items, cursor: null };
      looked += entries.length;
    }
    return { items, cursor: before };
  },
  { subjects: ({ subject }) => (subject ? [subject] : []) },
);

/** Who looked, as the one who was looked at sees it: agencies answer for their people and systems. It asks for entries by what it sees alone. */
function forSubject(entry: TrailEntry): TrailEntry {
  return { ...entry, actor: entry.agency === null ? entry.role : `agency:${entry.agency}` };
}

function placeOf(cursor: string): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[\w-]{8,64}$/.test(cursor)) return cursor;
  throw new HubError("BAD_CURSOR", "The cursor does not belong to this list; start again without one");
}

/** Entries before a place, newest first, by the narrowest way there is. */
async function someBefore(
  { store }: Ctx,
  wanted: Filter,
  before: string | null,
  count: number,
): Promise<{ readonly entries: readonly TrailEntry[]; readonly isEnd: boolean }> {
  const to = wanted.to == null ? null : `${wanted.to}$`;
  const bounds: Query["sk"] = { ...(wanted.from != null && { from: wanted.from }), ...((before ?? to) !== null && { to: lower(before, to) ?? "" }) };
  const limit = Math.min(1_000, count + 1);
  const queries: readonly Query[] =
    wanted.subject != null
      ? [{ index: "gsi1", pk: seenPartition(wanted.subject) }]
      : wanted.agency != null
        ? [{ index: "gsi2", pk: doneByPartition(wanted.agency) }]
        : Array.from({ length: trailShards }, (_, shard) => ({ pk: trailPartition(shard) }));
  const pages = await Promise.all(queries.map((query) => store.query({ ...query, sk: bounds, limit, descending: true })));
  const found = pages.map(({ items }) =>
    items.map((item) => ({ place: placeIn(item), entry: fromItem(trailEntity, item).record })).filter(({ place }) => place !== before),
  );
  // Beyond the last entry of a shard that has more, others may come that were not fetched.
  const sure = pages.flatMap(({ cursor }, at) => (cursor === null ? [] : [found[at]?.at(-1)?.place ?? ""]));
  const floor = sure.toSorted().at(-1) ?? "";
  const entries = found
    .flat()
    .filter(({ place }) => place >= floor)
    .sort((a, b) => inOrder(b.place, a.place));
  return { entries: entries.map(({ entry }) => entry), isEnd: sure.length === 0 };
}

function lower(a: string | null, b: string | null): string | null {
  return a !== null && b !== null ? (a < b ? a : b) : (a ?? b);
}

function placeIn(item: Item): string {
  return `${String(item.body["at"])}#${String(item.body["id"])}`;
}

function isWanted(entry: TrailEntry, { subject, agency, actor, action, purpose, kind }: Filter): boolean {
  return (
    (subject == null || entry.subject === subject) &&
    (agency == null || entry.agency === agency) &&
    (actor == null || entry.actor === actor) &&
    (action == null || entry.actions.includes(action)) &&
    (purpose == null || entry.purpose === purpose) &&
    (kind == null || entry.kind === kind)
  );
}

/** How often something was done. */
export interface Count {
  readonly value: string;
  readonly count: number;
}

export interface Totals {
  readonly entries: number;
  readonly by: { readonly action: readonly Count[]; readonly agency: readonly Count[]; readonly role: readonly Count[]; readonly purpose: readonly Count[] };
}

/** Entries that one answer counts. */
const mostCounted = 100_000;

/** Totals of the trail's entries by what was done, for whom, in which role and what for. Throws QUERY_TOO_COSTLY beyond 100,000 entries. */
export const totals = operation(
  "audit:read",
  filter,
  async (ctx, wanted, scope): Promise<Totals> => {
    const counts = {
      action: new Map<string, number>(),
      agency: new Map<string, number>(),
      role: new Map<string, number>(),
      purpose: new Map<string, number>(),
    };
    let entries = 0;
    const isOpen = scope.reach === "all" || scope.covers({ divisions: [], enterprise: wanted.subject ?? null });
    let before: string | null = null;
    for (let looked = 0, isEnd = !isOpen; !isEnd; ) {
      const page = await someBefore(ctx, wanted, before, 999);
      for (const entry of page.entries) {
        before = `${entry.at}#${entry.id}`;
        if (!isWanted(scope.reach === "all" ? entry : forSubject(entry), wanted)) continue;
        entries += 1;
        for (const action of entry.actions) add(counts.action, action);
        add(counts.role, entry.role);
        if (entry.agency !== null) add(counts.agency, entry.agency);
        if (entry.purpose !== null) add(counts.purpose, entry.purpose);
      }
      looked += page.entries.length;
      isEnd = page.isEnd;
      if (looked > mostCounted)
        throw new HubError("QUERY_TOO_COSTLY", `More than ${mostCounted} entries would have to be counted; name a shorter time, an agency or an enterprise`);
    }
    return { entries, by: { action: sorted(counts.action), agency: sorted(counts.agency), role: sorted(counts.role), purpose: sorted(counts.purpose) } };
  },
  { subjects: ({ subject }) => (subject ? [subject] : []) },
);

function add(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): readonly Count[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || inOrder(a.value, b.value));
}

/** An entry is written at the instant that it bears, or a little after: what is younger than this may still be on its way. */
export const settleMs = 60_000;
/** Least time between two seals: each is an entry of the change log, which others follow. */
export const sealEveryMs = 5 * 60_000;

async function newestSeal({ store }: Pick<Ctx, "store">): Promise<Seal | null> {
  const { items } = await store.query({ pk: sealPartition, limit: 1, descending: true });
  return items[0] ? fromItem(sealEntity, items[0]).record : null;
}

/**
 * Seals what came to the trail since the last seal, but for the last minute; null where nothing did, or where the last one is
 * younger than five minutes and `isEarly` does not say to seal all the same. Two round trips, and one for each 250 entries of a shard. Of two who seal at once, one does.
 */
export const seal = operation("audit:seal", z.object({ isEarly: z.boolean().default(false) }), async (ctx, { isEarly }): Promise<Seal | null> => {
  const before = await newestSeal(ctx);
  const now = ctx.clock.now();
  const to = new Date(now.getTime() - settleMs).toISOString();
  if (before && (to <= before.to || (!isEarly && Date.parse(to) - Date.parse(before.to) < sealEveryMs))) return null;
  const { entries, digest, until } = await digestIn(ctx, { from: before?.to ?? null, to }, { before: before?.digest ?? beginning, most: mostSealed });
  if (entries === 0) return null;
  const recorded = { at: now.toISOString(), by: ctx.actor.id, change: "created" as const, reason: "audit trail sealed" };
  const made: Seal = { number: (before?.number ?? 0) + 1, from: before?.to ?? null, to: until, entries, digest, provenance: { recorded } };
  try {
    await ctx.store.transact([{ put: toItem(sealEntity, made, 1), if: "absent" }]);
  } catch (error) {
    if (error instanceof HubError && error.code === "CONFLICT") return null;
    throw error;
  }
  return made;
});

/** Entries that one seal holds, or a few more of the same instant: a long trail that nobody sealed is sealed piece by piece. */
const mostSealed = 20_000;

async function digestIn(
  { store }: Pick<Ctx, "store">,
  stretch: Stretch,
  { before, most = Number.POSITIVE_INFINITY }: { readonly before: string; readonly most?: number },
) {
  let digest = before;
  let entries = 0;
  let last: string | null = null;
  for await (const item of entriesIn(store, stretch)) {
    const at = item.sk.slice(0, item.sk.indexOf("#"));
    if (entries >= most && at !== last) return { digest, entries, until: last ?? stretch.to };
    digest = sealedWith(digest, item);
    entries += 1;
    last = at;
  }
  return { digest, entries, until: stretch.to };
}

/** A stretch of the trail that is not what was sealed. */
export interface BrokenSeal {
  readonly number: number;
  readonly from: string | null;
  readonly to: string;
  readonly problem: string;
}

export interface TrailVerdict {
  readonly seals: number;
  readonly entries: number;
  readonly broken: readonly BrokenSeal[];
}

/** Broken seals that are named; more tell nothing more. */
const mostNamed = 20;

/** Whether the sealed part of the trail is what it was when it was sealed. Reads all of it. */
export const verify = operation("projection:read", z.object({}), async (ctx): Promise<TrailVerdict> => {
  let seals = 0;
  let entries = 0;
  const broken: BrokenSeal[] = [];
  let before: Seal | null = null;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ctx.store.query>> = await ctx.store.query({ pk: sealPartition, limit: 100, cursor });
    for (const item of page.items) {
      const found = fromItem(sealEntity, item).record;
      const problem = await problemOf(ctx, found, before);
      if (problem !== null && broken.length < mostNamed) broken.push({ number: found.number, from: found.from, to: found.to, problem });
      seals += 1;
      entries += found.entries;
      before = found;
    }
    cursor = page.cursor;
  } while (cursor !== null);
  return { seals, entries, broken };
});

/** What is wrong with a stretch, taking the seal before for what it says, so that one fault is named once. */
async function problemOf(ctx: Ctx, found: Seal, before: Seal | null): Promise<string | null> {
  if (found.number !== (before?.number ?? 0) + 1) return `seal ${(before?.number ?? 0) + 1} is missing`;
  if (found.from !== (before?.to ?? null)) return "it does not begin where the one before ends";
  const { digest, entries } = await digestIn(ctx, found, { before: before?.digest ?? beginning });
  if (entries !== found.entries) return `it had ${found.entries} entries when it was sealed, and has ${entries}`;
  return digest === found.digest ? null : "an entry is not what it was when it was sealed";
}
