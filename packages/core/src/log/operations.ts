import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { recordKinds } from "../records.ts";
import { cursorOf, isAt, type Place, placeOf } from "./cursor.ts";
import { beginning, type Entry, type Position } from "./entry.ts";
import { readEntries } from "./page.ts";
import { headEntity, headKey, readGeneration } from "./state.ts";

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
 * The next entries of the change log behind a cursor, the oldest first: a full page stays the same for ever. Two round
 * trips, and one more where the page runs over a thousand. Where kinds are named, a page may be short, or empty, though
 * more follow: `hasMore` says so. Throws BAD_CURSOR, and CURSOR_GONE where the log no longer has the cursor's entry.
 */
export const changes = operation(
  "change:read",
  changesInput,
  async ({ store }: Pick<Ctx, "store"> & Ctx, { after = null, kinds, first }): Promise<ChangePage> => {
    const place = placeOf(after);
    const generation = await readGeneration(store);
    const isWanted = ({ kind }: Entry) => !kinds || kinds.includes(kind);
    const found: Entry[] = [];
    let last: Position | null = null;
    for (let from = Math.max(1, place.sequence), looked = 0; ; ) {
      const asked = kinds ? pageLength : first + (from === place.sequence ? 1 : 0) - found.length + 1;
      const read = await readEntries(store, generation, from, asked);
      const entries = from === place.sequence ? behind(place, read) : read;
      looked += read.length;
      for (const entry of entries) {
        if (isWanted(entry) && found.length === first) return pageOf(found, last, true);
        if (isWanted(entry)) found.push(entry);
        last = entry;
      }
      if (read.length < asked) return pageOf(found, last ?? (after === null ? null : place), false);
      if (looked >= mostLookedAt) return pageOf(found, last, true);
      from = (read.at(-1)?.sequence ?? from) + 1;
    }
  },
);

const pageLength = 1_000;

function pageOf(entries: readonly Entry[], last: Position | null, hasMore: boolean): ChangePage {
  return { entries, cursor: last && cursorOf(last), hasMore };
}

/** The entries behind the cursor's own. Throws CURSOR_GONE where that is another than the cursor was taken from, or is not there. */
function behind(place: Place, [own, ...rest]: readonly Entry[]): readonly Entry[] {
  if (isAt(place, own)) return rest;
  throw new HubError("CURSOR_GONE", "The log has been made anew since the cursor was taken: take a new snapshot, then follow the log without a cursor", {
    restart: null,
  });
}

/** The newest entry's sequence and hash: what is known up to here is sealed by it. Two round trips. */
export const position = operation("change:read", z.object({}), async ({ store }): Promise<Position> => {
  const item = await store.get(headKey(await readGeneration(store)));
  if (!item) return beginning;
  const { sequence, hash } = fromItem(headEntity, item).record;
  return { sequence, hash };
});
