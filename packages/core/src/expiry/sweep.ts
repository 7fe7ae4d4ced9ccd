import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { countedPartition, countedShards, fromItem, type VersionedEntity } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import type { Item, ItemStore } from "../ports.ts";
import { limits } from "../ports.ts";
import { recordKinds, recordsOf } from "../records.ts";

/** Each takes two writes: the new version, and the one that it replaces. */
const perTransaction = Math.floor(limits.writesPerTransaction / 2);

/** Kinds of records of which some end by themselves. */
const ending = recordKinds.map(recordsOf).filter(({ history }) => history.settled !== undefined);

/**
 * Writes down of every record whose longest term is over that it is. Views know that by themselves, from the first second of the
 * day; what is written takes it out of the totals for good and tells those who follow the log. Repeated, it finds what is left.
 */
export const sweep = operation("publicity:run", z.object({}), async (ctx): Promise<{ readonly ended: number }> => {
  let ended = 0;
  for (const of of ending) for (let shard = 0; shard < countedShards; shard += 1) ended += await sweepShard(ctx, of, shard);
  return { ended };
});

async function sweepShard(ctx: Ctx, of: VersionedEntity<z.ZodObject>, shard: number): Promise<number> {
  const now = ctx.clock.now();
  let ended = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["query"]>> = await ctx.store.query({
      index: "gsi1",
      pk: countedPartition(of.name, shard),
      sk: { to: legalDay(now) },
      limit: perTransaction,
      cursor,
    });
    cursor = page.cursor;
    ended += await end(ctx, of, page.items, now);
  } while (cursor !== null);
  return ended;
}

async function end(ctx: Ctx, of: VersionedEntity<z.ZodObject>, items: readonly Item[], now: Date): Promise<number> {
  const writing = { at: now.toISOString(), by: ctx.actor.id, reason: "the longest term of publicity is over" };
  const writes = items.flatMap((item) => {
    const { record } = fromItem(of, item);
    const settled = of.history.settled?.(record, legalDay(now)) ?? record;
    return settled === record ? [] : History.rewritten(of, item, settled, writing);
  });
  if (writes.length === 0) return 0;
  try {
    await ctx.store.transact(writes);
  } catch (error) {
    // Somebody works on one of them at this moment: what is left is found the next time.
    if (error instanceof HubError && error.code === "CONFLICT") return 0;
    throw error;
  }
  return writes.length / 2;
}
