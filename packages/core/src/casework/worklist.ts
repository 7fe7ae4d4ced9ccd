import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { type Entity, fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import type { Owned, Scope } from "../operation.ts";
import { inOrder } from "../order.ts";
import type { Item, Page } from "../ports.ts";
import { nextDue, type Term, type TermView } from "./term.ts";

/** What every case has, whatever it is about. */
export interface Case {
  readonly id: string;
  readonly state: string;
  /** Division of the authority whose case it is. */
  readonly division: string;
  /** The firm that it is about. */
  readonly uscc: string;
  readonly openedOn: string;
  readonly terms: readonly Term[];
}

/** Where a case stands in the indexes: in the first among the open ones of its kind, or among those closed that were opened in the same year; in the second with its firm's. */
export function casePlaces(kind: string, { id, division, uscc, openedOn }: Case, isOpen: boolean): Item["indexes"] {
  const pk = isOpen ? `WORK#${kind}` : `DONE#${kind}#${openedOn.slice(0, 4)}`;
  return { gsi1: { pk, sk: `${division}#${id}` }, gsi2: { pk: `CASES#${uscc}`, sk: `${kind}#${id}` } };
}

export const placeTemplates = (kind: string) =>
  ({
    gsi1: { pk: `{WORK#${kind}, DONE#${kind}#year}`, sk: "{division}#{id}" },
    gsi2: { pk: "CASES#{uscc}", sk: `${kind}#{id}` },
  }) as const;

export const casePartition =
  "one for each case; in the first index all open ones of a kind, and those closed of a year: written by officers, some in a minute; in the second one for each firm";

/** A case with how its next term stands. */
export type Work<C extends Case> = C & { readonly version: number; readonly due: TermView | null };

export function workOf<C extends Case>({ record, version }: { readonly record: C; readonly version: number }, today: string): Work<C> {
  return { ...record, version, due: nextDue(record.terms, today) };
}

export const worklistInput = z.object({
  state: z.string().max(40).nullish().describe("Only cases in this state"),
  division: z
    .string()
    .regex(/^\d{6}$/)
    .nullish()
    .describe("Only cases of this division and those below it"),
  overdue: z.boolean().nullish().describe("Only cases whose next term is over, or only others"),
  year: z
    .string()
    .regex(/^\d{4}$/)
    .nullish()
    .describe("Closed cases that were opened in this year, instead of the open ones"),
  first: z.int().min(1).max(100).default(20).describe("Cases on a page"),
  after: z.string().max(64).nullish().describe("Id of the last case of the page before"),
});

export interface Worklist<C extends Case> extends Page<Work<C>> {
  /** Of all cases within the asker's right that fit, whatever the page. */
  readonly totals: Totals;
}

export interface Totals {
  readonly all: number;
  readonly overdue: number;
  readonly paused: number;
  /** Those that are due today or on the next two days that count. */
  readonly dueSoon: number;
  readonly states: readonly { readonly state: string; readonly count: number }[];
}

const mostCases = 5_000;
const soon = 2;

/** Which cases are listed, for whom. */
interface Wanted<S extends z.ZodObject> {
  readonly of: Entity<S>;
  readonly kind: string;
  readonly scope: Scope;
  /** Whether the asker may see one; those that its right reaches unless told. */
  readonly sees?: (record: z.output<S> & Case) => boolean;
}

/**
 * Cases of a kind that the asker may see, what is due first on top; with totals of all that fit. One round trip, with a call
 * for each division of the asker, or for each firm that it acts for. Throws QUERY_TOO_COSTLY where more than 5,000 would have to be looked through.
 */
export async function worklist<S extends z.ZodObject>(
  { store, clock, actor }: Ctx,
  { of, kind, scope, sees = (each) => scope.covers(ownedBy(each)) }: Wanted<S>,
  input: z.output<typeof worklistInput>,
): Promise<Worklist<z.output<S> & Case>> {
  type C = z.output<S> & Case;
  const today = legalDay(clock.now());
  const pk = input.year == null ? `WORK#${kind}` : `DONE#${kind}#${input.year}`;
  const isOwn = scope.reach === "own";
  const within = input.division == null ? (scope.reach === "division" ? actor.divisions : ["000000"]) : [input.division];
  const prefixes = distinct(within.map((code) => code.replace(/(00)+$/, "")));
  const own = Object.keys(actor.enterprises);
  const found = (
    await Promise.all(isOwn ? own.map((uscc) => allOfFirm(store, pk, `CASES#${uscc}`, `${kind}#`)) : prefixes.map((prefix) => allOf(store, pk, prefix)))
  ).flat();
  const works = found
    .map((item) => workOf(fromItem(of, item) as { readonly record: C; readonly version: number }, today))
    .filter(sees)
    .filter(({ state, due }) => (input.state == null || state === input.state) && (input.overdue == null || (due?.isOverdue ?? false) === input.overdue))
    .sort((a, b) => inOrder(a.due?.dueOn ?? "9999", b.due?.dueOn ?? "9999") || inOrder(a.id, b.id));
  const from = input.after == null ? 0 : works.findIndex(({ id }) => id === input.after) + 1;
  if (input.after != null && from === 0) throw new HubError("BAD_CURSOR", "The cursor's case is not in this list (any more); start again without a cursor");
  const items = works.slice(from, from + input.first);
  return { items, cursor: from + input.first < works.length ? (items.at(-1)?.id ?? null) : null, totals: totalsOf(works) };
}

/** Whose a case is. */
export function ownedBy({ division, uscc }: Pick<Case, "division" | "uscc">): Owned {
  return { divisions: [division], enterprise: uscc };
}

/** Of prefixes those that no other one covers. */
function distinct(prefixes: readonly string[]): readonly string[] {
  return [...new Set(prefixes)].filter((prefix, _, all) => !all.some((other) => other !== prefix && prefix.startsWith(other)));
}

async function allOf(store: Ctx["store"], pk: string, prefix: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const sk = prefix === "" ? {} : { sk: { begins: prefix } };
    const page: Page<Item> = await store.query({ index: "gsi1", pk, ...sk, cursor });
    items.push(...page.items);
    cursor = page.cursor;
    if (items.length > mostCases) throw new HubError("QUERY_TOO_COSTLY", `More than ${mostCases} cases would have to be looked through; name a division`);
  } while (cursor !== null);
  return items;
}

