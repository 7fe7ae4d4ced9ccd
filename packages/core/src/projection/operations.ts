import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import { operation } from "../operation.ts";
import type { Change, ItemStore } from "../ports.ts";
import { recordAt } from "../records.ts";
import { type Follower, follower } from "./follow.ts";
import { isOfRecord, projector } from "./projector.ts";
import { lastMet, meetPulse, pulsePartition, sendPulse } from "./pulse.ts";
import { type Progress, type Rebuilt, rebuildAll } from "./rebuild.ts";
import { type Steps, type Verified, verifyAll } from "./verify.ts";

const watching = <T>() => z.custom<(told: T) => void>((value) => typeof value === "function").optional();

const changed = z.object({ pk: z.string().min(1), sk: z.string().min(1), version: z.int().min(1) });

/** Projects changes that a stream has handed over: in whatever order, how often, and in how many places at once. */
export const take = operation("projection:run", z.object({ changes: z.array(changed) }), async (ctx, { changes }): Promise<void> => {
  await projector(ctx).project(changes.filter(isOfRecord));
  if (changes.some(({ pk }) => pk === pulsePartition)) await meetPulse(ctx.store);
});

/** Sends a pulse into the stream, each minute, by which the lag is known where no other way tells it. */
export const pulse = operation("projection:run", z.object({}), ({ store, clock }): Promise<void> => sendPulse(store, clock.now().toISOString()));

/** Seconds between two pulses. */
const pulseSeconds = 60;

/** The lag where a stream hands changes over: how long ago the last pulse came through, beyond the minute between two. Null before the first. One round trip. */
export const streamLag = operation("change:read", z.object({}), async ({ store, clock }): Promise<{ readonly seconds: number } | null> => {
  const met = await lastMet(store);
  return met === null ? null : { seconds: Math.max(0, (clock.now().getTime() - Date.parse(met)) / 1_000 - pulseSeconds) };
});

const catchUpInput = z.object({
  /** One that was made before, so that who catches up again and again need not read where the log stands. */
  follower: z.custom<Follower>((value) => typeof value === "object" && value !== null && "catchUp" in value).optional(),
  onProgress: watching<number>(),
});

/** Follows the store's own changes to their present end. Answers how many changes of records there were. */
export const catchUp = operation("projection:run", catchUpInput, async (ctx, { follower: made, onProgress }): Promise<number> => {
  return (made ?? followerOf(ctx)).catchUp(onProgress);
});

/** Follows the changes of a store, in the log that is in use. */
export function followerOf(ctx: Ctx): Follower {
  return follower(ctx.store, projector(ctx));
}

/** Builds every projection anew beside those in use and swaps. Throws CONFLICT when another rebuild has begun since. */
export const rebuild = operation("projection:run", z.object({ onProgress: watching<Progress>() }), async (ctx, { onProgress }): Promise<Rebuilt> => {
  return rebuildAll(ctx, onProgress ?? (() => {}));
});

/** Checks the whole log against all that is stored, and names the first differences. */
export const verify = operation("projection:read", z.object({ onProgress: watching<Steps>() }), async ({ store }, { onProgress }): Promise<Verified> => {
  return verifyAll(store, onProgress ?? (() => {}));
});

/** How far the log and the totals are behind the records. */
export interface Lag {
  /** Versions that are written and not yet in the log; more than can be counted at once are told as the most. */
  readonly changes: number;
  /** Age of the oldest of them, in seconds; 0 where there is none. */
  readonly seconds: number;
}

/** The lag behind the store's own changes, for where no stream hands them over. Three round trips. */
export const lag = operation("change:read", z.object({}), async ({ store, clock }): Promise<Lag> => {
  const item = await store.get(Log.headKey(await Log.readGeneration(store)));
  const pending = await pendingIn(store, item ? fromItem(Log.headEntity, item).record.cursor : null);
  const [oldest] = pending;
  if (!oldest) return { changes: 0, seconds: 0 };
  const record = await store.get(oldest);
  const since = record && recordAt(record) ? Date.parse(History.recordedOf(record).at) : clock.now().getTime();
  return { changes: pending.length, seconds: Math.max(0, (clock.now().getTime() - since) / 1_000) };
});

/** Pages of changes that are looked through: the projector's own writes stand among them. */
const mostPages = 5;

async function pendingIn(store: ItemStore, after: string | null): Promise<readonly Change[]> {
  let cursor = after;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await store.changes(cursor);
    const pending = found.items.filter(isOfRecord);
    if (pending.length > 0 || found.items.length === 0) return pending;
    cursor = found.cursor;
  }
  return [];
}
