import { checkedKey } from "@hub/core/change-key";
import type { Clock } from "@hub/core/clock";
import type { Ctx, Request } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Issuer } from "@hub/core/issuer";
import type { BlobStore, ItemStore, Scanner } from "@hub/core/ports";
import type { Vault } from "@hub/core/vault";
import type { Recorder, TrailWriter } from "../trail.ts";
import type { Door } from "./door.ts";

/** What every front of the hub hands over of a request. */
export interface Arrival {
  readonly requestId: string;
  readonly channel: Request["channel"];
  readonly header: (name: string) => string | undefined;
  /** With its question mark, or empty. */
  readonly search: string;
  readonly address: string;
}

/** A request that was let in. */
export interface Admitted {
  readonly ctx: Ctx & { readonly trail: Recorder };
  /** Done when the answer may be given: one more request was allowed, and all that it read is in the trail. Throws RATE_LIMITED, and what the store throws. */
  readonly mayAnswer: () => Promise<void>;
}

/** The parts that all requests share. */
export interface House {
  readonly store: ItemStore;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly door: Door;
  readonly trails: TrailWriter;
  /** Keeps files that people attach; none are taken without it. */
  readonly blobs?: BlobStore | undefined;
  /** Looks for malware in them. */
  readonly scanner?: Scanner | undefined;
}

/** Lets a request in: who asks, what for, and where what it reads is noted. Throws what the door throws, and BAD_INPUT. */
export async function admit({ store, clock, vault, door, trails, blobs, scanner }: House, arrival: Arrival, issuer?: Issuer | undefined): Promise<Admitted> {
  const { header, search, requestId, channel, address } = arrival;
  const { actor, allowed } = await door.enter({
    authorization: header("authorization"),
    apiKey: header("x-api-key"),
    actingAs: header("x-acting-as"),
    address,
  });
  const purpose = purposeOf(header("x-purpose") ?? (search === "" ? null : new URLSearchParams(search).get("purpose")));
  const idempotencyKey = header("idempotency-key");
  const trail = trails.begin();
  return {
    mayAnswer: async () => {
      await allowed;
      await trail.written();
    },
    ctx: {
      ...{ actor, store, clock, vault, blobs, scanner, request: { id: requestId, channel, purpose }, trail },
      ...(issuer && { issuer }),
      ...(idempotencyKey !== undefined && { idempotencyKey: checkedKey(idempotencyKey) }),
    },
  };
}

/** Throws BAD_INPUT. */
export function purposeOf(stated: string | null): string | null {
  if (stated === null) return null;
  if (/^[a-z][a-z0-9-]{1,39}$/.test(stated)) return stated;
  throw new HubError("BAD_INPUT", "A purpose is the code of one of your agency's purposes: small letters, digits and hyphens", { path: "purpose" });
}
