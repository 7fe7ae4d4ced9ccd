import { HubError } from "../error.ts";
import { beginning, type Position } from "./entry.ts";

/** A cursor names the entry behind which a follower stands, and enough of its hash to know the log that it belongs to. */

const hashDigits = 16;

export interface Place {
  readonly sequence: number;
  readonly hash: string;
}

export function cursorOf({ sequence, hash }: Position): string {
  return btoa(`${sequence}.${hash.slice(0, hashDigits)}`).replaceAll("=", "");
}

/** Where a cursor stands; null is the beginning. Throws BAD_CURSOR for what is none. */
export function placeOf(cursor: string | null): Place {
  if (cursor === null) return { sequence: 0, hash: beginning.hash.slice(0, hashDigits) };
  const [, sequence, hash] = /^(\d{1,15})\.([0-9a-f]{16})$/.exec(decoded(cursor)) ?? [];
  if (sequence === undefined || hash === undefined) {
    throw new HubError("BAD_CURSOR", "The cursor is not one of the change log; take it from an answer of the log, or start without one");
  }
  return { sequence: Number(sequence), hash };
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
