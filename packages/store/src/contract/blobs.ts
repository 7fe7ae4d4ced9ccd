import type { BlobStore } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { codeOf } from "./harness.ts";

/** What every adapter of `BlobStore` must do, as tests: `open` makes a place with nothing in it, and opens it as often as it is asked. */
export function blobStoreContract(name: string, place: () => Promise<() => BlobStore>): void {
  const key = `files/${"0f".repeat(32)}`;
  const pdf = { bytes: Uint8Array.from({ length: 256 }, (_, n) => n), type: "application/pdf" };

  describe(`${name} as a blob store`, () => {
    it("hands out what was put, also to others, and null where nothing was", async () => {
      const open = await place();
      expect(await open().get(key)).toBe(null);
      await open().put(key, pdf);
      expect(await open().get(key)).toStrictEqual(pdf);
      expect(await open().get("files/other")).toBe(null);
    });

    it("puts the same again without an effect, and something else in its place", async () => {
      const store = (await place())();
      await store.put(key, pdf);
      await store.put(key, pdf);
      expect(await store.get(key)).toStrictEqual(pdf);
      const other = { bytes: Uint8Array.of(1), type: "image/png" };
      await store.put(key, other);
      expect(await store.get(key)).toStrictEqual(other);
    });

    it("deletes, also what is not there, and takes the same again later", async () => {
      const store = (await place())();
      await store.delete(key);
      await store.put(key, pdf);
      await store.delete(key);
      expect(await store.get(key)).toBe(null);
      await store.put(key, pdf);
      expect(await store.get(key)).toStrictEqual(pdf);
    });

    it("keeps apart what differs: keys that begin alike, and types", async () => {
      const store = (await place())();
      const keys = ["a", "a/b", "a/b/c", "a.b", "a-b", "a_b", "aa", "k".repeat(200)];
      for (const [n, each] of keys.entries()) await store.put(each, { bytes: Uint8Array.of(n), type: `image/x-${n}` });
      expect(await Promise.all(keys.map((each) => store.get(each)))).toStrictEqual(keys.map((_, n) => ({ bytes: Uint8Array.of(n), type: `image/x-${n}` })));
    });

    it("takes nothing, three million bytes, and part of a buffer as just that part", async () => {
      const store = (await place())();
      const large = new Uint8Array(3_000_000).map((_, n) => n * 7);
      for (const bytes of [new Uint8Array(), large, large.subarray(5, 9)]) {
        await store.put(key, { bytes, type: "image/jpeg" });
        const read = await store.get(key);
        expect([read?.type, Buffer.from(read?.bytes ?? []).equals(bytes)]).toEqual(["image/jpeg", true]);
      }
    });

    it("is whole for all who read while many write the same and others", async () => {
      const open = await place();
      const blobs = Array.from({ length: 8 }, (_, n) => ({ bytes: new Uint8Array(50_000).fill(n), type: `image/x-${n}` }));
      await open().put(key, { bytes: new Uint8Array(50_000), type: "image/x-0" });
      const writes = blobs.map((blob) => open().put(key, blob));
      const read = await Promise.all(Array.from({ length: 16 }, () => open().get(key)));
      await Promise.all(writes);
      for (const each of [...read, await open().get(key)]) expect(each?.bytes.every((byte) => `image/x-${byte}` === each.type)).toBe(true);
    });

    it.each(["", "/", "a/", "/a", "a//b", "..", "a/../b", "a..b", ".a", "a/.b", "A", "a b", "a\\b", "a\u0000", "高平", "a+blob", "k".repeat(201)])(
      "refuses the key %j, whatever it is used for",
      async (wrong) => {
        const store = (await place())();
        expect(await Promise.all([store.put(wrong, pdf), store.get(wrong), store.delete(wrong)].map(codeOf))).toEqual(["BAD_INPUT", "BAD_INPUT", "BAD_INPUT"]);
      },
    );

    it.each(["", "pdf", "application/pdf\nx: y", "text/html; charset=utf-8", "图/png"])("refuses the type %j", async (type) => {
      const store = (await place())();
      expect(await codeOf(store.put(key, { ...pdf, type }))).toBe("BAD_INPUT");
      expect(await store.get(key)).toBe(null);
    });
  });
}
