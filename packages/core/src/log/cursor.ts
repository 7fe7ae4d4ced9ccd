import { HubError } from "../error.ts";
import type { Position } from "./entry.ts";
import type { Active } from "./state.ts";

/**
 * A cursor names the entry behind which a follower stands, enough of its hash to know the log that it belongs to, and how
 * often that had been mended: pages under a cursor of before a mend may lie in caches, and must not be led on to.
 */
export interface Place {
  readonly era: number;
  readonly sequence: number;
  readonly hash: string;
}

const hashDigits = 16;

export function cursorOf({ mends }: Pick<Active, "mends">, { sequence, hash }: Position): string {
  return btoa(`${mends.length}.${sequence}.${hash.slice(0, hashDigits)}`).replaceAll("=", "");
}

/** Where a cursor stands. Throws BAD_CURSOR for what is none. */
export function placeOf(cursor: string): Place {
  const [, era, sequence, hash] = /^(\d{1,4})\.(\d{1,15})\.([0-9a-f]{16})$/.exec(decoded(cursor)) ?? [];
  if (era === undefined || sequence === undefined || hash === undefined) {
    throw new HubError("BAD_CURSOR", "The cursor is not one of the change log; take it from an answer of the log, or start without one");
  }
  return { era: Number(era), sequence: Number(sequence), hash };
}

function decoded(cursor: string): string {
  try {
    return atob(cursor);
  } catch {
    return "";
  }
}

/** Whether the entry under a cursor is still the one that it was taken from. */
export function isAt({ hash }: Place, entry: Position | undefined): boolean {
  return entry?.hash.startsWith(hash) ?? false;
}

/** The last entry that a follower who stands at a place of before some mends may keep; 0 for none. */
export function soundBefore({ era, sequence }: Place, { mends }: Pick<Active, "mends">): number {
  return Math.min(sequence, ...mends.slice(era).map(({ soundUntil }) => soundUntil));
}
