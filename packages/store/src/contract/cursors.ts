import type { Item, ItemStore, Query } from "@hub/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf, everything, type Harness, item, itemsOf, keysOf, openNew, put } from "./harness.ts";

/** All pages of a query, with something done between them. */
async function paged(store: ItemStore, query: Query, between: (page: readonly Item[], count: number) => Promise<void> = async () => {}) {
  const found: Item[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page: Awaited<ReturnType<ItemStore["query"]>> = await store.query({ ...query, cursor });
    found.push(...page.items);
    cursor = page.cursor;
    pages += 1;
    if (cursor !== null) await between(page.items, pages);
  } while (cursor !== null);
  return { found, pages };
}

const two = (n: number) => String(n).padStart(2, "0");

export function cursors(harness: Harness): void {
  describe("cursors", () => {
    it.each([1, 2, 3, 5, 7, 10, 11, 1_000])("lead through all pages of %i once", async (limit) => {
      const { store } = await openNew(harness);
      const sks = Array.from({ length: 10 }, (_, n) => two(n));
      // One half shares a sort key in the index, where only the items' own keys tell them apart.
      const written = sks.map((sk, n) => ({ ...item(`ENT#${n % 2}`, sk), indexes: { gsi1: { pk: "X", sk: n < 5 ? "same" : sk } } }));
      await put(store, [...itemsOf("ENT#9", sks), ...written]);
      for (const descending of [false, true]) {
        const own = await paged(store, { pk: "ENT#9", limit, descending });
        expect(keysOf(own.found)).toEqual(descending ? sks.toReversed() : sks);
        expect(own.pages).toBeLessThanOrEqual(Math.floor(10 / limit) + 1);
        const indexed = await paged(store, { index: "gsi1", pk: "X", limit, descending });
        const places = indexed.found.map(({ indexes }) => indexes?.gsi1?.sk ?? "");
        expect([places, keysOf(indexed.found).toSorted()]).toEqual([descending ? places.toSorted().toReversed() : places.toSorted(), sks]);
      }
    });

    it("stay in their range and direction", async () => {
      const { store } = await openNew(harness);
      await put(store, itemsOf("ENT#1", ["A", "B#1", "B#2", "B#3", "B#4", "C"]));
      const by = async (query: Omit<Query, "pk">) => keysOf((await paged(store, { ...query, pk: "ENT#1", limit: 2 })).found);
      expect(await by({ sk: { begins: "B" } })).toEqual(["B#1", "B#2", "B#3", "B#4"]);
      expect(await by({ sk: { begins: "B" }, descending: true })).toEqual(["B#4", "B#3", "B#2", "B#1"]);
      expect(await by({ sk: { from: "B#2", to: "C" } })).toEqual(["B#2", "B#3", "B#4", "C"]);
      expect(await by({ sk: { from: "A", to: "B#3" }, descending: true })).toEqual(["B#3", "B#2", "B#1", "A"]);
    });

    it("end where nothing follows", async () => {
      const { store } = await openNew(harness);
      expect(await store.query({ pk: "ENT#1" })).toEqual({ items: [], cursor: null });
      await put(store, itemsOf("ENT#1", ["A", "B"]));
      expect((await store.query({ pk: "ENT#1", limit: 3 })).cursor).toBeNull();
      expect((await store.query({ pk: "ENT#1", limit: 2, cursor: (await store.query({ pk: "ENT#1", limit: 1 })).cursor })).cursor).toBeNull();
    });

    /**
     * The law of a stable cursor: an item that is there throughout is listed exactly once, one that comes and goes at
     * most once, and all in order. Between two pages others insert, rewrite and delete, also the very item the cursor stands on.
     */
    it.each(["own keys", "an index"] as const)("are stable while others write, by %s", async (by) => {
      const { store } = await openNew(harness);
      const operations = fc.array(fc.record({ kind: fc.constantFrom("insert", "rewrite", "delete", "deleteLast"), at: fc.integer({ min: 0, max: 40 }) }), {
        maxLength: 8,
      });
      let partition = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(operations, { minLength: 12, maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          fc.boolean(),
          async (rounds, limit, descending) => {
            partition += 1;
            const pk = `ENT#${by}#${partition}`;
            const build = (at: number, version: number): Item => {
              const made = item(pk, two(at), version);
              return by === "an index" ? { ...made, indexes: { gsi2: { pk, sk: two(at) } } } : made;
            };
            const versions = new Map<number, number>();
            const touched = new Set<number>();
            const write = async (at: number) => {
              versions.set(at, (versions.get(at) ?? 0) + 1);
              await store.transact([{ put: build(at, versions.get(at) ?? 1) }]);
            };
            const remove = async (at: number) => {
              versions.delete(at);
              touched.add(at);
              await store.transact([{ delete: { pk, sk: two(at) } }]);
            };
            await store.transact(Array.from({ length: 20 }, (_, n) => ({ put: build(2 * n + 1, 1) })));
            for (let n = 0; n < 20; n += 1) versions.set(2 * n + 1, 1);

            const query: Query = by === "an index" ? { index: "gsi2", pk, limit, descending } : { pk, limit, descending };
            const { found } = await paged(store, query, async (page, round) => {
              for (const { kind, at } of rounds[round - 1] ?? []) {
                if (kind === "deleteLast") await remove(Number(page.at(-1)?.sk ?? at));
                else if (kind === "delete") await remove(at);
                else if (kind === "rewrite" && versions.has(at)) await write(at);
                else if (kind === "insert" && !versions.has(at)) {
                  touched.add(at);
                  await write(at);
                }
              }
            });

            const listed = keysOf(found);
            expect(new Set(listed).size).toBe(listed.length);
            expect(listed).toEqual(descending ? listed.toSorted().toReversed() : listed.toSorted());
            const throughout = Array.from({ length: 20 }, (_, n) => 2 * n + 1).filter((at) => !touched.has(at));
            expect(listed.filter((sk) => !touched.has(Number(sk))).toSorted()).toEqual(throughout.map(two));
          },
        ),
        { numRuns: 30 },
      );
    });

    it("are refused by every other list, and when they are nobody's", async () => {
      const { store } = await openNew(harness);
      const indexed = ["A", "B", "C"].map((sk) => ({ ...item("ENT#1", sk), indexes: { gsi1: { pk: "ENT#1", sk }, gsi2: { pk: "ENT#1", sk } } }));
      await put(store, indexed);
      const queries: readonly Query[] = [
        { pk: "ENT#1" },
        { pk: "ENT#1", descending: true },
        { pk: "ENT#1", sk: { begins: "A" } },
        { pk: "ENT#1", sk: { from: "A" } },
        { pk: "ENT#1", sk: { from: "A", to: "C" } },
        { pk: "ENT#2" },
        { pk: "ENT#1", index: "gsi1" },
        { pk: "ENT#1", index: "gsi2" },
      ];
      const cursorOf = async (query: Query) => (await store.query({ ...query, limit: 1 })).cursor;
      const given = await Promise.all(queries.map(cursorOf));
      given.push((await store.changes(null)).cursor, (await store.scan(null, 1)).cursor);
      for (const [at, query] of queries.entries()) {
        for (const [of, cursor] of given.entries()) {
          if (cursor === null) continue;
          const expected = at === of ? "accepted" : "BAD_CURSOR";
          expect(await codeOf(store.query({ ...query, limit: 2, cursor })), `list ${at}, cursor of ${of}`).toBe(expected);
        }
      }
      const garbage = ["", "x", "=", "null", "W10", Buffer.from("{}").toString("base64url"), Buffer.from('["a",1]').toString("base64url"), "中".repeat(1_000)];
      for (const cursor of [...garbage, given[0]?.slice(0, -3) ?? ""]) {
        const calls = [store.query({ pk: "ENT#1", cursor }), store.changes(cursor), store.scan(cursor)];
        expect(await Promise.all(calls.map(codeOf)), cursor).toEqual(Array(3).fill("BAD_CURSOR"));
      }
      expect(await codeOf(store.changes(given[0] ?? ""))).toBe("BAD_CURSOR");
      expect(await codeOf(store.scan(given[0] ?? ""))).toBe("BAD_CURSOR");
    });

    it("of a scan lead to every item once", async () => {
      const { store } = await openNew(harness);
      const items = Array.from({ length: 25 }, (_, n) => item(`ENT#${n % 4}`, two(n)));
      await put(store, items);
      for (const limit of [1, 4, 25, 26]) {
        const found: Item[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor, limit);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(...page.items);
          cursor = page.cursor;
        } while (cursor !== null);
        expect(found.toSorted((a, b) => (a.sk < b.sk ? -1 : 1))).toEqual(items);
      }
      expect(await everything(store)).toHaveLength(25);
    });
  });
}
