import { randomUUID } from "node:crypto";
import { toItem } from "@hub/core/entity";
import type { Item, ItemStore } from "@hub/core/ports";
import { entities } from "@hub/core/registry";
import { getUnits, itemSize, queryUnits, storedBytes, writeUnits } from "@hub/store/capacity";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { describe, expect, inject, it, onTestFinished } from "vitest";

/** An item of a size in bytes, in so many indexes. */
function itemOf(bytes: number, indexes: 0 | 1 | 2, pk: string = randomUUID()): Item {
  const keys = { gsi1: { pk: "one", sk: pk }, gsi2: { pk: "two", sk: pk } };
  const chosen = Object.fromEntries(Object.entries(keys).slice(0, indexes));
  const empty = { pk, sk: "A", version: 1, body: { text: "" }, ...(indexes > 0 && { indexes: chosen }) };
  return { ...empty, body: { text: "x".repeat(bytes - itemSize(empty)) } };
}

/** Sizes about each edge of the arithmetic, far enough from it for DynamoDB's own count of names and numbers. */
const sizes = [200, 1_000, 1_100, 4_000, 4_200, 8_100, 8_300, 40_000];

describe("the arithmetic of units", () => {
  it.each([
    [0, 1],
    [1, 1],
    [4_096, 1],
    [4_097, 2],
    [409_600, 100],
  ])("reads %i bytes for %i units", (bytes, units) => {
    expect(getUnits(bytes)).toBe(units);
  });

  it("rounds a page up as a whole, and halves an index's", () => {
    expect([queryUnits([], "table"), queryUnits([2_000, 2_000], "table"), queryUnits([2_000, 2_000, 100], "table")]).toEqual([1, 1, 2]);
    expect([queryUnits([], "index"), queryUnits([4_097], "index")]).toEqual([0.5, 1]);
  });

  it("doubles a transaction's write of the table and not its entries in indexes", () => {
    expect([itemOf(1_024, 0), itemOf(1_025, 0), itemOf(1_024, 1), itemOf(1_025, 2)].map(writeUnits)).toEqual([
      { table: 2, indexes: 0 },
      { table: 4, indexes: 0 },
      { table: 2, indexes: 1 },
      { table: 4, indexes: 4 },
    ]);
  });

  it("stores 100 bytes more than an item has, in each place it has", () => {
    expect([itemOf(1_000, 0), itemOf(1_000, 2)].map(storedBytes)).toEqual([
      { table: 1_100, indexes: 0 },
      { table: 1_100, indexes: 2_200 },
    ]);
  });
});

const endpoint = inject("dynamodb") ?? "";

/** An empty table, and what the last call to it consumed. */
async function measured(): Promise<{ readonly store: ItemStore; readonly units: (call: Promise<unknown>) => Promise<number> }> {
  const at = { endpoint, table: `test-${randomUUID()}` };
  await makeTable(at);
  let consumed = Number.NaN;
  const store = openDynamo({
    ...at,
    onCapacity: ({ units }) => {
      consumed = units;
    },
  });
  onTestFinished(() => store.close());
  return {
    store,
    units: async (call) => {
      await call;
      return consumed;
    },
  };
}

