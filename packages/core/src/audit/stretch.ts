import { inOrder } from "../order.ts";
import type { Item, ItemStore, Page } from "../ports.ts";
import { trailPartition, trailShards } from "../trail.ts";

/** A stretch of time: after `from`, up to and with `to`. */
export interface Stretch {
  readonly from: string | null;
  readonly to: string;
}

const pageItems = 250;

/** A sort key that comes after all of an instant. */
const after = (at: string) => `${at}$`;

/** The entries of the trail in a stretch, in their order over all shards, held in memory a page of each shard at a time. */
export async function* entriesIn(store: ItemStore, { from, to }: Stretch): AsyncGenerator<Item> {
  const shards = await Promise.all(
    Array.from({ length: trailShards }, async (_, shard) => {
      const reader = readerOf(store, trailPartition(shard), { from, to });
      return { reader, next: await reader.next() };
    }),
  );
  for (;;) {
    const open = shards.filter(({ next }) => !next.done);
    const [first] = open.sort((a, b) => inOrder((a.next.value as Item).sk, (b.next.value as Item).sk));
    if (!first) return;
    yield first.next.value as Item;
    first.next = await first.reader.next();
  }
}

async function* readerOf(store: ItemStore, pk: string, { from, to }: Stretch): AsyncGenerator<Item, undefined> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await store.query({ pk, sk: { ...(from !== null && { from: after(from) }), to: after(to) }, limit: pageItems, cursor });
    yield* page.items;
    cursor = page.cursor;
  } while (cursor !== null);
}
