import { Audit } from "@hub/core/audit";
import type { Item, ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { accessHub, actorOf, busy, countsIn, disturbed, handClock, onBothStores, refusalOf } from "../../support/access.ts";
import { newestFirst, someEntries, writeEntries } from "../../support/trail.ts";
import { everyItem } from "../../support/world.ts";

const count = 300;
const perStretch = 100;
const entries = [...newestFirst(someEntries(count))]
  .reverse()
  .map((entry, nth) => ({ ...entry, at: new Date(Date.parse("2090-01-05T01:00:00.000Z") + nth * 6_000).toISOString() }));

/** A trail of thirty minutes, sealed in three stretches of ten. */
async function sealed(store: ItemStore = openSqlite({ file: ":memory:" })) {
  const hub = accessHub(store);
  const seals: (Audit.Seal | null)[] = [];
  hub.clock.move(Audit.settleMs - 1);
  for (let from = 0; from < count; from += perStretch) {
    await writeEntries(store, entries.slice(from, from + perStretch));
    hub.clock.move(perStretch * 6_000);
    seals.push(await Audit.seal(hub.ctx, {}));
  }
  const items = (await everyItem(store)).filter(({ pk }) => pk.startsWith("AUDIT#")).sort((a, b) => (a.sk < b.sk ? -1 : 1));
  const verify = async () => Audit.verify(hub.as(actorOf("auditor")), {});
  return { hub, store, seals, items, verify };
}

/** The entry at some place of the trail. */
const itemAt = (items: readonly Item[], at: number): Item => items[at] as Item;
const changed = (item: Item, change: object): Item => ({ ...item, body: { ...item.body, ...change } });
const different = "an entry is not what it was when it was sealed";

describe("seals on the trail", () => {
  it("follow one another without gaps, and hold what was written and no more", async () => {
    const { seals, verify } = await sealed();
    const at = ["2090-01-05T01:10:59.999Z", "2090-01-05T01:20:59.999Z", "2090-01-05T01:30:59.999Z"];
    const to = ["2090-01-05T01:09:59.999Z", "2090-01-05T01:19:59.999Z", "2090-01-05T01:29:59.999Z"];
    expect(seals).toEqual(
      to.map((end, nth) => ({
        ...{ number: nth + 1, from: to[nth - 1] ?? null, to: end, entries: perStretch, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        provenance: { recorded: { at: at[nth], by: "operator", change: "created", reason: "audit trail sealed" } },
      })),
    );
    expect(new Set(seals.map((seal) => seal?.digest)).size).toBe(3);
    expect(await verify()).toEqual({ seals: 3, entries: count, broken: [], falseListings: [] });
  });

  it("are the same on either store for the same entries", async () => {
    const [one, two] = await Promise.all([sealed(), sealed()]);
    expect(one.seals).toEqual(two.seals);
  });

  it("leave alone what is younger than a minute, and wait five minutes unless told otherwise", async () => {
    const hub = accessHub();
    const entry = (at: string, id: string) => ({ ...(entries[0] as (typeof entries)[number]), at, id });
    await writeEntries(hub.store, [entry("2090-01-05T00:59:00.000Z", "settled-1"), entry("2090-01-05T00:59:00.001Z", "on-its-way")]);
    expect(await Audit.seal(hub.ctx, {})).toMatchObject({ number: 1, entries: 1, to: "2090-01-05T00:59:00.000Z" });
    hub.clock.move(Audit.sealEveryMs - 1);
    const before = await countsIn(hub.store);
    expect(await Audit.seal(hub.ctx, {})).toBeNull();
    expect(await countsIn(hub.store)).toEqual(before);
    expect(await Audit.seal(hub.ctx, { isEarly: true })).toMatchObject({ number: 2, entries: 1 });
    hub.clock.move(Audit.sealEveryMs);
    expect([await Audit.seal(hub.ctx, {}), await Audit.seal(hub.ctx, { isEarly: true })]).toEqual([null, null]);
    expect(await Audit.verify(hub.ctx, {})).toEqual({ seals: 2, entries: 2, broken: [], falseListings: [] });
  });

  it("are not made of an empty trail, nor by anyone but the hub's own job", async () => {
    const hub = accessHub();
    expect(await Audit.seal(hub.ctx, { isEarly: true })).toBeNull();
    expect(await refusalOf(Audit.seal(hub.as(actorOf("auditor")), {}))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(Audit.verify(hub.as(actorOf("admin", { divisions: ["000000"] })), {}))).toMatchObject({ code: "FORBIDDEN" });
    expect(await Audit.verify(hub.ctx, {})).toEqual({ seals: 0, entries: 0, broken: [], falseListings: [] });
  });

  onBothStores((open) => {
    it("are one where several seal at once, also where their clocks differ", async () => {
      const hub = accessHub(await open());
      await writeEntries(hub.store, entries.slice(0, perStretch));
      const clocks = [0, 1, 7, 1_000].map((ms) => handClock(new Date(Date.parse("2090-01-05T01:12:00.000Z") + ms).toISOString()));
      const made = await Promise.all(clocks.map((clock) => Audit.seal({ ...hub.ctx, clock }, {})));
      expect(made.filter((seal) => seal !== null)).toMatchObject([{ number: 1, entries: perStretch }]);
      expect(await Audit.verify(hub.ctx, {})).toEqual({ seals: 1, entries: perStretch, broken: [], falseListings: [] });
    });
  });

  it("are made anew by the next one where one broke off", async () => {
    const hub = accessHub();
    await writeEntries(hub.store, entries.slice(0, perStretch));
    hub.clock.move(12 * 60_000);
    const store = disturbed(hub.store, {
      before: (name) => {
        if (name === "transact") throw busy();
      },
    });
    expect(await refusalOf(Audit.seal({ ...hub.ctx, store }, {}))).toMatchObject({ code: "STORE_BUSY" });
    expect(await Audit.seal(hub.ctx, {})).toMatchObject({ number: 1, entries: perStretch });
  });
});

describe("what is done to a sealed trail past the hub is named", () => {
  const nth = 150; // in the second stretch
  const second = { number: 2, from: "2090-01-05T01:09:59.999Z", to: "2090-01-05T01:19:59.999Z" };
  const harms: Readonly<Record<string, (item: Item) => Parameters<ItemStore["transact"]>[0]>> = {
    "another purpose": (item) => [{ put: changed(item, { purpose: "bidding!" }) }],
    "another actor": (item) => [{ put: changed(item, { actor: "somebody" }) }],
    "a field more": (item) => [{ put: changed(item, { note: "" }) }],
    "another instant in it": (item) => [{ put: changed(item, { at: "2090-01-05T01:15:00.001Z" }) }],
    "another place in time": (item) => [{ delete: item }, { put: { ...item, sk: item.sk.replace("Z#", "Z#0") } }],
    "another shard": (item) => [{ delete: item }, { put: { ...item, pk: item.pk === "AUDIT#0" ? "AUDIT#1" : "AUDIT#0" } }],
  };

  it.each(Object.keys(harms))("a changed entry: %s", async (harm) => {
    const { store, items, verify } = await sealed();
    const item = items.slice(nth, nth + 20).find(({ body }) => body["subject"] !== null) as Item;
    await store.transact(harms[harm]?.(item) ?? []);
    expect(await verify()).toEqual({ seals: 3, entries: count, broken: [{ ...second, problem: different }], falseListings: expect.any(Array) as string[] });
  });

  it("an entry taken out of its enterprise's list, changed there, or put into another's", async () => {
    const { store, items, verify } = await sealed();
    const item = items.slice(nth, nth + 20).find(({ body }) => body["subject"] !== null) as Item;
    const listed = (await store.get({ pk: `SEEN#${String(item.body["subject"])}`, sk: item.sk })) as Item;
    const unlisted = { ...second, problem: "1 entries stand no longer, or otherwise, in the list of their enterprise or agency" };
    await store.transact([{ delete: listed }]);
    expect(await verify()).toEqual({ seals: 3, entries: count, broken: [unlisted], falseListings: [] });
    await store.transact([{ put: changed(listed, { purpose: "bidding!" }) }]);
    expect(await verify()).toEqual({ seals: 3, entries: count, broken: [unlisted], falseListings: [`${listed.pk} ${listed.sk}`] });
    const other = "SEEN#91330100799655058B";
    await store.transact([{ put: listed }, { put: { ...listed, pk: other, body: { ...listed.body, list: other } } }]);
    expect(await verify()).toEqual({ seals: 3, entries: count, broken: [], falseListings: [`${other} ${listed.sk}`] });
  });

  it("every byte of an entry's content", async () => {
    const { store, items, verify } = await sealed();
    const item = itemAt(items, nth);
    for (const [field, value] of Object.entries(item.body)) {
      const other = typeof value === "string" ? `${value.slice(0, -1)}${value.endsWith("x") ? "y" : "x"}` : Array.isArray(value) ? [...value, "x"] : "x";
      await store.transact([{ put: changed(item, { [field]: other }) }]);
      expect((await verify()).broken, field).toEqual([{ ...second, problem: different }]);
    }
    await store.transact([{ put: item }]);
    expect((await verify()).broken).toEqual([]);
  });

  onBothStores((open) => {
    it("a removed entry, one moved to another stretch, and one added later", async () => {
      const { store, items, verify } = await sealed(await open());
      const item = itemAt(items, nth);
      await store.transact([{ delete: item }]);
      const had = (now: number) => `it had ${perStretch} entries when it was sealed, and has ${now}`;
      expect((await verify()).broken).toEqual([{ ...second, problem: had(99) }]);
      await store.transact([{ put: { ...item, sk: itemAt(items, 250).sk.replace("Z#", "Z#0") } }]);
      expect((await verify()).broken.map(({ number, problem }) => [number, problem])).toEqual([
        [2, had(99)],
        [3, had(101)],
      ]);
      await store.transact([{ put: item }]);
      expect((await verify()).broken.map(({ number, problem }) => [number, problem])).toEqual([[3, had(101)]]);
    });
  });

  it("a seal that is damaged beyond its shape, and the one behind it", async () => {
    const { store, verify } = await sealed();
    const middle = (await store.get(Audit.sealKey(2))) as Item;
    await store.transact([{ put: { ...middle, body: { number: "two" } } }]);
    expect((await verify()).broken.map(({ number, problem }) => [number, problem])).toEqual([
      [2, "the seal itself is damaged"],
      [3, "seal 2 is missing"],
    ]);
  });

  it("two entries that changed places", async () => {
    const { store, items, verify } = await sealed();
    const [a, b] = [itemAt(items, nth), itemAt(items, nth + 1)];
    await store.transact([{ put: { ...a, body: b.body } }, { put: { ...b, body: a.body } }]);
    expect((await verify()).broken).toEqual([{ ...second, problem: different }]);
  });

  it.each([
    [1, [{ number: 2, problem: "seal 1 is missing" }]],
    [2, [{ number: 3, problem: "seal 2 is missing" }]],
  ])("a removed seal, number %i", async (number, broken) => {
    const { store, verify } = await sealed();
    await store.transact([{ delete: Audit.sealKey(number) }]);
    expect(await verify()).toMatchObject({ seals: 2, broken });
  });

  it("the newest seal removed or changed, which the change log tells", async () => {
    const { hub, store, verify } = await sealed();
    await Projection.catchUp(hub.ctx, {});
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
    const newest = (await store.get(Audit.sealKey(3))) as Item;
    await store.transact([{ put: changed(newest, { to: "2090-01-05T01:29:00.000Z" }) }]);
    expect((await Projection.verify(hub.ctx, {})).differences).not.toEqual([]);
    await store.transact([{ delete: newest }]);
    expect(await verify()).toEqual({ seals: 2, entries: 200, broken: [], falseListings: [] });
    expect((await Projection.verify(hub.ctx, {})).differences).not.toEqual([]);
  });

  it.each([
    [
      "digest",
      { digest: "0".repeat(64) },
      [
        [2, different],
        [3, different],
      ],
    ],
    ["count", { entries: 99 }, [[2, "it had 99 entries when it was sealed, and has 100"]]],
    ["beginning", { from: "2090-01-05T01:09:59.998Z" }, [[2, "it does not begin where the one before ends"]]],
    [
      "end",
      { to: "2090-01-05T01:19:00.000Z" },
      [
        [2, "it had 100 entries when it was sealed, and has 91"],
        [3, "it does not begin where the one before ends"],
      ],
    ],
    [
      "number",
      { number: 4 },
      [
        [4, "seal 2 is missing"],
        [3, "seal 5 is missing"],
      ],
    ],
  ])("a seal's changed %s", async (_what, change, broken) => {
    const { store, verify } = await sealed();
    await store.transact([{ put: changed((await store.get(Audit.sealKey(2))) as Item, change) }]);
    expect((await verify()).broken.map(({ number, problem }) => [number, problem])).toEqual(broken);
  });
});
