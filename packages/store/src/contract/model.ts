import type { Condition, Item, ItemStore, Key, Write } from "@hub/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { everything, type Harness, later, openNew, refusal } from "./harness.ts";

/** The port as one would write it down in a dozen lines: what an adapter does must be what this does. */
class Model {
  readonly items = new Map<string, Item>();

  find({ pk, sk }: Key): Item | null {
    return this.items.get(`${pk}\0${sk}`) ?? null;
  }

  transact(writes: readonly Write[]): readonly number[] {
    const failed = writes.flatMap((write, index) => (this.#holds(keyOf(write), write.if) ? [] : [index]));
    if (failed.length > 0) return failed;
    for (const write of writes) {
      const { pk, sk } = keyOf(write);
      if ("put" in write) this.items.set(`${pk}\0${sk}`, write.put);
      else if ("delete" in write) this.items.delete(`${pk}\0${sk}`);
    }
    return [];
  }

  list(place: (item: Item) => Key | undefined, pk: string): readonly Item[] {
    const found = [...this.items.values()].filter((item) => place(item)?.pk === pk);
    const order = (item: Item) => `${place(item)?.sk}\0${item.pk}\0${item.sk}`;
    return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  #holds(key: Key, condition: Condition | undefined): boolean {
    const item = this.find(key);
    if (condition === undefined) return true;
    if (condition === "absent") return item === null;
    return condition === "present" ? item !== null : item?.version === condition.version;
  }
}

function keyOf(write: Write): Key {
  if ("put" in write) return write.put;
  return "delete" in write ? write.delete : write.check;
}

const key = fc.record({ pk: fc.constantFrom("P", "Q"), sk: fc.constantFrom("A", "B", "C", "D") });
const version = fc.integer({ min: 1, max: 3 });
const condition = fc.oneof(fc.constantFrom<Condition>("absent", "present"), fc.record({ version }));
const place = fc.record({ pk: fc.constantFrom("X", "Y"), sk: fc.constantFrom("1", "2") });
const plain = { noNullPrototype: true };
const expiry = fc.record({ expires: fc.integer({ min: later, max: Number.MAX_SAFE_INTEGER }) }, { requiredKeys: [], ...plain });
const item = fc
  .tuple(
    key,
    version,
    fc.record({ a: fc.integer(), b: fc.string({ unit: "grapheme", maxLength: 5 }) }, plain),
    fc.record({ gsi1: place, gsi2: place }, { requiredKeys: [], ...plain }),
    expiry,
  )
  .map(([at, count, filling, indexes, end]): Item => ({ ...at, version: count, body: filling, ...(Object.keys(indexes).length > 0 && { indexes }), ...end }));
const write = fc.oneof(
  fc.record({ put: item, if: condition }, { requiredKeys: ["put"] }),
  fc.record({ delete: key, if: condition }, { requiredKeys: ["delete"] }),
  fc.record({ check: key, if: condition }),
) as fc.Arbitrary<Write>;
const name = (one: Write) => `${keyOf(one).pk} ${keyOf(one).sk}`;
const history = fc.array(fc.uniqueArray(write, { selector: name, minLength: 1, maxLength: 5 }), { maxLength: 15 });

async function lists(store: ItemStore) {
  const own = [];
  for (const pk of ["P", "Q"]) own.push((await store.query({ pk })).items);
  const indexed = [];
  for (const index of ["gsi1", "gsi2"] as const) {
    for (const pk of ["X", "Y"]) {
      const { items } = await store.query({ index, pk });
      const place = (item: Item) => `${item.indexes?.[index]?.sk}\0${item.pk}\0${item.sk}`;
      indexed.push({ sortKeys: items.map(({ indexes }) => indexes?.[index]?.sk ?? ""), items: items.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)) });
    }
  }
  return { own, indexed };
}

export function model(harness: Harness): void {
  describe("any history of transactions", () => {
    it("ends as the model says, call by call", async () => {
      await fc.assert(
        fc.asyncProperty(history, async (transactions) => {
          const { store } = await openNew(harness);
          const expected = new Model();
          for (const writes of transactions) {
            const failed = expected.transact(writes).map((index) => ({ index, ...keyOnly(writes[index]) }));
            const result = await refusal(store.transact(writes));
            expect(result).toEqual(failed.length === 0 ? "accepted" : { code: "CONFLICT", details: { failed } });
          }
          expect(await everything(store)).toEqual([...expected.items.values()].sort((a, b) => (`${a.pk}${a.sk}` < `${b.pk}${b.sk}` ? -1 : 1)));
          const own = ["P", "Q"].map((pk) => expected.list((each) => each, pk));
          const indexed = (["gsi1", "gsi2"] as const).flatMap((index) => ["X", "Y"].map((pk) => expected.list((each) => each.indexes?.[index], pk)));
          const listed = await lists(store);
          expect(listed.own).toEqual(own);
          // Items of one sort key stand in an index in any order.
          expect(listed.indexed.map(({ sortKeys }) => sortKeys)).toEqual(listed.indexed.map(({ sortKeys }) => sortKeys.toSorted()));
          expect(listed.indexed.map(({ items }) => items)).toEqual(indexed);
          await store.close();
        }),
        { numRuns: 60 },
      );
    });
  });
}

function keyOnly(of: Write | undefined): Key | undefined {
  if (!of) return undefined;
  const { pk, sk } = keyOf(of);
  return { pk, sk };
}
