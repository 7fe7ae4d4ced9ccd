import * as z from "zod";
import { HubError } from "../error.ts";
import { operation, type Scope } from "../operation.ts";
import { inOrder } from "../order.ts";
import type { TrailEntry } from "../trail.ts";
import { filter, forSubject, isWanted } from "./filter.ts";
import { stretchesOf } from "./find.ts";

export interface EntryPage {
  readonly items: readonly TrailEntry[];
  /** Where to go on; null at the end. A page may be short, or empty, though more follow. */
  readonly cursor: string | null;
}

/** Entries that one call looks through for those that are asked for. */
const mostLookedAt = 2_000;

/**
 * Entries of the trail, newest first. An enterprise must name itself, and sees for whom it was looked at and why, not by whom.
 * One round trip a page of 20 where all of them are asked for, three of an enterprise or an agency; where few of many are, up to ten.
 */
export const list = operation(
  "audit:read",
  filter.extend({ first: z.int().min(1).max(100).default(20), after: z.string().max(200).nullish() }),
  async ({ store }, { first, after, ...wanted }, scope): Promise<EntryPage> => {
    if (scope.reach !== "all" && !scope.covers({ divisions: [], enterprise: wanted.subject ?? null })) return { items: [], cursor: null };
    const items: TrailEntry[] = [];
    let before = after == null ? null : placeOf(after);
    let looked = 0;
    for (const stretch of await stretchesOf(store, wanted)) {
      for (let isEnd = stretch.isBehind(before); !isEnd; ) {
        const found = await stretch.read(before, Math.max(first, looked));
        for (const entry of found.entries) {
          const shown = scope.reach === "all" ? entry : forSubject(entry);
          if (isWanted(shown, wanted)) items.push(shown);
          before = `${entry.at}#${entry.id}`;
          const isVeryLast = stretch.isLast && found.isEnd && entry === found.entries.at(-1);
          if (items.length === first) return { items, cursor: isVeryLast ? null : before };
        }
        isEnd = found.isEnd;
        looked += found.entries.length;
        if (looked >= mostLookedAt && !(stretch.isLast && isEnd)) return { items, cursor: before };
      }
    }
    return { items, cursor: null };
  },
  { subjects: seenSubjects },
);

/** Nobody's trail says that it was looked at by who saw nothing of it. */
function seenSubjects({ subject }: { readonly subject?: string | null | undefined }, _told: unknown, scope: Scope): readonly string[] {
  return subject != null && (scope.reach === "all" || scope.covers({ divisions: [], enterprise: subject })) ? [subject] : [];
}

function placeOf(cursor: string): string {
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z#[\w-]{8,64}$/.test(cursor)) return cursor;
  throw new HubError("BAD_CURSOR", "The cursor does not belong to this list; start again without one");
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
  async ({ store }, wanted, scope): Promise<Totals> => {
    const isOpen = scope.reach === "all" || scope.covers({ divisions: [], enterprise: wanted.subject ?? null });
    const [action, agency, role, purpose] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
    let entries = 0;
    let looked = 0;
    for (const stretch of isOpen ? await stretchesOf(store, wanted) : []) {
      let before: string | null = null;
      for (let isEnd = false; !isEnd; ) {
        const found = await stretch.read(before, 999);
        for (const each of found.entries) {
          before = `${each.at}#${each.id}`;
          const entry = scope.reach === "all" ? each : forSubject(each);
          if (!isWanted(entry, wanted)) continue;
          entries += 1;
          for (const done of entry.actions) add(action, done);
          add(role, entry.role);
          add(agency, entry.agency);
          add(purpose, entry.purpose);
        }
        isEnd = found.isEnd;
        looked += found.entries.length;
        if (looked > mostCounted)
          throw new HubError("QUERY_TOO_COSTLY", `More than ${mostCounted} entries would have to be counted; name a shorter time, an agency or an enterprise`);
      }
    }
    return { entries, by: { action: sorted(action), agency: sorted(agency), role: sorted(role), purpose: sorted(purpose) } };
  },
  { subjects: seenSubjects },
);

function add(counts: Map<string, number>, value: string | null): void {
  if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): readonly Count[] {
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || inOrder(a.value, b.value));
}