/** A firm's cases of a kind that stand in a part of the first index. */
async function allOfFirm(store: Ctx["store"], part: string, pk: string, begins: string): Promise<readonly Item[]> {
  const items = await History.readAll(store, { index: "gsi2", pk, sk: { begins } });
  return items.filter(({ indexes }) => indexes?.gsi1?.pk === part);
}

function totalsOf(works: readonly Work<Case>[]): Totals {
  const states = new Map<string, number>();
  for (const { state } of works) states.set(state, (states.get(state) ?? 0) + 1);
  const running = works.flatMap(({ due }) => (due === null ? [] : [due]));
  return {
    all: works.length,
    overdue: running.filter(({ isOverdue }) => isOverdue).length,
    paused: running.filter(({ isPaused }) => isPaused).length,
    dueSoon: running.filter(({ isOverdue, isPaused, daysLeft }) => !isOverdue && !isPaused && daysLeft <= soon).length,
    states: [...states].map(([state, count]) => ({ state, count })).sort((a, b) => inOrder(a.state, b.state)),
  };
}

/** Cases of one firm that one answer tells of. */
export const mostOfFirm = 100;

/** The cases of a kind that a firm has, the newest first. One round trip, for as many as a page of the store holds. */
export async function casesOf<S extends z.ZodObject>(
  { store, clock }: Pick<Ctx, "store" | "clock">,
  { of, kind }: { readonly of: Entity<S>; readonly kind: string },
  uscc: string,
): Promise<readonly Work<z.output<S> & Case>[]> {
  const items = await History.readAll(store, { index: "gsi2", pk: `CASES#${uscc}`, sk: { begins: `${kind}#` } });
  const today = legalDay(clock.now());
  return items
    .map((item) => workOf(fromItem(of, item) as { readonly record: z.output<S> & Case; readonly version: number }, today))
    .sort((a, b) => inOrder(b.openedOn, a.openedOn) || inOrder(b.id, a.id));
}
