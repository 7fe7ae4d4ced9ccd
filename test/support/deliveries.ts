import type { Change, ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import fc from "fast-check";
import type { World } from "./world.ts";

/** Thrown where a delivery is made to break off. */
class Crash extends Error {}

/** A store that breaks off at its nth call: before it does anything, or when all is done and nobody was told. */
function crashing(store: ItemStore, calls: number, when: "before" | "after"): ItemStore {
  let left = calls;
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== "function") return method;
      return async (...given: unknown[]) => {
        left -= 1;
        if (left === 0 && when === "before") throw new Crash();
        const result = (await method.apply(target, given)) as unknown;
        if (left === 0) throw new Crash();
        return result;
      };
    },
  });
}

/** How one batch is handed over. */
export interface Delivery {
  /** From and to where in all changes so far, in hundredths of them: batches overlap, repeat and leave out. */
  readonly from: number;
  readonly to: number;
  /** Whether the records' changes come in another order, each record's own still in theirs. */
  readonly isShuffled: boolean;
  /** Which of two projectors gets it. */
  readonly projector: 0 | 1;
  /** At which call of the store it breaks off; 0 for not at all. */
  readonly crashAt: number;
  readonly crashes: "before" | "after";
}

export const delivery: fc.Arbitrary<Delivery> = fc.record({
  from: fc.nat(100),
  to: fc.nat(100),
  isShuffled: fc.boolean(),
  projector: fc.constantFrom(0, 1),
  crashAt: fc.integer({ min: 0, max: 6 }),
  crashes: fc.constantFrom("before", "after"),
});

/** Every change of a store's records so far, as its source tells them. */
async function changesOf(store: ItemStore): Promise<readonly Change[]> {
  const changes: Change[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<ItemStore["changes"]>> = await store.changes(cursor);
    if (page.items.length === 0) return changes.filter(({ pk }) => /^(ENT|SUB)#/.test(pk));
    changes.push(...page.items);
    cursor = page.cursor;
  }
}

/** The changes of other records in another order. */
function shuffled(changes: readonly Change[]): readonly Change[] {
  const byRecord = Map.groupBy(changes, ({ pk, sk }) => `${pk} ${sk}`);
  return [...byRecord.values()].reverse().flat();
}

/** Hands changes over as the deliveries say, several at once, and whatever becomes of them. */
export async function deliver({ ctx, store }: Pick<World, "ctx" | "store">, deliveries: readonly Delivery[]): Promise<void> {
  const changes = await changesOf(store);
  const kept = [Projection.projector(ctx), Projection.projector(ctx)];
  await Promise.all(
    deliveries.map(async ({ from, to, isShuffled, projector, crashAt, crashes }) => {
      const [first, last] = [from, to].sort((a, b) => a - b).map((share) => Math.round((share / 100) * changes.length));
      const some = changes.slice(first, last);
      // One that breaks off is gone with all that it knew, as a process is.
      const by = crashAt === 0 ? kept[projector] : Projection.projector({ ...ctx, store: crashing(store, crashAt, crashes) });
      try {
        await by?.project(isShuffled ? shuffled(some) : some);
      } catch (error) {
        if (!(error instanceof Crash)) throw error;
      }
    }),
  );
}

/** Hands everything over once more, which a source does until it is told that all was taken. */
export async function deliverAll({ ctx, store }: Pick<World, "ctx" | "store">): Promise<void> {
  await Projection.projector(ctx).project(await changesOf(store));
}
