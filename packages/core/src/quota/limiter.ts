import type { Clock } from "../clock.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import type { ItemStore } from "../ports.ts";
import { type Allowance, type Quota, quotaEntity, quotaKey } from "./quota.ts";

/**
 * Counts requests against an allowance that all processes share: a leaky bucket in the store. A process takes as many
 * requests at once as its asker lately needed, so that a busy one costs no call for each; what it took and did not need
 * within two seconds is lost to the asker, at most an eighth of the burst. All processes together never allow more.
 */
export interface Limiter {
  /** Throws RATE_LIMITED with `retryAfter` in seconds. */
  take(who: string, allowance: Allowance): Promise<void>;
  /** The same without asking the store: false where it must be asked. */
  takeKnown(who: string): boolean;
  /** Throws RATE_LIMITED where this process knows that nothing is left; takes nothing. */
  refuseFull(who: string): void;
}

/** How long requests that were taken at once may be used, in milliseconds. */
const leaseMs = 2_000;
/** Askers that a process remembers; of more, those who came first are forgotten, and ask the store again. */
const mostLeases = 10_000;
const mostAttempts = 20;
/** Whoever waits for a store that does not answer waits long enough with each call. */
const mostBusy = 2;

interface Lease {
  readonly size: number;
  left: number;
  readonly from: number;
  /** Until then every request is refused without asking the store: the bucket is full. */
  readonly fullUntil: number;
}

interface Parts {
  readonly store: ItemStore;
  readonly clock: Clock;
}

export function limiter({ store, clock }: Parts): Limiter {
  const leases = new Map<string, Lease>();
  const asking = new Map<string, Promise<Lease>>();

  async function renew(who: string, allowance: Allowance): Promise<Lease> {
    const known = leases.get(who);
    const lease =
      (known ? null : await takeFirst({ store, clock }, who, allowance)) ??
      (await takeFromStore({ store, clock }, { who, allowance, wanted: sizeOf(known, allowance, clock.now().getTime()) }));
    leases.delete(who);
    leases.set(who, lease);
    const [oldest] = leases.size > mostLeases ? leases.keys() : [];
    if (oldest !== undefined) leases.delete(oldest);
    return lease;
  }

  function refuseFull(who: string): void {
    const { fullUntil = 0 } = leases.get(who) ?? {};
    const now = clock.now().getTime();
    if (now < fullUntil) throw limited(fullUntil - now);
  }

  function takeKnown(who: string): boolean {
    refuseFull(who);
    const known = leases.get(who);
    const now = clock.now().getTime();
    if (!known || known.left === 0 || now >= known.from + leaseMs || now < known.from) return false;
    known.left -= 1;
    return true;
  }

  return {
    takeKnown,
    refuseFull,
    async take(who, allowance) {
      if (takeKnown(who)) return;
      for (;;) {
        // Those who come while the store is being asked wait for that answer, and share it however long it took.
        const asked = asking.get(who) ?? renew(who, allowance).finally(() => asking.delete(who));
        asking.set(who, asked);
        const lease = await asked;
        if (lease.size === 0) throw limited(lease.fullUntil - clock.now().getTime());
        if (lease.left === 0) continue;
        lease.left -= 1;
        return;
      }
    },
  };
}

/** As many again where the last ones were used up, twice as many where that took less than a second; one by one where they were not. */
function sizeOf(lease: Lease | undefined, { burst }: Allowance, now: number): number {
  if (!lease || lease.left > 0 || lease.size === 0) return 1;
  const most = Math.max(1, Math.floor(burst / 8));
  return Math.min(most, now - lease.from < 1_000 ? lease.size * 2 : lease.size);
}

interface Wanted {
  readonly who: string;
  readonly allowance: Allowance;
  readonly wanted: number;
}

/** The first request of somebody whom the store does not know, in one call; null where it does. */
async function takeFirst({ store, clock }: Parts, who: string, allowance: Allowance): Promise<Lease | null> {
  const now = clock.now().getTime();
  try {
    await store.transact([writeOf(who, { level: 1, now, allowance }, null)]);
    return { size: 1, left: 1, from: clock.now().getTime(), fullUntil: 0 };
  } catch (error) {
    if (error instanceof HubError && error.code === "CONFLICT") return null;
    throw error;
  }
}

async function takeFromStore({ store, clock }: Parts, { who, allowance, wanted }: Wanted): Promise<Lease> {
  for (let attempt = 1; ; attempt += 1) {
    const item = await store.get(quotaKey(who));
    const before = item && fromItem(quotaEntity, item);
    // Clocks of machines differ a little: the bucket's own never goes back.
    const now = Math.max(clock.now().getTime(), before?.record.at ?? 0);
    const level = levelAt(before?.record, allowance, now);
    const granted = Math.min(wanted, Math.floor(allowance.burst - level + tolerance));
    if (granted < 1) return { size: 0, left: 0, from: now, fullUntil: clock.now().getTime() + Math.ceil(msFor(1 - (allowance.burst - level), allowance)) };
    try {
      await store.transact([writeOf(who, { level: level + granted, now, allowance }, before)]);
      return { size: granted, left: granted, from: clock.now().getTime(), fullUntil: 0 };
    } catch (error) {
      const code = error instanceof HubError ? error.code : null;
      if (code !== "CONFLICT" && (code !== "STORE_BUSY" || attempt >= mostBusy)) throw error;
      // Where so many processes of the same asker came first, it asks for too much at once.
      if (attempt === mostAttempts) throw code === "CONFLICT" ? limited(1_000) : error;
    }
  }
}

/** Sums of parts of requests are a little off. */
const tolerance = 1e-9;

function levelAt(record: Quota | undefined, allowance: Allowance, now: number): number {
  if (!record) return 0;
  return Math.max(0, record.level - ((now - record.at) * allowance.perMinute) / 60_000);
}

/** How long it takes until so many requests have leaked, in milliseconds. */
function msFor(requests: number, { perMinute }: Allowance): number {
  return (requests * 60_000) / perMinute;
}

function writeOf(
  who: string,
  { level, now, allowance }: { readonly level: number; readonly now: number; readonly allowance: Allowance },
  before: Stored<Quota> | null,
) {
  const until = Math.ceil((now + msFor(level, allowance)) / 1_000);
  const version = before?.version ?? 0;
  return { put: toItem(quotaEntity, { who, level, at: now, until }, version + 1), if: version === 0 ? ("absent" as const) : { version } };
}

function limited(ms: number): HubError {
  const retryAfter = Math.max(1, Math.ceil(ms / 1_000));
  return new HubError("RATE_LIMITED", `Too many requests: wait ${retryAfter} seconds, or ask for many enterprises in one request`, { retryAfter });
}
