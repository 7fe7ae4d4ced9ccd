import * as z from "zod";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import type { ItemStore } from "../ports.ts";
import { recordKinds } from "../records.ts";
import { cursorOf, isAt, type Place, placeOf, soundBefore } from "./cursor.ts";
import type { Entry, Position } from "./entry.ts";
import { pageEntries, readEntries } from "./page.ts";
import { type Active, readActive, readHead } from "./state.ts";

/** Most entries of one answer. */
export const mostEntries = 1_000;
/** Most entries that one call looks through for those of the kinds asked for. */
const mostLookedAt = 5_000;

export interface ChangePage {
  readonly entries: readonly Entry[];
  /** Where to go on, also where no entry was found; null while the log is empty. */
  readonly cursor: string | null;
  /** Whether more may follow at once. */
  readonly hasMore: boolean;
}

const changesInput = z.object({
  after: z.string().max(100).nullish(),
  kinds: z.array(z.enum(recordKinds)).min(1, "Name a kind, or leave the kinds out for all").nullish(),
  first: z.int().min(1).max(mostEntries).default(100),
});

/**
 * The next entries of the change log behind a cursor, the oldest first: a page with more behind it stays the same for ever.
 * Two round trips, and one more where the page runs over a thousand. Where kinds are named, a page may be short, or empty,
 * though more follow: `hasMore` says so. Throws BAD_CURSOR, and CURSOR_GONE with the cursor to go on from where the log no
 * longer has what the cursor's follower has.
 */
export const changes = operation("change:read", changesInput, async ({ store }, { after = null, kinds, first }): Promise<ChangePage> => {
  const place = after === null ? null : placeOf(after);
  for (let attempt = 1; ; attempt += 1) {
    const { record: active } = await readActive(store);
    const page = await pageBehind(store, active, { place, kinds: kinds ?? null, first });
    if (page !== null) return page;
    // A rebuild has swapped in between, and another has removed what was being read.
    if (attempt === mostAttempts) throw new HubError("STORE_BUSY", "The log is being rebuilt; try again in a moment");
  }
});

const mostAttempts = 3;

interface Asked {
  readonly place: Place | null;
  readonly kinds: readonly Entry["kind"][] | null;
  readonly first: number;
}

/** The page behind a place; null where the log was taken away while it was read. */
async function pageBehind(store: ItemStore, active: Pick<Active, "generation" | "mends">, { place, kinds, first }: Asked): Promise<ChangePage | null> {
  if (place && place.era < active.mends.length) throw await gone(store, active, place);
  const answer = (entries: readonly Entry[], last: Position | null, hasMore: boolean) => ({ entries, cursor: last && cursorOf(active, last), hasMore });
  const found: Entry[] = [];
  let last: Position | null = place;
  for (let from = place?.sequence ?? 1, looked = 0; ; ) {
    const asked = kinds ? pageEntries : first + (from === place?.sequence ? 1 : 0) - found.length + 1;
    const read = await readEntries(store, active.generation, from, asked);
    if (read.some(({ sequence }, at) => sequence !== from + at)) return null;
    if (from === place?.sequence && !isAt(place, read[0])) throw await gone(store, active, place);
    looked += read.length;
    for (const entry of read) {
      if (entry.sequence === place?.sequence) continue;
      const isWanted = !kinds || kinds.includes(entry.kind);
      if (isWanted && found.length === first) return answer(found, last, true);
      if (isWanted) found.push(entry);
      last = entry;
    }
    if (read.length < asked) return (await isWhole(store, active, last)) ? answer(found, last, false) : null;
    if (looked >= mostLookedAt) return answer(found, last, true);
    from = (read.at(-1)?.sequence ?? from) + 1;
  }
}

/** Whether what was read to its end is the log in use: where nothing was found, it may have been taken away. */
async function isWhole(store: ItemStore, { generation }: Pick<Active, "generation">, last: Position | null): Promise<boolean> {
  return last !== null || (await readActive(store)).record.generation === generation;
}

/** Where a follower goes on whose cursor the log no longer has: behind the last entry that stayed as it was, or at the beginning. */
async function gone(store: ItemStore, active: Pick<Active, "generation" | "mends">, place: Place): Promise<HubError> {
  const sound = place.era < active.mends.length ? soundBefore(place, active) : 0;
  const [entry] = sound === 0 ? [] : await readEntries(store, active.generation, sound, 1);
  const restart = entry?.sequence === sound ? cursorOf(active, entry) : null;
  const where =
    restart === null ? "take a new snapshot, and follow the log without a cursor" : "go on with the cursor named as restart: what came before stays";
  return new HubError("CURSOR_GONE", `The log has been made anew since the cursor was taken: ${where}`, { restart });
}

/** The newest entry's sequence and hash: what is known up to here is sealed by it. Two round trips. */
export const position = operation("change:read", z.object({}), async ({ store }): Promise<Position> => {
  for (let attempt = 1; ; attempt += 1) {
    const { record: active } = await readActive(store);
    const { sequence, hash, isClosed } = (await readHead(store, active.generation)).record;
    // A closed head was the log's end until a rebuild swapped, in between.
    if (!isClosed || attempt === mostAttempts) return { sequence, hash };
  }
});
