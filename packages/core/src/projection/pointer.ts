import * as z from "zod";
import { dimensions, entity, fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import type { Item, Key } from "../ports.ts";
import { recordAt } from "../records.ts";

/** How far one record's versions have been projected: what makes a change that is handed over twice count once. */
export const pointerShape = z.object({
  generation: z.int().min(1).describe("Generation of the projection"),
  pk: z.string().min(1).describe("Partition of the record"),
  sk: z.string().min(1).describe("Place of the record in its partition"),
  version: z.int().min(1).describe("Newest version that stands in the log"),
  sequence: z.int().min(1).describe("Sequence of that version's entry in the log"),
  counted: z
    .partialRecord(z.enum(dimensions), z.string())
    .nullable()
    .describe("The values under which totals count the record; null where it was removed and is counted nowhere"),
});
export type Pointer = z.output<typeof pointerShape>;

export function pointerKey(generation: number, { pk, sk }: Key): Key {
  return { pk: `LOGGED#${generation}#${pk}`, sk };
}

export const pointerEntity = entity({
  name: "pointer",
  shape: pointerShape,
  key: (record) => pointerKey(record.generation, record),
  keyTemplate: { pk: "LOGGED#{generation}#{partition of the record}", sk: "{place of the record}" },
  partition: "one for each firm, as that of its records: written when one of them was, by one projector at a time",
  access: [
    {
      name: "before a batch",
      why: "the projector, for each 50 records that changed; totals that it has written already are not read again, versions that were replaced since take a call more",
      steps: [[{ call: "getMany", reads: { pointer: 50, penalty: 50 } }], [{ call: "getMany", reads: { total: 3 } }]],
    },
  ],
  examples: [
    {
      generation: 1,
      pk: "ENT#91140581MA0DEMX13N",
      sk: "LIC#11140500MB0EXAMP5D#高环审〔2024〕8号",
      version: 1,
      sequence: 2,
      counted: { state: "valid", division: "140500", day: "2024-03-18" },
    },
  ],
});

/** Under which values totals count the version of a record in an item; null for a removed one. */
export function countedIn(item: Item): Pointer["counted"] {
  const of = recordAt(item);
  if (!of || History.isRemoved(item)) return null;
  return of.history.counted(fromItem(of, item).record);
}
