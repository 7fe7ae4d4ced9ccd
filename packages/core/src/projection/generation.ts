import type { ItemStore, Key } from "../ports.ts";
import { limits } from "../ports.ts";

const prefixes = /^(?:LOG|LOGGED|TOTALS)#(\d+)/;

/** The generation in which an item was projected; null for what was not. */
function generationOf(pk: string): number | null {
  const found = prefixes.exec(pk)?.[1];
  return found === undefined ? null : Number(found);
}

/** Whether an item is no data: what can be projected anew from others, which generation that is of, and the pulses. */
export function isProjected({ pk }: Key): boolean {
  return pk === "PROJECTION" || pk.startsWith("PULSE#") || prefixes.test(pk);
}

/** Removes what generations left behind that are out of use. Their heads stay: a log that nobody finds closed could be begun anew. */
export async function removeGenerations(store: ItemStore, isLeftOver: (generation: number) => boolean, onProgress: (done: number) => void): Promise<number> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    const items = page.items.filter(({ pk, sk }) => {
      const generation = generationOf(pk);
      return generation !== null && sk !== "HEAD" && isLeftOver(generation);
    });
    for (let at = 0; at < items.length; at += limits.writesPerTransaction) {
      const some = items.slice(at, at + limits.writesPerTransaction);
      await store.transact(some.map(({ pk, sk }) => ({ delete: { pk, sk } })));
    }
    cursor = page.cursor;
    count += items.length;
    onProgress(count);
  } while (cursor !== null);
  return count;
}
