import * as z from "zod";
import { canonical } from "../digest.ts";
import { entity, fromItem, toItem } from "../entity.ts";
import type { Item, ItemStore, Key, Write } from "../ports.ts";
import { limits } from "../ports.ts";
import { type TrailEntry, trailEntity, trailShape, trailShards } from "../trail.ts";

/**
 * Lists of the trail's entries: what is about an enterprise, and what was done for an agency. An entry is written while an
 * answer waits for it, and so at one place alone; whoever seals it has copied it to its lists before.
 */

/** Places of the lists in which entries of an enterprise, or of an agency, stand. */
export const seenList = (uscc: string) => `SEEN#${uscc}`;
export const doneByList = (agency: string) => `DONEBY#${agency}`;

export const listedShape = trailShape.extend({ list: z.string().min(1).describe("The list in which it stands") });

/** How far the lists go, what has come since, and the list. */
const steps = [
  [{ call: "query", reads: { auditSeal: 1 } }],
  [{ call: "query", times: trailShards, reads: { trailEntry: 1 } }],
  [{ call: "query", reads: { trailListing: 21 } }],
] as const;

export const listedEntity = entity({
  name: "trailListing",
  shape: listedShape,
  key: ({ list, at, id }) => ({ pk: list, sk: `${at}#${id}` }),
  keyTemplate: { pk: "{SEEN#enterprise, DONEBY#agency}", sk: "{written at}#{id}" },
  partition: "one for each enterprise and each agency: one process at a time copies entries there",
  access: [
    { name: "of an enterprise", why: "an enterprise asks who looked at its data: how far the lists go, what has come since, and the list", steps },
    { name: "by an agency", why: "an auditor goes through what one agency did, likewise", steps },
  ],
  examples: [{ ...trailEntity.examples[0], list: seenList("91140581MA0DEMX13N") }],
});

/** The items by which an entry stands in its lists. */
export function listedItems(entry: TrailEntry): readonly Item[] {
  const { subject, agency } = entry;
  const lists = [...(subject === null ? [] : [seenList(subject)]), ...(agency === null ? [] : [doneByList(agency)])];
  return lists.map((list) => toItem(listedEntity, { ...entry, list }, 1));
}

/** Copies entries to their lists. Those that stand there already are written again, the same. */
export async function putListed(store: ItemStore, entries: readonly TrailEntry[]): Promise<void> {
  const writes = entries.flatMap(listedItems).map((put): Write => ({ put }));
  for (let at = 0; at < writes.length; at += limits.writesPerTransaction) await store.transact(writes.slice(at, at + limits.writesPerTransaction));
}

/** The entry that an item of a list holds. */
export function entryIn(item: Item): TrailEntry {
  const { list: _list, ...entry } = fromItem(listedEntity, item).record;
  return entry;
}

/** Whether an item stands in a list. */
export function isListed({ pk }: Key): boolean {
  return pk.startsWith("SEEN#") || pk.startsWith("DONEBY#");
}

/** Whether two items stand at one place and say the same. */
export function isSame(a: Item, b: Item): boolean {
  return a.pk === b.pk && a.sk === b.sk && canonical(a.body) === canonical(b.body);
}
