import * as z from "zod";
import { type Entity, fromItem } from "../entity.ts";
import type { Item, ItemStore, Page } from "../ports.ts";
import { type Versioned, versioned } from "../versioned.ts";

export { type Versioned, versioned };

export const listInput = z.object({
  first: z.int().min(1).max(100).default(20),
  /** Id of the last record of the page before. */
  after: z
    .string()
    .regex(/^[\w-]{1,64}$/, "The cursor does not belong to this list; start again without one")
    .nullish(),
});

interface Listed<S extends z.ZodObject> {
  /** Partition of the first index in which all of them stand by their ids. */
  readonly pk: string;
  readonly of: Entity<S>;
  readonly isCovered: (record: z.output<S>) => boolean;
}

/** Records that one call goes through for those that the asker may see. */
const mostLookedAt = 10_000;

/** A page of the records that the asker may see, in the order of their ids. Neither page nor cursor tells of others. */
export async function covered<S extends z.ZodObject>(
  store: ItemStore,
  { first, after }: z.output<typeof listInput>,
  { pk, of, isCovered }: Listed<S>,
): Promise<Page<Versioned<z.output<S>>>> {
  const found: { readonly id: string; readonly record: Versioned<z.output<S>> }[] = [];
  let cursor: string | null = null;
  let looked = 0;
  do {
    const sk = after == null ? {} : { sk: { from: after } };
    const page: Page<Item> = await store.query({ index: "gsi1", pk, ...sk, limit: first + 2, cursor });
    for (const item of page.items) {
      const id = item.indexes?.gsi1?.sk ?? "";
      const stored = fromItem(of, item);
      if (id !== after && isCovered(stored.record)) found.push({ id, record: versioned(stored) });
    }
    cursor = page.cursor;
    looked += page.items.length;
  } while (cursor !== null && found.length <= first && looked < mostLookedAt);
  const shown = found.slice(0, first);
  return { items: shown.map(({ record }) => record), cursor: found.length > first ? (shown.at(-1)?.id ?? null) : null };
}
