import { createHash } from "node:crypto";
import type { Access } from "@hub/core/access";
import { type Clock, systemClock } from "@hub/core/clock";
import { type Actor, anyone } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { ItemStore } from "@hub/core/ports";
import { Quota } from "@hub/core/quota";
import type { Vault } from "@hub/core/vault";
import type { Logger } from "../logger.ts";
import { askerOf } from "./address.ts";

/** What of a request says who asks. */
export interface Knock {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
  /** In which of its roles a person asks: `officer`, or `officer@<agency>`. */
  readonly actingAs: string | undefined;
  /** Address from which it comes; empty where that is not known. */
  readonly address: string;
}

/** Who was let in. */
export interface Entered {
  readonly actor: Actor;
  /**
   * Done when it is sure that one more request is allowed; throws RATE_LIMITED otherwise. Of anyone it may be found out while
   * the answer is being made, which must not be given before: what the public asks changes nothing.
   */
  readonly allowed: Promise<void>;
}

/** Finds out who asks, and whether they may ask again already. Throws UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, ACCESS_UNAVAILABLE. */
export interface Door {
  enter(knock: Knock): Promise<Entered>;
  /** Has everybody asked again, since rights were changed. */
  readonly forget: () => void;
}

/** Checks a token: its signature, issuer, audience and time. Throws UNAUTHENTICATED, ACCESS_UNAVAILABLE. */
export type Verify = (token: string) => Promise<Access.Claims>;

/** How many requests are allowed where nothing else is said; null for as many as come. */
export interface Allowances {
  /** Of each address, without a key or token. */
  readonly anonymous: Quota.Allowance | null;
  /** Of each key, client or person. */
  readonly known: Quota.Allowance | null;
}

export interface DoorOptions {
  readonly store: ItemStore;
  readonly clock: Clock;
  readonly vault: Vault;
  /** Checks tokens; none are taken without it. */
  readonly verify: Verify | null;
  readonly allowances: Allowances;
  readonly log: Logger;
}

/** How long a process takes somebody for known without asking again, in milliseconds: so long a revoked key may go on. */
const knownMs = 5_000;
const mostKnown = 5_000;

interface Known {
  readonly found: Promise<Access.Identified & { readonly mayComeFrom?: (address: string) => boolean }>;
  readonly until: number;
}

