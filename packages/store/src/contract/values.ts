import { isDeepStrictEqual } from "node:util";
import { type Body, type Item, type Key, limits, type Value } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { itemSize } from "../item-size.ts";
import { allOf, byEveryWay, codeOf, everything, type Harness, item, openNew } from "./harness.ts";

const key = { pk: "ENT#91140581DEM0000064", sk: "PENALTY#高环罚〔2025〕17号" };
/** Lists and maps in each other, so many levels deep. */
function nestedValue(levels: number): Value {
  return levels === 0 ? "deep" : levels % 2 === 0 ? [nestedValue(levels - 1)] : { in: nestedValue(levels - 1) };
}

const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);

const bodies: Readonly<Record<string, Body>> = {
  "an empty body": {},
  texts: { empty: "", chinese: "高平市", rare: "𠮷😀", control: "\u0000\t\n", quotes: `"'\\`, long: "中".repeat(10_000) },
  numbers: { zero: 0, negative: -1, fraction: 0.1, small: 1e-130, large: 9.99e125, exact: Number.MAX_SAFE_INTEGER, precise: 1.234_567_890_123_456_7 },
  "truth and nothing": { yes: true, no: false, nothing: null },
  lists: { empty: [], mixed: [1, "1", null, [true, []], { a: [] }] },
  maps: { empty: {}, deep: { a: { b: { c: { d: [{ e: null }] } } } }, names: { 名称: "x", "a.b": 1, "#": 2, ":c": 3, size: 4 } },
  "31 levels": { deep: nestedValue(30) },
  bytes: { all: bytes, none: new Uint8Array(), listed: [bytes.slice(0, 1)], beside: { text: "x", list: [], map: {} } },
  "what looks like an encoding": { b: "AA==", m: [["x", 1]], wrapped: { b: "AA==" }, beside: bytes.slice(250), list: [{ m: [] }, { B: "AA==" }, { S: "x" }] },
};

