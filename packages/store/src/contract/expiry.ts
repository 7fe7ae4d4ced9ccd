import { type Item, limits } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { itemSize } from "../item-size.ts";
import { byEveryWay, codeOf, everything, type Harness, item, later, openNew } from "./harness.ts";

const indexes = { gsi1: { pk: "X", sk: "1" }, gsi2: { pk: "Y", sk: "2" } };

export function expiry(harness: Harness): void {
  describe("items that expire", () => {
    it.each([later, later + 1, Number.MAX_SAFE_INTEGER])("come back with the second they were written with: %d", async (expires) => {
      const { store } = await openNew(harness);
      const written: Item = { ...item("ENT#1", "A"), indexes, expires };
      await store.transact([{ put: written }]);
      expect(await byEveryWay(store, written)).toStrictEqual(Array(6).fill(written));
    });

    it("stay when they are written again without a second, and take another one", async () => {
      const { store } = await openNew(harness);
      const first: Item = { ...item("ENT#1", "A"), indexes, expires: later };
      const versions: readonly Item[] = [first, { ...item("ENT#1", "A", 2), indexes }, { ...first, version: 3, expires: later + 7 }];
      const found = [];
      for (const put of versions) {
        await store.transact([{ put }]);
        found.push(await byEveryWay(store, put));
      }
      expect(found).toStrictEqual(versions.map((each) => Array(6).fill(each)));
    });

    it.each([0, 1, 1_767_574_801])("may be written when their second %d has passed: whether they are there is the store's choice", async (expires) => {
      const { store } = await openNew(harness);
      const written: Item = { ...item("ENT#1", "A"), expires };
      await store.transact([{ put: written }, { put: item("ENT#1", "B") }]);
      expect([null, written]).toContainEqual(await store.get(written));
      await store.transact([{ put: item("ENT#1", "A", 2) }]);
      expect(await everything(store)).toStrictEqual([item("ENT#1", "A", 2), item("ENT#1", "B")]);
    });

    it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1, "1", null])(
      "at what is no second since 1970 are refused before anything is written: %s",
      async (expires) => {
        const { store } = await openNew(harness);
        const wrong = { ...item("ENT#1", "B"), expires: expires as number };
        expect(await codeOf(store.transact([{ put: item("ENT#1", "A") }, { put: wrong }]))).toBe("BAD_INPUT");
        expect([await everything(store), (await store.changes(null)).items]).toEqual([[], []]);
      },
    );

    it.each([later, later + 1, Number.MAX_SAFE_INTEGER])("are taken up to 400 kB, and refused with one byte more: %d", async (expires) => {
      const { store } = await openNew(harness);
      const of = (room: number): Item => ({ ...item("ENT#1", "A", 1, "x".repeat(room)), expires });
      const room = limits.itemBytes - itemSize(of(0));
      const [largest, tooLarge] = [of(room), of(room + 1)];
      expect([itemSize(largest), itemSize(tooLarge)]).toEqual([409_600, 409_601]);
      expect(await codeOf(store.transact([{ put: tooLarge }]))).toBe("ITEM_TOO_LARGE");
      expect(await everything(store)).toEqual([]);
      await store.transact([{ put: largest }]);
      expect(await everything(store)).toStrictEqual([largest]);
    });
  });
}
