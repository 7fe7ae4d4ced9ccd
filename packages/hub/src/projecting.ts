import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { Audit } from "@hub/core/audit";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Expiry } from "@hub/core/expiry";
import { Projection } from "@hub/core/projection";
import type { Logger } from "@hub/server/logger";

/** How long to wait before the store is asked for changes again, in milliseconds. */
const idleMs = 50;
/** How often it is asked whether the audit trail wants a seal, and whether a term of publicity is over. */
const sealMs = 60_000;
/** How long to wait when that failed. */
const failedMs = 2_000;

/** Keeps the log and the totals up with the store, seals the audit trail and ends what is over, until it is closed, beside whatever else the process does. */
export function startProjecting({ store, clock, log }: Pick<Ctx, "store" | "clock"> & { readonly log: Logger }): { readonly close: () => Promise<void> } {
  const ctx: Ctx = { actor: operator, store, clock, request: { id: randomUUID(), purpose: null, channel: "job" } };
  const stop = new AbortController();
  const run = async () => {
    let follower = Projection.followerOf(ctx);
    let sealAt = 0;
    while (!stop.signal.aborted) {
      try {
        await Projection.catchUp(ctx, { follower, signal: stop.signal });
        if (systemClock.now().getTime() >= sealAt) {
          await Audit.seal(ctx, {});
          await Expiry.sweep(ctx, {});
          sealAt = systemClock.now().getTime() + sealMs;
        }
        await wait(idleMs, undefined, { signal: stop.signal });
      } catch (error) {
        if (stop.signal.aborted) return;
        log.error({ err: error }, "projecting failed");
        follower = Projection.followerOf(ctx);
        await wait(failedMs, undefined, { signal: stop.signal }).catch(() => {});
      }
    }
  };
  const running = run();
  return {
    close: async () => {
      stop.abort();
      await running;
    },
  };
}
