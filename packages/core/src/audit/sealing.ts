import * as z from "zod";
import { toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import type { ItemStore } from "../ports.ts";
import { type TrailEntry, trailEntity } from "../trail.ts";
import { putListed } from "./listed.ts";
import { beginning, newestSeal, type Seal, sealEntity, sealedWith } from "./seal.ts";
import { entriesIn, type Stretch } from "./stretch.ts";

/** An entry is written at the instant that it bears, or a little after: what is younger than this may still be on its way. */
export const settleMs = 60_000;
/** Least time between two seals: each is an entry of the change log, which others follow. */
export const sealEveryMs = 5 * 60_000;
/** Entries that one seal holds, or a few more of the same instant: a long trail that nobody sealed is sealed piece by piece. */
const mostSealed = 20_000;
/** Entries that are copied to their lists at once. */
const listedAtOnce = 500;

/**
 * Seals what came to the trail since the last seal, but for the last minute, and copies it to the lists of enterprises and
 * agencies before; null where nothing came, or where the last seal is younger than five minutes and `isEarly` does not say to
 * seal all the same. Of two who seal at once, one does; what is copied twice is the same.
 */
export const seal = operation("audit:seal", z.object({ isEarly: z.boolean().default(false) }), async (ctx, { isEarly }): Promise<Seal | null> => {
  const before = await newestSeal(ctx.store);
  const now = ctx.clock.now();
  const to = new Date(now.getTime() - settleMs).toISOString();
  if (before && (to <= before.to || (!isEarly && Date.parse(to) - Date.parse(before.to) < sealEveryMs))) return null;
  const { entries, digest, until } = await sealedIn(ctx.store, { from: before?.to ?? null, to }, before?.digest ?? beginning);
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

/** Goes through a stretch, or its first part, and has its entries listed. */
async function sealedIn(store: ItemStore, stretch: Stretch, before: string) {
  let digest = before;
  let entries = 0;
  let until = stretch.to;
  let last: string | null = null;
  const open: TrailEntry[] = [];
  for await (const item of entriesIn(store, stretch)) {
    const at = item.sk.slice(0, item.sk.indexOf("#"));
    if (entries >= mostSealed && at !== last) {
      until = last ?? stretch.to;
      break;
    }
    digest = sealedWith(digest, item);
    entries += 1;
    last = at;
    // One that is damaged holds up no other: it is sealed as it is, and stands in no list.
    const entry = trailEntity.shape.safeParse(item.body);
    if (entry.success) open.push(entry.data);
    if (open.length === listedAtOnce) await putListed(store, open.splice(0));
  }
  await putListed(store, open);
  return { digest, entries, until };
}