describe.skipIf(endpoint === "")("DynamoDB Local consumes", () => {
  it("for reads what the arithmetic says, of any size", async () => {
    const { store, units } = await measured();
    const found: (readonly number[])[] = [];
    for (const size of sizes) {
      const item = itemOf(size, 1);
      await store.transact([{ put: item }]);
      const index = { index: "gsi1", pk: "one", sk: { begins: item.pk } } as const;
      found.push([
        await units(store.get(item)),
        await units(store.getMany([item])),
        await units(store.query({ pk: item.pk })),
        await units(store.query(index)),
      ]);
    }
    expect(found).toEqual(sizes.map((size) => [getUnits(size), getUnits(size), queryUnits([size], "table"), queryUnits([size], "index")]));
  });

  it("for numbers what the arithmetic says, to the byte", async () => {
    const { store, units } = await measured();
    const numbers = [0, 1, 10, 99, 100, 101, 1234, 12_345, 1.2, 12.3, 0.01, -1, -123, 1e20, 1.5e-7, 9_007_199_254_740_991, 123_456_789_012_345];
    const found: (readonly number[])[] = [];
    for (const [at, number] of numbers.entries()) {
      const put = (fill: number): Item => ({ pk: "NUMBERS", sk: `${at}`, version: 1, body: { number, fill: "x".repeat(fill) } });
      // As long as 1 kB takes, and one byte longer.
      const fits = 1_024 - itemSize(put(0));
      const bare = async (item: Item) => {
        const written = await units(store.transact([{ put: item }]));
        await store.transact([{ delete: item }]);
        return written;
      };
      found.push([await bare(put(fits)), await bare(put(fits + 1))]);
    }
    expect(found).toEqual(numbers.map(() => [2, 4]));
  });

  it("for seconds after which items expire what the arithmetic says, to the byte", async () => {
    const { store, units } = await measured();
    const seconds = [4_102_444_800, 4_102_444_801, 10_000_000_000, 12_345_678_901, Number.MAX_SAFE_INTEGER];
    const found: (readonly number[])[] = [];
    for (const expires of seconds) {
      const put = (fill: number): Item => ({ pk: "EXPIRES", sk: randomUUID(), version: 1, body: { fill: "x".repeat(fill) }, expires });
      const fits = 1_024 - itemSize(put(0));
      found.push([await units(store.transact([{ put: put(fits) }])), await units(store.transact([{ put: put(fits + 1) }]))]);
    }
    expect(found).toEqual(seconds.map(() => [2, 4]));
  });

  it("for several items what the arithmetic says: together in a query, each for itself in a get of many", async () => {
    const { store, units } = await measured();
    const items = sizes.map((size, at) => ({ ...itemOf(size, 0, "P"), sk: `A${at}` }));
    await store.transact(items.map((put) => ({ put })));
    expect([await units(store.query({ pk: "P" })), await units(store.getMany(items))]).toEqual([
      queryUnits(sizes, "table"),
      sizes.reduce((sum, size) => sum + getUnits(size), 0),
    ]);
  });

  it("for a write what the arithmetic says, but double for its entries in indexes, which DynamoDB does not", async () => {
    const { store, units } = await measured();
    for (const indexes of [0, 1, 2] as const) {
      const items = sizes.map((size) => itemOf(size, indexes));
      const found: number[] = [];
      for (const put of items) {
        found.push(await units(store.transact([{ put, if: "absent" }])), await units(store.transact([{ put: { ...put, version: 2 }, if: { version: 1 } }])));
      }
      const expected = items.map(writeUnits).map((each) => each.table + 2 * each.indexes);
      expect(found, `${indexes} indexes`).toEqual(expected.flatMap((each) => [each, each]));
    }
  });

  it("for every entity's example what the arithmetic says", async () => {
    const { store, units } = await measured();
    const items = entities.flatMap((entity) => entity.examples.map((example) => toItem(entity as never, entity.shape.parse(example) as never, 1)));
    for (const put of items) {
      const { table, indexes } = writeUnits(put);
      const found = [await units(store.transact([{ put }])), await units(store.get(put))];
      expect(found, `${put.pk} ${put.sk}`).toEqual([table + 2 * indexes, getUnits(itemSize(put))]);
    }
  });

  it("for what is not there 1 in a get; in other calls it tells 0, where DynamoDB counts 1", async () => {
    const { store, units } = await measured();
    const nowhere = { pk: "nowhere", sk: "A" };
    expect([await units(store.get(nowhere)), await units(store.getMany([nowhere])), await units(store.query({ pk: nowhere.pk }))]).toEqual([1, 0, 0]);
  });

  it("for a transaction the sum of its writes, but for one cost only once, however many writes have it", async () => {
    const { store, units } = await measured();
    const writes = (...of: readonly number[]) => store.transact(of.map((size) => ({ put: itemOf(size, 0) })));
    expect([await units(writes(500, 1_500, 4_500)), await units(writes(500, 500, 500))]).toEqual([2 + 4 + 10, 2]);
  });
});
