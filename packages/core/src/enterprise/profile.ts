import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, ItemStore } from "../ports.ts";
import { entityOf, type Info } from "./enterprise.ts";

/** All the hub currently knows of one enterprise. */
export interface Profile {
  readonly uscc: string;
  /** Registered name; without register data the name in the newest decision. */
  readonly name: string;
  /** Null while only decisions are known, no register data. */
  readonly register: Info | null;
  /** Newest decision first. */
  readonly penalties: readonly Penalty.Info[];
  /** Newest decision first. */
  readonly licences: readonly Licence.Info[];
}

/** No enterprise comes near it; it bounds the memory that one answer can take. */
const mostRecords = 20_000;

/** Reads one partition: one round trip for all but giants, null where nothing is filed under the code. */
export async function readProfile(store: ItemStore, uscc: string, partition: string): Promise<Profile | null> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: { readonly items: readonly Item[]; readonly cursor: string | null } = await store.query({ pk: partition, cursor });
    items.push(...page.items);
    cursor = page.cursor;
    if (items.length > mostRecords) throw new HubError("QUERY_TOO_COSTLY", `More than ${mostRecords} records are filed under ${uscc}`);
  } while (cursor !== null);
  return items.length === 0 ? null : assemble(uscc, items);
}

function assemble(uscc: string, items: readonly Item[]): Profile {
  let register: Info | null = null;
  const penalties: Penalty.Info[] = [];
  const licences: Licence.Info[] = [];
  for (const item of items) {
    if (item.sk.startsWith("PEN#")) penalties.push(fromItem(Penalty.entityOf, item).record);
    else if (item.sk.startsWith("LIC#")) licences.push(fromItem(Licence.entityOf, item).record);
    else if (item.sk === "A#REGISTER") register = fromItem(entityOf, item).record;
  }
  penalties.sort((a, b) => compare(b.decidedOn, a.decidedOn) || compare(a.decisionNumber, b.decisionNumber));
  licences.sort((a, b) => compare(b.decidedOn, a.decidedOn) || compare(a.documentNumber, b.documentNumber));
  const newest = [penalties[0], licences[0]].filter((record) => record !== undefined).sort((a, b) => compare(b.decidedOn, a.decidedOn))[0];
  const name = register?.name ?? newest?.subject.name ?? uscc;
  return { uscc, name, register, penalties, licences };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
