import { setTimeout as sleep } from "node:timers/promises";

/** How often, and in milliseconds how long, something is tried again that others are in the way of. */
export interface Backoff {
  readonly attempts: number;
  readonly base: number;
  readonly most: number;
}

export const patient: Backoff = { attempts: 12, base: 15, most: 1_000 };

/** Waits for a random part of a span that doubles with each attempt (full jitter), so that rivals do not meet again. */
export function pause(attempt: number, { base, most }: Backoff, signal: AbortSignal): Promise<void> {
  return sleep(Math.random() * Math.min(most, base * 2 ** attempt), undefined, { signal });
}
