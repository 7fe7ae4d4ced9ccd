import type { ItemStore } from "@hub/core/ports";
import { type Noted, type TrailEntry, trailWrite } from "@hub/core/trail";

export const subjects = ["91140581MA0DEMX13N", "91140581MA0EXAMP11", "11140500MB0EXAMP5D"] as const;
export const purposes = ["lending", "bidding"] as const;
const agencies = ["7f3k9c2a", "b2u3r4e5"] as const;
export const actors = ["key:7f3k9c2a.x2y3z4w5", "psn_0123456789abcdef01234567", "the-officer"] as const;
const began = Date.parse("2089-12-01T00:00:00.000Z");

/** Numbers that look like chance and are the same each time. */
function* chance(): Generator<number> {
  for (let seed = 7; ; seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) yield seed / 2 ** 31;
}

/** Entries of all kinds, many of one instant. */
export function someEntries(count: number): readonly TrailEntry[] {
  const chances = chance();
  const next = () => chances.next().value as number;
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  return Array.from({ length: count }, (_, nth): TrailEntry => {
    const kind = one(["read", "read", "read", "write"] as const);
    return {
      ...{
        id: `${String(nth).padStart(8, "0")}${Math.floor(next() * 2 ** 24).toString(16)}`,
        at: new Date(began + Math.floor(nth / 9) * 1_000).toISOString(),
        kind,
      },
      ...{ actor: one(actors), role: one(["partner", "officer", "auditor"] as const), agency: one([...agencies, null]) },
      ...{ actions: one([["history:read"], ["provenance:read"], ["history:read", "provenance:read"]]), subject: one([...subjects, null]), target: null },
      ...{ purpose: one([...purposes, null]), requestId: `request-${nth}`, channel: "graphql" },
    };
  });
}

/** Puts entries into the trail as they are. */
export async function writeEntries(store: ItemStore, entries: readonly TrailEntry[]): Promise<void> {
  const writes = entries.map(({ id, at, ...noted }) => trailWrite(noted as Noted, at, id));
  for (let from = 0; from < writes.length; from += 100) await store.transact(writes.slice(from, from + 100));
}

/** As the trail lists them. */
export function newestFirst(entries: readonly TrailEntry[]): readonly TrailEntry[] {
  const place = ({ at, id }: TrailEntry) => `${at}#${id}`;
  return [...entries].sort((a, b) => (place(a) < place(b) ? 1 : -1));
}
