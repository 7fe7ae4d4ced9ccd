import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Log } from "@hub/core/log";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { Totals } from "@hub/core/totals";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { everyItem, temporaryFolder, type World, world } from "../../support/world.ts";

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ({ CF_WSH: `${from + at}号` }));

async function projected(store?: ItemStore): Promise<World> {
  const hub = world({ ...(store && { store }) });
  await hub.take("penalty", numbered(150), { name: "one.csv" });
  await Projection.catchUp(hub.ctx, {});
  await hub.take("penalty", [{ CF_WSH: "3号", CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
  await hub.take("register", [{}]);
  await Projection.catchUp(hub.ctx, {});
  return hub;
}

const all = async ({ ctx }: World) => (await Log.changes(ctx, { first: 1_000 })).entries;

/** Generations of which something is stored. */
async function generationsIn({ store }: World): Promise<readonly string[]> {
  // The heads of logs stay, so that none can be begun anew.
  const found = (await everyItem(store)).filter(({ sk }) => sk !== "HEAD").flatMap(({ pk }) => /^(?:LOG|LOGGED|TOTALS)#(\d+)/.exec(pk)?.[1] ?? []);
  return [...new Set(found)].sort();
}

/** A store that does something once, just before the nth transaction. */
function withBefore(store: ItemStore, transaction: number, work: () => Promise<unknown>): ItemStore {
  let count = 0;
  return {
    ...store,
    async transact(writes, options) {
      count += 1;
      if (count === transaction) await work();
      return store.transact(writes, options);
    },
  };
}

describe("a rebuild", () => {
  it("of a sound hub gives the same log, entry by entry, and the same totals, in a new generation alone", async () => {
    const hub = await projected();
    const [before, statistics] = [await all(hub), await Totals.statistics(hub.ctx, { kind: "penalty" })];
    const cursor = (await Log.changes(hub.ctx, { first: 7 })).cursor;
    const steps: Projection.Progress[] = [];
    const rebuilt = await Projection.rebuild(hub.ctx, { onProgress: (progress) => steps.push(progress) });
    expect(rebuilt).toMatchObject({ generation: 2, entries: 152, damagedFrom: null });
    expect([...new Set(steps.map(({ step }) => step))]).toEqual(["sweeping", "replaying", "swapping", "removing"]);
    expect(steps.findLast(({ step }) => step === "replaying")).toEqual({ step: "replaying", done: 152, of: 152 });
    expect(await all(hub)).toEqual(before);
    expect(await Totals.statistics(hub.ctx, { kind: "penalty" })).toEqual(statistics);
    expect((await Log.changes(hub.ctx, { after: cursor, first: 1 })).entries).toEqual(before.slice(7, 8));
    // The one before stays for who reads it, until the next rebuild.
    expect(await generationsIn(hub)).toEqual(["1", "2"]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, generation: 2 });
    await Projection.rebuild(hub.ctx, {});
    expect(await generationsIn(hub)).toEqual(["2", "3"]);
  });

  it("takes up what the stream had lost", async () => {
    const hub = await projected();
    await hub.take("penalty", numbered(3, 900), { name: "lost.csv" });
    expect(await Projection.rebuild(hub.ctx, {})).toMatchObject({ entries: 155, damagedFrom: null });
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0 });
  });

  it.each(Array.from({ length: 12 }, (_, at) => at + 1))("loses nothing that is written and projected before its transaction %i", async (transaction) => {
    const hub = await projected();
    const others = { ...hub.ctx };
    const write = async () => {
      await hub.take("penalty", [{ CF_WSH: "新号" }, { CF_WSH: "5号", CF_SY: "又一事实。", HUB_BSRQ: "2025/05/07" }], { name: "meanwhile.csv" });
      await Projection.catchUp(others, {});
    };
    await Projection.rebuild({ ...hub.ctx, store: withBefore(hub.store, transaction, write) }, {});
    await Projection.catchUp(others, {});
    const hasWritten = (await all(hub)).length === 154;
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: hasWritten ? 154 : 152 });
    expect(await generationsIn(hub)).toEqual(["1", "2"]);
  });

  it("goes on being projected to by one who has read the old generation", async () => {
    const hub = await projected();
    const follower = Projection.followerOf(hub.ctx);
    await Projection.catchUp(hub.ctx, { follower });
    await Projection.rebuild(hub.ctx, {});
    await hub.take("penalty", numbered(2, 900), { name: "later.csv" });
    await Projection.catchUp(hub.ctx, { follower });
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 154, generation: 2 });
  });

  it("that is overtaken by another stops and says so; one that was broken off leaves nothing behind it in the next", async () => {
    const hub = await projected();
    const overtaking = withBefore(hub.store, 6, () => Projection.rebuild(hub.ctx, {}));
    await expect(Projection.rebuild({ ...hub.ctx, store: overtaking }, {})).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], generation: 3 });
    const broken = withBefore(hub.store, 3, () => Promise.reject(new Error("killed")));
    await expect(Projection.rebuild({ ...hub.ctx, store: broken }, {})).rejects.toThrow("killed");
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], generation: 3 });
    await Projection.rebuild(hub.ctx, {});
    expect(await generationsIn(hub)).toEqual(["3", "5"]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], generation: 5 });
  });

  it.each([
    [
      "a changed entry",
      `UPDATE items SET body = replace(body, '"version":1', '"version":4') WHERE pk LIKE 'LOG#1#%' AND sk = (SELECT min(sk) FROM items WHERE pk LIKE 'LOG#1#%')`,
    ],
    ["a lost item", `DELETE FROM items WHERE pk LIKE 'LOG#1#%' AND sk = (SELECT min(sk) FROM items WHERE pk LIKE 'LOG#1#%')`],
  ])("of a log with %s mends it, says from where on it differs, and takes old cursors behind that for gone", async (_what, sql) => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const hub = await projected(openSqlite({ file }));
    const { cursor } = await Log.changes(hub.ctx, { first: 152 });
    const db = new DatabaseSync(file);
    expect(db.prepare(sql).run().changes).toBe(1);
    db.close();
    expect((await Projection.verify(hub.ctx, {})).differences).not.toEqual([]);
    const { damagedFrom, entries } = await Projection.rebuild(hub.ctx, {});
    expect([damagedFrom, entries]).toEqual([1, 152]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0 });
    const again = Log.changes(hub.ctx, { after: cursor });
    // The mended log may come out as it was: then the cursor still stands in it.
    await again.then(
      (page) => expect(page.entries).toEqual([]),
      (error) => expect(error).toMatchObject({ code: "CURSOR_GONE", details: { restart: null } }),
    );
  });

  it("over an item that is none any more stops, names it, and leaves what is in use as it was", async () => {
    const file = join(temporaryFolder(), "hub.sqlite");
    const hub = await projected(openSqlite({ file }));
    const db = new DatabaseSync(file);
    db.exec("UPDATE items SET body = '{' WHERE pk LIKE 'LOG#1#%' AND sk = '000000000050'");
    db.close();
    await expect(Projection.rebuild(hub.ctx, {})).rejects.toMatchObject({ code: "STORE_UNUSABLE", details: { sk: "000000000050" } });
    expect((await Totals.statistics(hub.ctx, { kind: "penalty" })).count).toBe(150);
  });
});
