import type { Write } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { codeOf, everything, type Harness, item, itemsOf, openNew, put, refusal } from "./harness.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(3, "0"));

export function transactions(harness: Harness): void {
  describe("transactions", () => {
    it("take 1 to 100 writes on distinct keys", async () => {
      const { store } = await openNew(harness);
      const hundred = itemsOf("ENT#1", numbers(100));
      const tooMany = itemsOf("ENT#1", numbers(101)).map((each) => ({ put: each }));
      expect(await codeOf(store.transact([]))).toBe("BAD_INPUT");
      expect(await codeOf(store.transact(tooMany))).toBe("TOO_MANY_WRITES");
      const twice: readonly Write[] = [{ put: item("ENT#1", "A") }, { check: { pk: "ENT#1", sk: "A" }, if: "absent" }];
      expect(await codeOf(store.transact(twice))).toBe("BAD_INPUT");
      expect(await everything(store)).toEqual([]);
      await store.transact(hundred.map((each) => ({ put: each })));
      expect(await everything(store)).toEqual(hundred);
      await store.transact(hundred.map(({ pk, sk }) => ({ delete: { pk, sk } })));
      expect(await everything(store)).toEqual([]);
    });

    it("hold 4 MB and not more", async () => {
      const { store } = await openNew(harness);
      const tenth = (n: number, bytes: number) => ({ put: { ...item("ENT#1", String(n)), body: { filling: "x".repeat(bytes) } } });
      const writes = Array.from({ length: 11 }, (_, n) => tenth(n, 380_000));
      expect(await codeOf(store.transact([...writes, tenth(11, 100_000)]))).toBe("TOO_MANY_WRITES");
      expect(await everything(store)).toEqual([]);
      await store.transact(writes);
      expect(await everything(store)).toHaveLength(11);
    });

    it("across partitions, with puts, deletes and checks, happen whole", async () => {
      const { store } = await openNew(harness);
      await put(store, [item("ENT#1", "A"), item("ENT#2", "A"), item("ENT#3", "A")]);
      await store.transact([
        { put: item("ENT#1", "A", 2, "new"), if: { version: 1 } },
        { delete: { pk: "ENT#2", sk: "A" }, if: "present" },
        { check: { pk: "ENT#3", sk: "A" }, if: { version: 1 } },
        { put: item("ENT#4", "A"), if: "absent" },
      ]);
      expect(await everything(store)).toEqual([item("ENT#1", "A", 2, "new"), item("ENT#3", "A"), item("ENT#4", "A")]);
    });

    it.each([0, 1, 49, 98, 99])("do nothing at all when write %i of 100 fails, not in an index and not in the changes", async (failing) => {
      const { store } = await openNew(harness);
      const old = numbers(100).map((sk, n) => ({ ...item("ENT#1", sk, 1, "old"), indexes: { gsi1: { pk: "OLD", sk: String(n) } } }));
      await put(store, old);
      const { cursor } = await store.changes(null);
      const writes = old.map(({ pk, sk }, n): Write => {
        const condition = { version: n === failing ? 7 : 1 };
        if (n % 3 === 0) return { delete: { pk, sk }, if: condition };
        return { put: { ...item(pk, sk, 2, "new"), indexes: { gsi1: { pk: "NEW", sk } } }, if: condition };
      });
      const failed = [{ index: failing, pk: "ENT#1", sk: old[failing]?.sk }];
      expect(await refusal(store.transact(writes))).toEqual({ code: "CONFLICT", details: { failed } });
      expect(await everything(store)).toEqual(old);
      expect((await store.query({ index: "gsi1", pk: "NEW" })).items).toEqual([]);
      expect((await store.query({ index: "gsi1", pk: "OLD" })).items).toHaveLength(100);
      expect((await store.changes(cursor)).items).toEqual([]);
    });

    it("name every write that failed", async () => {
      const { store } = await openNew(harness);
      await put(store, itemsOf("ENT#1", ["A", "B"]));
      const writes: readonly Write[] = [
        { put: item("ENT#1", "A"), if: "absent" },
        { put: item("ENT#1", "C"), if: "absent" },
        { check: { pk: "ENT#1", sk: "D" }, if: "present" },
        { delete: { pk: "ENT#1", sk: "B" }, if: { version: 2 } },
      ];
      const failed = [
        { index: 0, pk: "ENT#1", sk: "A" },
        { index: 2, pk: "ENT#1", sk: "D" },
        { index: 3, pk: "ENT#1", sk: "B" },
      ];
      expect(await refusal(store.transact(writes))).toEqual({ code: "CONFLICT", details: { failed } });
    });

    it("at the same time on one item let one through and refuse the others", async () => {
      const { store } = await openNew(harness);
      await put(store, [item("ENT#1", "A")]);
      const rivals = numbers(20).map((text) => codeOf(store.transact([{ put: item("ENT#1", "A", 2, text), if: { version: 1 } }])));
      const results = await Promise.all(rivals);
      expect(results.toSorted()).toEqual([...Array<string>(19).fill("CONFLICT"), "accepted"]);
      const winner = numbers(20)[results.indexOf("accepted")];
      expect(await store.get({ pk: "ENT#1", sk: "A" })).toEqual(item("ENT#1", "A", 2, winner));
    });
  });
}
