import type { Clock } from "./clock.ts";
import type { Issuer } from "./issuer.ts";
import type { ItemStore } from "./ports.ts";

/** `noun:verb`, the name of something an actor may be granted. */
export type Action = `${string}:${string}`;

/** Who asks, and what they may do. A missing grant is nothing; a list of divisions covers those and all below. */
export interface Actor {
  readonly type: "public" | "operator";
  readonly id: string;
  readonly grants: Readonly<Partial<Record<Action, "all" | readonly string[]>>>;
}

/** Everything an operation may use. Passed as an argument, never ambient. */
export interface Ctx {
  readonly actor: Actor;
  readonly store: ItemStore;
  readonly clock: Clock;
  /** Who vouches for certificates; absent where nobody does. */
  readonly issuer?: Issuer | undefined;
  /** What was read for one request, so that fields beside each other read it once. Absent where no request bounds it. */
  readonly memo?: Map<string, Promise<unknown>>;
}

/** Anyone: what double publicity makes public, and nothing else. */
export const anyone: Actor = {
  type: "public",
  id: "public",
  grants: {
    "enterprise:read": "all",
    "penalty:read": "all",
    "licence:read": "all",
    "reference:read": "all",
    "change:read": "all",
    "statistics:read": "all",
    "evidence:issue": "all",
  },
};

/** The person at the hub's own command line. */
export const operator: Actor = {
  type: "operator",
  id: "operator",
  grants: { ...anyone.grants, "intake:run": "all", "intake:read": "all", "projection:run": "all", "projection:read": "all" },
};
