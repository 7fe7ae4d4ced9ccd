import * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import { operation } from "../operation.ts";
import type { Change, ItemStore } from "../ports.ts";
import { noteWrite } from "../trail.ts";
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
  const pulses = changes.filter(({ pk }) => pk === pulsePartition).map(({ version }) => version);
  if (pulses.length > 0) await meetPulse(ctx.store, Math.max(...pulses));
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
  /** Ends it after the page of changes at which it is. */
  signal: z.custom<AbortSignal>((value) => typeof value === "object" && value !== null && "aborted" in value).optional(),
});

/** Follows the store's own changes to their present end. Answers how many changes of records there were. */
export const catchUp = operation("projection:run", catchUpInput, async (ctx, { follower: made, ...options }): Promise<number> => {
  return (made ?? followerOf(ctx)).catchUp(options);
});

/** Follows the changes of a store, in the log that is in use. */
export function followerOf(ctx: Ctx): Follower {
  return follower(ctx.store, projector(ctx));
}

/** Builds every projection anew beside those in use and swaps. Throws CONFLICT when another rebuild has begun since. */
export const rebuild = operation("projection:run", z.object({ onProgress: watching<Progress>() }), async (ctx, { onProgress }): Promise<Rebuilt> => {
  await noteWrite(ctx, "projection:run", "rebuild of the log and the totals");
  return rebuildAll(ctx, onProgress ?? (() => {}));
});

const verifyInput = z.object({
  source: z.enum(["changes", "stream"]).optional(),
  at: Log.entryShape.pick({ sequence: true, hash: true }).optional(),
  onProgress: watching<Steps>(),
});

/** Checks the whole log against all that is stored, and names the first differences. */
export const verify = operation("projection:read", verifyInput, async ({ store, clock }, { source, at, onProgress }): Promise<Verified> => {
  return verifyAll(store, { source, at, now: clock.now(), onProgress: onProgress ?? (() => {}) });
});

/** How far the log and the totals are behind the records. */
export interface Lag {
  /** Versions that are written and not yet in the log, 1,000 at most; null where too much else was written to look through. */
  readonly changes: number | null;
  /** Age of the oldest of them, in seconds; 0 where there is none. */
  readonly seconds: number | null;
}

/** The lag behind the store's own changes, for where no stream hands them over. Three round trips. */
export const lag = operation("change:read", z.object({}), async ({ store, clock }): Promise<Lag> => {
  const head = await Log.readHead(store, (await Log.readActive(store)).record.generation);
  const pending = await pendingIn(store, head.record.cursor);
  if (pending === null) return { changes: null, seconds: null };
  const [oldest] = pending;
  if (!oldest) return { changes: 0, seconds: 0 };
  const [current, replaced] = await store.getMany([{ pk: oldest.pk, sk: oldest.sk }, History.versionKey(oldest, oldest.version)]);
  const version = replaced ? History.replacedItem(replaced) : current;
  const since = version ? Date.parse(History.recordedOf(version).at) : clock.now().getTime();
  return { changes: pending.length, seconds: Math.max(0, (clock.now().getTime() - since) / 1_000) };
});

/** Pages of changes that are looked through: the projector's own writes stand among them. */
const mostPages = 50;

async function pendingIn(store: ItemStore, after: string | null): Promise<readonly Change[] | null> {
  let cursor = after;
  for (let page = 0; page < mostPages; page += 1) {
    const found = await store.changes(cursor);
    const pending = found.items.filter(isOfRecord);
    if (pending.length > 0 || found.items.length === 0) return pending;
    cursor = found.cursor;
  }
  return null;
}