export function values(harness: Harness): void {
  describe("values", () => {
    it.each(Object.entries(bodies))("come back as they were written: %s", async (_name, body) => {
      const { store } = await openNew(harness);
      const written: Item = { ...key, version: 1, body, indexes: { gsi2: { pk: "NAME#高平", sk: "示例" } } };
      await store.transact([{ put: written }]);
      expect(await byEveryWay(store, written)).toStrictEqual(Array(5).fill(written));
    });

    it("take part of a buffer as just that part", async () => {
      const { store } = await openNew(harness);
      await store.transact([{ put: { ...key, version: 1, body: { part: Buffer.from("高平市").subarray(3, 6) } } }]);
      expect((await store.get(key))?.body).toStrictEqual({ part: new Uint8Array(Buffer.from("平")) });
    });

    it("are the store's own: what the caller changes later is not stored", async () => {
      const { store } = await openNew(harness);
      const list = ["a"];
      const body = { list, bytes: bytes.slice(0, 2) };
      await store.transact([{ put: { ...key, version: 1, body } }]);
      list.push("b");
      body.bytes[0] = 9;
      const read = (await store.get(key))?.body as typeof body;
      read.list.push("c");
      expect((await store.get(key))?.body).toStrictEqual({ list: ["a"], bytes: bytes.slice(0, 2) });
    });

    it.each([
      ["not a number", Number.NaN],
      ["infinite", Number.POSITIVE_INFINITY],
      ["beyond DynamoDB's numbers", 1e126],
      ["too near zero", -1e-131],
      ["undefined", undefined],
      ["a function", () => 1],
      ["a big integer", 1n],
      ["a date", new Date(0)],
      ["a map object", new Map()],
      ["half a surrogate pair", "\ud842"],
      ["an empty name", { "": 1 }],
      ["a name with half a surrogate pair", { "a\ud842": 1 }],
      ["deeper than 31 levels", nestedValue(29)],
    ])("that no store can hold are refused before anything is written: %s", async (_name, value) => {
      const { store } = await openNew(harness);
      const nested = { list: [{ value: value as Value }] };
      expect(await codeOf(store.transact([{ put: item("ENT#1", "A") }, { put: { ...key, version: 1, body: nested } }]))).toBe("BAD_INPUT");
      expect(await everything(store)).toEqual([]);
    });

    it.each([0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1])("have versions that count from 1, not %d", async (version) => {
      const { store } = await openNew(harness);
      expect(await codeOf(store.transact([{ put: item("ENT#1", "A", version) }]))).toBe("BAD_INPUT");
    });
  });

  describe("sizes", () => {
    /** An item of exactly so many bytes, filled with two-, three- and one-byte characters or with bytes. */
    const sized = (size: number, filling: "text" | "bytes"): Item => {
      const of = (value: Value): Item => ({ ...key, version: 1, body: { filling: value } });
      const room = size - itemSize(of(""));
      if (filling === "bytes") return of(new Uint8Array(room).fill(7));
      const characters = `${"é中".repeat(Math.floor(room / 5))}${"x".repeat(room % 5)}`;
      return of(characters);
    };

    it.each(["text", "bytes"] as const)("of 400 kB are taken, and refused with one byte more: %s", async (filling) => {
      const { store } = await openNew(harness);
      const [largest, tooLarge] = [sized(limits.itemBytes, filling), sized(limits.itemBytes + 1, filling)];
      expect([itemSize(largest), itemSize(tooLarge)]).toEqual([409_600, 409_601]);
      expect(await codeOf(store.transact([{ put: item("ENT#1", "A") }, { put: tooLarge }]))).toBe("ITEM_TOO_LARGE");
      expect(await everything(store)).toEqual([]);
      await store.transact([{ put: largest }]);
      expect((await store.get(key))?.body).toStrictEqual(largest.body);
    });

    it.each([1, 12_345, Number.MAX_SAFE_INTEGER])("of 400 kB are taken in version %d", async (version) => {
      const { store } = await openNew(harness);
      const of = (room: number): Item => ({ ...key, version, body: { filling: "x".repeat(room) } });
      const largest = of(limits.itemBytes - itemSize(of(0)));
      await store.transact([{ put: largest }]);
      expect((await store.get(key))?.version).toBe(version);
    });

    it("of pages and of many keys together have no bound: nothing is lost of 20 MB", async () => {
      const { store } = await openNew(harness);
      const items = Array.from({ length: 50 }, (_, n): Item => {
        const of = (room: number): Item => ({ pk: "ENT#1", sk: String(n).padStart(2, "0"), version: 1, body: { filling: String(n % 10).repeat(room) } });
        return of(limits.itemBytes - itemSize(of(0)));
      });
      for (let at = 0; at < items.length; at += 10) await store.transact(items.slice(at, at + 10).map((put) => ({ put })));
      const same = (found: readonly (Item | null)[]) => found.length === items.length && found.every((each, n) => isDeepStrictEqual(each, items[n]));
      expect(same(await store.getMany(items))).toBe(true);
      expect(same(await allOf(store, { pk: "ENT#1" }))).toBe(true);
      expect(same(await everything(store))).toBe(true);
    });

    it("of keys are measured in bytes", async () => {
      const { store } = await openNew(harness);
      const longest: Key = { pk: `${"中".repeat(682)}xx`, sk: `${"中".repeat(341)}x` };
      const written = { ...item(longest.pk, longest.sk), indexes: { gsi1: longest, gsi2: longest } };
      await store.transact([{ put: written }]);
      expect(await store.get(longest)).toEqual(written);
      expect((await store.query({ index: "gsi1", pk: longest.pk })).items).toEqual([written]);

      const wrong: readonly Key[] = [
        { pk: `${longest.pk}x`, sk: "A" },
        { pk: "A", sk: `${longest.sk}x` },
        { pk: "", sk: "A" },
        { pk: "A", sk: "" },
        { pk: "A\ud842", sk: "A" },
        { pk: "A", sk: "\udc00A" },
      ];
      for (const { pk, sk } of wrong) {
        const calls = [
          store.transact([{ put: item(pk, sk) }]),
          store.transact([{ put: { ...item("A", "A"), indexes: { gsi2: { pk, sk } } } }]),
          store.transact([{ delete: { pk, sk } }]),
          store.transact([{ check: { pk, sk }, if: "absent" }]),
          store.get({ pk, sk }),
          store.getMany([{ pk, sk }]),
        ];
        expect(await Promise.all(calls.map(codeOf)), JSON.stringify([pk, sk])).toEqual(calls.map(() => "BAD_INPUT"));
      }
      expect(await everything(store)).toEqual([written]);
    });
  });
}
