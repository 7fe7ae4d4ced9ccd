import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { countedPartition, countedShards, fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import type { Item, ItemStore, Write } from "../ports.ts";
import { limits } from "../ports.ts";
import { Publicity } from "../publicity/index.ts";
import { entityOf, type Info } from "./penalty.ts";

/** Each takes two writes: the new version, and the one that it replaces. */
const perTransaction = Math.floor(limits.writesPerTransaction / 2);

/**
 * Writes down of every penalty whose longest term is over that it is. Views know that by themselves, from the first second of the
 * day; what is written takes it out of the totals for good and tells those who follow the log. Repeated, it finds what is left.
 */
export const sweep = operation("publicity:run", z.object({}), async (ctx): Promise<{ readonly ended: number }> => {
  const now = ctx.clock.now();
  let ended = 0;
  for (let shard = 0; shard < countedShards; shard += 1) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ItemStore["query"]>> = await ctx.store.query({
        index: "gsi1",
        pk: countedPartition(entityOf.name, shard),
        sk: { to: legalDay(now) },
        limit: perTransaction,
        cursor,
      });
      cursor = page.cursor;
      ended += await end(ctx, page.items, now.toISOString());
    } while (cursor !== null);
  }
  return { ended };
});

async function end(ctx: Ctx, items: readonly Item[], at: string): Promise<number> {
  const today = legalDay(new Date(at));
  const writes = items.flatMap((item) => {
    const { record } = fromItem(entityOf, item);
    const standing = Publicity.settled(record, today);
    return standing === record.standing
      ? []
      : rewritten(item, { ...record, standing }, { at, by: ctx.actor.id, reason: "the longest term of publicity is over" });
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

/** The writes of a penalty's next version, and of the one that it replaces. */
export function rewritten(item: Item, record: Info, writing: History.Writing): readonly Write[] {
  return History.rewritten(entityOf, item, record, writing);
}
