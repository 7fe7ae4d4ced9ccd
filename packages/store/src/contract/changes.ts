import type { Change, ItemStore } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { codeOf, everything, type Harness, item, openAt, openNew } from "./harness.ts";

export function changes(harness: Harness): void {
  describe("changes", () => {
    const change = (sk: string, operation: Change["operation"], version: number): Change => ({ pk: "ENT#1", sk, operation, version });

    it("are the committed writes, those of an item in their order, by key and without content", async () => {
      const { store } = await openNew(harness);
      await store.transact([{ put: item("ENT#1", "B") }, { put: item("ENT#1", "A") }, { check: { pk: "ENT#1", sk: "C" }, if: "absent" }]);
      await store.transact([{ put: item("ENT#1", "A", 2) }, { delete: { pk: "ENT#1", sk: "B" } }, { delete: { pk: "ENT#1", sk: "D" } }]);
      expect(await codeOf(store.transact([{ put: item("ENT#1", "E") }, { check: { pk: "ENT#1", sk: "A" }, if: "absent" }]))).toBe("CONFLICT");
      const { items } = await store.changes(null);
      const of = (sk: string) => items.filter((each) => each.sk === sk);
      expect(items).toHaveLength(4);
      expect([of("A"), of("B")]).toStrictEqual([
        [change("A", "put", 1), change("A", "put", 2)],
        [change("B", "put", 1), change("B", "delete", 1)],
      ]);
    });

    it("go on from a cursor, in pages, from an empty page too and in another opening", async () => {
      const { store, place } = await openNew(harness);
      const empty = await store.changes(null);
      expect(empty).toEqual({ items: [], cursor: expect.any(String) });
      for (const sk of ["A", "B", "C", "D", "E"]) await store.transact([{ put: item("ENT#1", sk) }]);
      const other = await openAt(place);
      const seen: string[] = [];
      let { cursor } = empty;
      for (const reader of [store, other, store] satisfies readonly ItemStore[]) {
        const page = await reader.changes(cursor, 2);
        seen.push(...page.items.map(({ sk }) => sk));
        cursor = page.cursor;
      }
      expect(seen.toSorted()).toEqual(["A", "B", "C", "D", "E"]);
      expect(await store.changes(cursor)).toEqual({ items: [], cursor });
      await other.transact([{ delete: { pk: "ENT#1", sk: "A" } }]);
      expect((await store.changes(cursor)).items).toEqual([change("A", "delete", 1)]);
    });

    it("that are let go are gone where the store can forget, and those behind them stay in their order", async () => {
      const { store, place } = await openNew(harness);
      for (const sk of ["A", "B", "C"]) await store.transact([{ put: item("ENT#1", sk) }]);
      const { cursor } = await store.changes(null, 2);
      await store.transact([{ put: item("ENT#1", "D") }]);
      const behind = await store.changes(cursor);
      if (store.forget && cursor !== null) {
        await store.forget(cursor);
        expect((await store.changes(null)).items).toEqual(behind.items);
        expect(await codeOf(store.forget("x"))).toBe("BAD_CURSOR");
      }
      expect(await (await openAt(place)).changes(cursor)).toEqual(behind);
      expect((await everything(store)).map(({ sk }) => sk)).toEqual(["A", "B", "C", "D"]);
    });
  });
}