export function openDoor({ store, clock, vault, verify, allowances, log }: DoorOptions): Door {
  const met = new Map<string, Known>();
  // Rates go by the machine's time, also where the hub's own clock stands still.
  const limiter = Quota.limiter({ store, clock: systemClock });

  async function identify(credential: string, actingAs: string | undefined): Promise<Awaited<Known["found"]>> {
    // Who starts to answer the public need not load them.
    const [{ Access: door }, { isInNetworks }] = await Promise.all([import("@hub/core/access"), import("./networks.ts")]);
    const isFrom = (networks: readonly string[], from: string) => networks.length === 0 || isInNetworks(from, networks);
    if (!credential.startsWith("hub_")) {
      if (!verify) throw new HubError("UNAUTHENTICATED", "This hub takes no tokens, only keys");
      return door.actorOfClaims({ store, clock }, await verify(credential), roleOf(actingAs));
    }
    const found = await door.actorOfKey({ store, clock, vault }, { key: credential, isFrom: () => true }).catch((error: unknown) => {
      // To who comes with a key it is one that is not taken; the operator learned at the start that there is no pepper.
      throw error instanceof HubError && error.code === "VAULT_UNUSABLE" ? new HubError("UNAUTHENTICATED", "This hub takes no keys, only tokens") : error;
    });
    // Waited for, once an hour: a function that has answered may be frozen before it is written.
    if (found.use) await store.transact([found.use]).catch((error: unknown) => log.warn({ err: error }, "the use of a key could not be noted"));
    return { ...found, mayComeFrom: (from) => isFrom(found.networks, from) };
  }

  /** Each again after five seconds; all at once who come with the same. */
  async function identified(credential: string, knock: Knock): Promise<Access.Identified> {
    const now = systemClock.now().getTime();
    // A key has one role, whatever is asked for.
    const actingAs = credential.startsWith("hub_") ? undefined : knock.actingAs;
    const place = createHash("sha256")
      .update(`${actingAs ?? ""}\n${credential}`)
      .digest("base64");
    const before = met.get(place);
    // Whoever was refused too often from there is not even looked up.
    if (!before) limiter.refuseFull(refusedFrom(knock.address));
    const entry = before && before.until > now ? before : { found: identify(credential, actingAs), until: now + knownMs };
    if (entry !== before) {
      met.delete(place);
      met.set(place, entry);
      const [oldest] = met.size > mostKnown ? met.keys() : [];
      if (oldest !== undefined) met.delete(oldest);
      // What was refused is asked again: an administrator may just be putting it right.
      entry.found.catch(() => met.delete(place));
    }
    const found = await entry.found;
    // A key that is known from one place is not known from another.
    if (found.mayComeFrom?.(knock.address) === false) throw new HubError("UNAUTHENTICATED", refusal);
    return found;
  }

  function refusedFrom(address: string): string {
    return `refused:${asker(vault, address)}`;
  }

  /** Counts a request against an address: at once where the process knows how it stands, else while the answer is made. */
  function takeOf(address: string): Promise<void> {
    if (!allowances.anonymous) return Promise.resolve();
    const who = `address:${asker(vault, address)}`;
    const taken = limiter.takeKnown(who) ? Promise.resolve() : limiter.take(who, allowances.anonymous);
    // Whoever waits for it hears of it; until then it is nobody's.
    taken.catch(() => {});
    return taken;
  }

  async function known(knock: Knock): Promise<Actor | null> {
    const credential = credentialOf(knock);
    if (credential === null) return null;
    const { actor, allowance } = await identified(credential, knock);
    const allowed = allowance ?? allowances.known;
    if (allowed) await limiter.take(actor.id, allowed);
    return actor;
  }

  return {
    async enter(knock) {
      const actor = await known(knock).catch(async (error: unknown) => {
        // Whoever guesses, or has no role, does so at the rate of who has no key, and apart from it. Of who is let in, its own rate was counted.
        if (!(error instanceof HubError && error.code === "RATE_LIMITED") && allowances.anonymous)
          await limiter.take(refusedFrom(knock.address), allowances.anonymous);
        throw error;
      });
      return actor === null ? { actor: anyone, allowed: takeOf(knock.address) } : { actor, allowed: Promise.resolve() };
    },
    forget: () => met.clear(),
  };
}

const refusal = "The key or token is not accepted: it is unknown, over or revoked, or must not be used from here";

/** Throws UNAUTHENTICATED for a header that is there and says nothing. */
function credentialOf({ authorization, apiKey }: Knock): string | null {
  if (authorization === undefined) return apiKey ?? null;
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (token === undefined) throw new HubError("UNAUTHENTICATED", "Write Authorization: Bearer, a blank, and the token or key");
  if (apiKey !== undefined && apiKey !== token) throw new HubError("UNAUTHENTICATED", "Send a token or a key, not both");
  return token;
}

function roleOf(actingAs: string | undefined): Access.ActingAs {
  if (actingAs === undefined) return null;
  const [, role = "", agency = null] = /^([a-z]+)(?:@([a-z2-9]{8}))?$/.exec(actingAs) ?? [];
  return { role, agency };
}

/** What an address is counted under: not the address itself, which is a person's. */
function asker(vault: Vault, address: string): string {
  const of = askerOf(address);
  try {
    return vault.hash(`address ${of}`).slice(0, 32);
  } catch {
    // A hub without a pepper gives no keys, but counts all the same.
    return createHash("sha256").update(of).digest("hex").slice(0, 32);
  }
}
