import { describe, expect, it } from "vitest";
import { codeOf, type Harness, item, openAt, openNew, put } from "./harness.ts";

export function tokens(harness: Harness): void {
  describe("idempotency tokens", () => {
    const token = "0b0d5a34-6f2c-4f0e-9a39-2f1f5f8a7c11";
    const key = { pk: "ENT#1", sk: "A" };

    it("give a repeated call no second effect, also from another opening and after others wrote", async () => {
      const { store, place } = await openNew(harness);
      const writes = [{ put: item("ENT#1", "A"), if: "absent" as const }];
      await store.transact(writes, { token });
      await store.transact(writes, { token });
      await store.transact([{ put: item("ENT#1", "A", 2, "of another"), if: { version: 1 } }]);
      await (await openAt(place)).transact(writes, { token });
      expect(await store.get(key)).toEqual(item("ENT#1", "A", 2, "of another"));
      expect((await store.changes(null)).items).toHaveLength(2);
    });

    it("refuse other writes under the same token", async () => {
      const { store } = await openNew(harness);
      await store.transact([{ put: item("ENT#1", "A") }], { token });
      expect(await codeOf(store.transact([{ put: item("ENT#1", "A", 1, "other") }], { token }))).toBe("TOKEN_REUSED");
      expect(await codeOf(store.transact([{ put: item("ENT#1", "A") }, { put: item("ENT#1", "B") }], { token }))).toBe("TOKEN_REUSED");
      expect(await codeOf(store.transact([{ put: { ...item("ENT#1", "A"), body: { text: new Uint8Array([1]) } } }], { token }))).toBe("TOKEN_REUSED");
      expect(await store.get(key)).toEqual(item("ENT#1", "A"));
    });

    it("tell bytes from bytes", async () => {
      const { store } = await openNew(harness);
      const bytes = (...of: number[]) => [{ put: { ...key, version: 1, body: { of: new Uint8Array(of) } } }];
      await store.transact(bytes(1, 2), { token });
      await store.transact(bytes(1, 2), { token });
      expect(await codeOf(store.transact(bytes(1, 3), { token }))).toBe("TOKEN_REUSED");
    });

    it("of a call that was refused may be used again for the same call", async () => {
      const { store } = await openNew(harness);
      const writes = [{ put: item("ENT#1", "A", 2), if: { version: 1 } }];
      expect(await codeOf(store.transact(writes, { token }))).toBe("CONFLICT");
      await put(store, [item("ENT#1", "A")]);
      await store.transact(writes, { token });
      expect(await store.get(key)).toEqual(item("ENT#1", "A", 2));
    });

    it("have 1 to 36 characters", async () => {
      const { store } = await openNew(harness);
      const written = (length: number) => codeOf(store.transact([{ put: item("ENT#1", "A") }], { token: "t".repeat(length) }));
      expect([await written(0), await written(37)]).toEqual(["BAD_INPUT", "BAD_INPUT"]);
      expect(await store.get(key)).toBeNull();
      expect([await written(1), await written(36)]).toEqual(["accepted", "accepted"]);
    });
  });
}
