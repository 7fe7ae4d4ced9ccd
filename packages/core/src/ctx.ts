import type { Clock } from "./clock.ts";
import type { Issuer } from "./issuer.ts";
import type { BlobStore, ItemStore, Scanner } from "./ports.ts";
import { type Action, type Reach, type Role, reachOf } from "./rights.ts";
import type { Trail } from "./trail.ts";
import type { Vault } from "./vault.ts";

export type { Action } from "./rights.ts";

/** Who asks, in which role, for whom. What that allows stands in `rights.ts`. */
export interface Actor {
  /** Stands in the trail and in the versions of records that it writes. */
  readonly id: string;
  readonly role: Role;
  /** Agency for which it asks; null for who asks for itself. */
  readonly agency: string | null;
  /** Divisions that a right with the reach `division` covers, with all below them; 000000 is the whole country. */
  readonly divisions: readonly string[];
  /** Enterprises that it is or acts for, by code, and what it may do for each. */
  readonly enterprises: Readonly<Record<string, "all" | readonly Action[]>>;
  /** Narrows what its role allows; everything its role allows unless told. */
  readonly only?: readonly Action[];
  /** Purposes that its agency has for what it reads, by code. */
  readonly purposes?: readonly string[];
}

/** Why and by which way something is asked, for the trail. */
export interface Request {
  readonly id: string;
  /** The purpose that the asker states; null where it states none. */
  readonly purpose: string | null;
  readonly channel: "graphql" | "http" | "command" | "job";
}

/** Everything an operation may use. Passed as an argument, never ambient. */
export interface Ctx {
  readonly actor: Actor;
  readonly store: ItemStore;
  readonly clock: Clock;
  /** Who vouches for certificates; absent where nobody does. */
  readonly issuer?: Issuer | undefined;
  /** Makes and guards secrets; absent where no access is given. */
  readonly vault?: Vault | undefined;
  /** Keeps files that people attach; absent where none are taken. */
  readonly blobs?: BlobStore | undefined;
  /** Looks for malware in them; absent where nobody does. */
  readonly scanner?: Scanner | undefined;
  /** The request that this is part of; absent for what the hub does by itself. */
  readonly request?: Request | undefined;
  /** Takes note of what is read; without it each operation writes to the trail by itself, before it answers. */
  readonly trail?: Trail | undefined;
  /** What the caller calls this change, so that it may repeat it without a second effect. */
  readonly idempotencyKey?: string | undefined;
  /** What was read for one request, so that fields beside each other read it once. Absent where no request bounds it. */
  readonly memo?: Map<string, Promise<unknown>>;
}

/** Anyone: what the law publishes, and nothing else. */
export const anyone: Actor = { id: "public", role: "public", agency: null, divisions: [], enterprises: {} };

/** The person at the hub's own command line, and the hub's own jobs. */
export const operator: Actor = { id: "operator", role: "operator", agency: null, divisions: [], enterprises: {} };

/** How far an actor's right reaches; null where it has none. */
export function reach({ role, only }: Pick<Actor, "role" | "only">, action: Action): Reach | null {
  return only && !only.includes(action) ? null : reachOf(role, action);
}
