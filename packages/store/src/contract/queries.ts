import type { Query } from "@hub/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf, type Harness, item, itemsOf, keysOf, openNew, put } from "./harness.ts";

/** In the order of their bytes in UTF-8. UTF-16 would put the last before the one above it. */
const ordered = ["A", "A#1", "A#10", "A#2", "AB", "B", "a", "é", "中", "中文", "\ud7ff", "\ue000", "\uffff", "😀", "😀#", "\u{10ffff}", "\u{10ffff}z"];

export function queries(harness: Harness): void {
  describe("reading by key", () => {
    it("answers in the order of the keys, with null where nothing is", async () => {
      const { store } = await openNew(harness);
      await put(store, [item("ENT#1", "A"), item("ENT#1", "B"), item("ENT#2", "A")]);
      const keys = [
        { pk: "ENT#2", sk: "A" },
        { pk: "ENT#2", sk: "B" },
        { pk: "ENT#1", sk: "B" },
        { pk: "ENT#2", sk: "A" },
      ];
      expect(await store.getMany(keys)).toEqual([item("ENT#2", "A"), null, item("ENT#1", "B"), item("ENT#2", "A")]);
      expect(await store.getMany([])).toEqual([]);
      expect(await store.get({ pk: "ENT#3", sk: "A" })).toBeNull();
    });

    it("takes 100 keys and not 101", async () => {
      const { store } = await openNew(harness);
      const items = itemsOf(
        "ENT#1",
        Array.from({ length: 101 }, (_, n) => `K${n}`),
      );
      await put(store, items);
      expect(await store.getMany(items.slice(0, 100))).toEqual(items.slice(0, 100));
      expect(await codeOf(store.getMany(items))).toBe("BAD_INPUT");
    });
  });

  describe("queries", () => {
    it.each<readonly [string, Omit<Query, "pk">, readonly string[]]>([
      ["of a whole partition go by the bytes of UTF-8", {}, ordered],
      ["from a place", { sk: { from: "a" } }, ordered.slice(6)],
      ["to a place, which is included", { sk: { to: "A#10" } }, ["A", "A#1", "A#10"]],
      ["between two places, both included", { sk: { from: "A#10", to: "B" } }, ["A#10", "A#2", "AB", "B"]],
      ["between places that hold nothing themselves", { sk: { from: "A#11", to: "AA" } }, ["A#2"]],
      ["between places the wrong way round", { sk: { from: "B", to: "A" } }, []],
      ["with an empty range", { sk: {} }, ordered],
      ["by a prefix", { sk: { begins: "A#1" } }, ["A#1", "A#10"]],
      ["by a prefix that nothing has", { sk: { begins: "A#3" } }, []],
      ["by the empty prefix", { sk: { begins: "" } }, ordered],
      ["by a prefix before the surrogates", { sk: { begins: "\ud7ff" } }, ["\ud7ff"]],
      ["by a prefix of two UTF-16 units", { sk: { begins: "😀" } }, ["😀", "😀#"]],
      ["by the last prefix there is", { sk: { begins: "\u{10ffff}" } }, ["\u{10ffff}", "\u{10ffff}z"]],
      ["backwards", { descending: true }, ordered.toReversed()],
      ["backwards by a prefix", { sk: { begins: "A" }, descending: true }, ["AB", "A#2", "A#10", "A#1", "A"]],
      ["backwards in a range, to a limit", { sk: { from: "A", to: "AB" }, descending: true, limit: 2 }, ["AB", "A#2"]],
      ["to a limit", { limit: 3 }, ["A", "A#1", "A#10"]],
    ])("%s", async (_name, query, expected) => {
      const { store } = await openNew(harness);
      const others = itemsOf("ENT#2", ordered);
      // The same order is to come out of an index, whose items lie in partitions of their own.
      const indexed = ordered.map((sk, n) => ({ ...item(`P${n % 3}`, `S${n}`), indexes: { gsi1: { pk: "X", sk }, gsi2: { pk: "Y", sk } } }));
      await put(store, [...itemsOf("ENT#1", ordered).toReversed(), ...others, ...indexed.toReversed()]);
      const limited = (given: Omit<Query, "pk">) => ({ ...given, limit: given.limit ?? 100 });
      expect(keysOf((await store.query({ ...limited(query), pk: "ENT#1" })).items)).toEqual(expected);
      for (const [index, pk] of [
        ["gsi1", "X"],
        ["gsi2", "Y"],
      ] as const) {
        const page = await store.query({ ...limited(query), index, pk });
        expect(page.items.map(({ indexes }) => indexes?.[index]?.sk)).toEqual(expected);
      }
    });

    it("find what begins with a prefix, whatever the texts", async () => {
      const { store } = await openNew(harness);
      const texts = fc.uniqueArray(
        fc.string({ unit: fc.constantFrom("A", "#", "中", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}"), minLength: 1, maxLength: 4 }),
        {
          minLength: 1,
          maxLength: 20,
        },
      );
      let partition = 0;
      await fc.assert(
        fc.asyncProperty(texts, async (sks) => {
          partition += 1;
          const pk = `ENT#${partition}`;
          await put(store, itemsOf(pk, sks));
          const sorted = sks.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          expect(keysOf((await store.query({ pk })).items)).toEqual(sorted);
          for (const prefix of new Set(sks.map((sk) => String.fromCodePoint(sk.codePointAt(0) ?? 0)))) {
            const found = await store.query({ pk, sk: { begins: prefix } });
            expect(keysOf(found.items)).toEqual(sorted.filter((sk) => sk.startsWith(prefix)));
          }
        }),
        { numRuns: 40 },
      );
    });

    it.each([0, -1, 1.5, 1_001, Number.NaN])("refuse a limit of %d", async (limit) => {
      const { store } = await openNew(harness);
      expect(await Promise.all([store.query({ pk: "A", limit }), store.changes(null, limit), store.scan(null, limit)].map(codeOf))).toEqual(
        Array(3).fill("BAD_INPUT"),
      );
    });

    it("refuse an empty partition", async () => {
      const { store } = await openNew(harness);
      expect(await codeOf(store.query({ pk: "" }))).toBe("BAD_INPUT");
    });
  });

  describe("indexes", () => {
    it("hold the items that have a key for them, at the place last written", async () => {
      const { store } = await openNew(harness);
      const key = { pk: "ENT#1", sk: "A" };
      const listed = async () => {
        const pages = await Promise.all((["X", "Y"] as const).flatMap((pk) => (["gsi1", "gsi2"] as const).map((index) => store.query({ index, pk }))));
        return pages.map(({ items }) => items.map(({ version }) => version));
      };
      await store.transact([{ put: { ...item("ENT#1", "A", 1), indexes: { gsi1: { pk: "X", sk: "1" } } } }]);
      expect(await listed()).toEqual([[1], [], [], []]);
      await store.transact([{ put: { ...item("ENT#1", "A", 2), indexes: { gsi1: { pk: "Y", sk: "1" }, gsi2: { pk: "X", sk: "1" } } } }]);
      expect(await listed()).toEqual([[], [2], [2], []]);
      await store.transact([{ put: item("ENT#1", "A", 3) }]);
      expect([await listed(), await store.get(key)]).toEqual([[[], [], [], []], item("ENT#1", "A", 3)]);
      await store.transact([{ put: { ...item("ENT#1", "A", 4), indexes: { gsi2: { pk: "Y", sk: "1" } } } }]);
      expect(await listed()).toEqual([[], [], [], [4]]);
      await store.transact([{ delete: key }]);
      expect(await listed()).toEqual([[], [], [], []]);
    });

    it("refuse bounds that no sort key could be, and take empty ones", async () => {
      const { store } = await openNew(harness);
      await put(store, itemsOf("ENT#1", ["A"]));
      const longest = "中".repeat(341);
      for (const bound of [`${longest}xx`, "A\ud842"]) {
        const ranges = [{ begins: bound }, { from: bound }, { to: bound }, { from: "A", to: bound }, { from: bound, to: "A" }];
        expect(await Promise.all(ranges.map((sk) => codeOf(store.query({ pk: "ENT#1", sk }))))).toEqual(ranges.map(() => "BAD_INPUT"));
      }
      const taken = [{ begins: longest }, { from: longest }, { to: longest }, { begins: "" }, { from: "" }, { to: "" }];
      const found = await Promise.all(taken.map(async (sk) => (await store.query({ pk: "ENT#1", sk })).items.length));
      expect(found).toEqual([0, 0, 1, 1, 1, 0]);
    });
  });
}
