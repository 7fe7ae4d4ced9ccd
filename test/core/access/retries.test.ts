import { Access } from "@hub/core/access";
import type { Ctx } from "@hub/core/ctx";
import type { ItemStore } from "@hub/core/ports";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { accessHub, bank, bodiesOf, busy, countsIn, disturbed, onBothStores, refusalOf } from "../../support/access.ts";

const idempotencyKey = "5f0c2f2e-8a11-4c4b-9a51-3d1e6d0a7b10";

/** A hub whose clock goes on by a millisecond each time it is read, so that no two changes are made at one instant. */
function movingHub(store: ItemStore) {
  const hub = accessHub(store);
  const now = () => {
    hub.clock.move(1);
    return hub.clock.now();
  };
  return { ...hub, ctx: { ...hub.ctx, clock: { now } } };
}

function thousand<T>(call: () => Promise<T>): Promise<readonly T[]> {
  return Promise.all(Array.from({ length: 1_000 }, () => patiently(call)));
}

/** Whoever got no answer from a busy store asks again: DynamoDB Local does not take a thousand connections at once. */
async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "STORE_BUSY") throw error;
    }
  }
}

describe("a thousand repetitions of one change at once, under one key", () => {
  onBothStores((open) => {
    it("enter one agency and give one answer", { timeout: 180_000 }, async () => {
      const hub = movingHub(await open());
      const answers = await thousand(() => Access.addAgency({ ...hub.ctx, idempotencyKey }, bank));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(await countsIn(hub.store)).toEqual({ AGENCY: 1, AUDIT: 1, ONCE: 1 });
      expect(await Access.agencies(hub.ctx, {})).toEqual({ items: [answers[0]], cursor: null });
    });

    it("change one agency once, though each but the first meets another version", { timeout: 180_000 }, async () => {
      const hub = movingHub(await open());
      const made = await Access.addAgency(hub.ctx, bank);
      const answers = await thousand(() => Access.changeAgency({ ...hub.ctx, idempotencyKey }, { id: made.id, version: 1, name: "二" }));
      for (const answer of answers) expect(answer).toEqual({ ...made, name: "二", version: 2 });
      expect(await countsIn(hub.store)).toEqual({ AGENCY: 1, AUDIT: 2, ONCE: 1 });
      expect(await Access.agency(hub.ctx, { id: made.id })).toEqual(answers[0]);
    });
  });

  it("make one key and tell one secret", async () => {
    const hub = movingHub(openSqlite({ file: ":memory:" }));
    const { id } = await Access.addAgency(hub.ctx, bank);
    const answers = await thousand(() => Access.issueKey({ ...hub.ctx, idempotencyKey }, { agency: id, label: "信贷系统" }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await Access.keys(hub.ctx, { agency: id })).toEqual([answers[0]?.key]);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 2, AUDIT: 2, ONCE: 1 });
  });

  it("with two inputs: one of the two is made, and who asked for the other learns that the key is taken", async () => {
    const hub = movingHub(openSqlite({ file: ":memory:" }));
    let asked = 0;
    const outcomes = await thousand(() => {
      asked += 1;
      return Access.addAgency({ ...hub.ctx, idempotencyKey }, { ...bank, name: asked % 2 === 0 ? "二" : "一" }).catch(({ code }: { code: string }) => code);
    });
    expect(new Set(outcomes.map((outcome) => (typeof outcome === "string" ? outcome : outcome.name)))).toEqual(new Set(["一", "IDEMPOTENCY_KEY_REUSED"]));
    expect(outcomes.filter((outcome) => typeof outcome !== "string")).toHaveLength(500);
    expect(await countsIn(hub.store)).toEqual({ AGENCY: 1, AUDIT: 1, ONCE: 1 });
  });
});

describe("a store that fails in the middle of a change", () => {
  onBothStores((open) => {
    it("and had written it after all: the change is made once and answered", async () => {
      let failures = 0;
      const store = disturbed(await open(), {
        after: (name) => {
          if (name !== "transact" || failures === 1) return;
          failures += 1;
          throw busy();
        },
      });
      const hub = movingHub(store);
      const made = await Access.addAgency({ ...hub.ctx, idempotencyKey }, bank);
      expect(failures).toBe(1);
      expect(hub.calls).toEqual(["get", "transact", "get"]);
      expect(await countsIn(store)).toEqual({ AGENCY: 1, AUDIT: 1, ONCE: 1 });
      expect((await Access.agencies(hub.ctx, {})).items).toEqual([made]);
    });
  });

  it("leaves a change without a key to whoever asked for it", async () => {
    const store = disturbed(openSqlite({ file: ":memory:" }), {
      before: (name) => {
        if (name === "transact") throw busy();
      },
    });
    const hub = movingHub(store);
    expect(await refusalOf(Access.addAgency(hub.ctx, bank))).toMatchObject({ code: "STORE_BUSY" });
    expect(hub.calls).toEqual(["transact"]);
  });

  it("for good is told after some tries", async () => {
    const hub = movingHub(
      disturbed(openSqlite({ file: ":memory:" }), {
        before: (name) => {
          if (name === "transact") throw busy();
        },
      }),
    );
    expect(await refusalOf(Access.addAgency({ ...hub.ctx, idempotencyKey }, bank))).toMatchObject({ code: "STORE_BUSY" });
    expect(hub.calls.filter((name) => name === "transact")).toHaveLength(8);
  });

  const changes: Readonly<Record<string, (ctx: Ctx, id: string) => Promise<unknown>>> = {
    addAgency: (ctx) => Access.addAgency(ctx, bank),
    changeAgency: (ctx, id) => Access.changeAgency(ctx, { id, version: 1, name: "二" }),
    issueKey: (ctx, id) => Access.issueKey(ctx, { agency: id, label: "信贷系统" }),
  };
  const moments = [1, 2, 3, 4].flatMap((nth) => (["before", "after"] as const).map((when) => [nth, when] as const));

  it.each(Object.keys(changes))("at any call of %s: repeated under its key it has one effect", async (name) => {
    const change = changes[name] ?? (() => Promise.reject(new Error("no such change")));
    for (const [failing, when] of moments) {
      const inner = openSqlite({ file: ":memory:" });
      const hub = movingHub(inner);
      const { id } = await Access.addAgency(hub.ctx, bank);
      const counts = await countsIn(inner);
      const fail = (_name: string, nth: number) => {
        if (nth === failing) throw busy();
      };
      const ctx = { ...hub.ctx, idempotencyKey, store: disturbed(inner, { [when]: fail }) };
      const first = await change(ctx, id).catch(() => change(ctx, id));
      expect(await change({ ...ctx, store: inner }, id)).toEqual(first);
      const isNew = name === "changeAgency" ? 0 : 1;
      expect(await countsIn(inner)).toEqual({ ...counts, AGENCY: 1 + isNew, AUDIT: 2, ONCE: 1 });
      expect((await bodiesOf(inner, "AUDIT#")).map(({ actions }) => actions)).toEqual([["access:write"], ["access:write"]]);
    }
  });
});
