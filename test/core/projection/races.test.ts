import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Log } from "@hub/core/log";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { Totals } from "@hub/core/totals";
import { startProjecting } from "@hub/hub/projecting";
import { createLogger } from "@hub/server/logger";
import { openSqlite } from "@hub/store/sqlite";
import { expect, it } from "vitest";
import { temporaryFolder, type World, world } from "../../support/world.ts";

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, at) => ({ CF_WSH: `${from + at}号` }));

async function projected(store?: ItemStore, count = 150): Promise<World> {
  const hub = world({ ...(store && { store }) });
  await hub.take("penalty", numbered(count), { name: "one.csv" });
  await Projection.catchUp(hub.ctx, {});
  return hub;
}
const all = async ({ ctx }: World) => (await Log.changes(ctx, { first: 1_000 })).entries;

/** Does some work once, just before the nth call of a method that the test picks. */
function before(store: ItemStore, method: keyof ItemStore, isIt: (given: readonly unknown[], nth: number) => boolean, work: () => Promise<unknown>): ItemStore {
  let nth = 0;
  let done = false;
  return new Proxy(store, {
    get(target, name, receiver) {
      const own: unknown = Reflect.get(target, name, receiver);
      if (name !== method || typeof own !== "function") return own;
      return async (...given: unknown[]) => {
        nth += 1;
        if (!done && isIt(given, nth)) {
          done = true;
          await work();
        }
        return own.apply(target, given) as unknown;
      };
    },
  });
}
const pkOf = (given: readonly unknown[]) => (given[0] as { pk: string }).pk;

it("a rebuild that another has overtaken before it began loses nothing, also where the store has forgotten what was logged", async () => {
  const hub = await projected(undefined, 1_200);
  const store = before(
    hub.store,
    "transact",
    (_g, nth) => nth === 1,
    () => Projection.rebuild(hub.ctx, {}),
  );
  await Projection.rebuild({ ...hub.ctx, store }, {});
  await Projection.catchUp(hub.ctx, {});
  expect((await Totals.statistics(hub.ctx, { kind: "penalty" })).count).toBe(1_200);
});

it("a rebuild that is done while another begins leaves one whole log", async () => {
  const hub = await projected();
  const store = before(
    hub.store,
    "transact",
    (_g, nth) => nth === 1,
    () => Projection.rebuild(hub.ctx, {}),
  );
  const _result = await Projection.rebuild({ ...hub.ctx, store }, {}).catch((error: unknown) => error);
  expect((await all(hub)).length).toBe(150);
  await Projection.catchUp(hub.ctx, {});
  expect((await all(hub)).length).toBe(150);
});

it("a rebuild that still removes takes nothing of a newer one away", async () => {
  const hub = await projected();
  let closed = false;
  const store = before(
    hub.store,
    "transact",
    ([writes]) => {
      const is = closed;
      if ((writes as { put?: { pk: string } }[]).some((w) => w.put?.pk === "PROJECTION" && (w.put as { sk?: string }).sk === "ACTIVE")) closed = true;
      return is;
    },
    () => Projection.rebuild(hub.ctx, {}),
  );
  const paged: ItemStore = new Proxy(store, {
    get: (target, name, receiver) =>
      name === "scan" ? (cursor?: string | null) => target.scan(cursor, 100) : (Reflect.get(target, name, receiver) as unknown),
  });
  await Projection.rebuild({ ...hub.ctx, store: paged }, {}).catch((error: unknown) => error);
  expect((await all(hub)).length).toBe(150);
});

it("who followed an empty log goes on in the one that a rebuild made", async () => {
  const hub = world();
  const follower = Projection.followerOf(hub.ctx);
  await Projection.catchUp(hub.ctx, { follower });
  await Projection.rebuild(hub.ctx, {});
  await hub.take("penalty", numbered(3));
  await Projection.catchUp(hub.ctx, { follower });
  expect((await all(hub)).length).toBe(3);
  expect((await Totals.statistics(hub.ctx, { kind: "penalty" })).count).toBe(3);
});

it("a projector that a rebuild overtakes between its reads appends to the new log", async () => {
  const hub = await projected();
  await hub.take("penalty", numbered(3, 900), { name: "two.csv" });
  const changes = (await hub.items()).filter(({ pk }) => pk.startsWith("ENT#")).map(({ pk, sk, version }) => ({ pk, sk, version }));
  // The rebuild takes its own sweep first; a further record comes after it.
  const store = before(
    hub.store,
    "get",
    (given) => pkOf(given) === "LOG#1",
    async () => {
      await Projection.rebuild(hub.ctx, {});
      await hub.take("penalty", numbered(1, 999), { name: "three.csv" });
    },
  );
  const fresh = [...changes, { pk: changes[0]?.pk ?? "", sk: (changes[0]?.sk ?? "").replace(/[^#]*$/, "999号"), version: 1 }];
  await Projection.take({ ...hub.ctx, store }, { changes: fresh });
  expect((await all(hub)).length).toBe(154);
});

it("who reads pages, totals, the position or verifies while a rebuild swaps is answered as if it had not", async () => {
  const hub = await projected();
  const { cursor } = await Log.changes(hub.ctx, { first: 7 });
  const store = () =>
    before(
      hub.store,
      "query",
      (given) => pkOf(given).startsWith("LOG#"),
      () => Projection.rebuild(hub.ctx, {}),
    );
  const page = await Log.changes({ ...hub.ctx, store: store() }, { first: 10 });
  expect(page.entries.length).toBe(10);
  await expect(Log.changes({ ...hub.ctx, store: store() }, { after: cursor, first: 10 })).resolves.toMatchObject({ hasMore: true });
  const totals = before(
    hub.store,
    "query",
    (given) => pkOf(given).startsWith("TOTALS#"),
    () => Projection.rebuild(hub.ctx, {}),
  );
  expect((await Totals.statistics({ ...hub.ctx, store: totals }, { kind: "penalty" })).count).toBe(150);
  const head = before(
    hub.store,
    "get",
    (given) => pkOf(given).startsWith("LOG#"),
    () => Projection.rebuild(hub.ctx, {}),
  );
  expect((await Log.position({ ...hub.ctx, store: head }, {})).sequence).toBe(150);
  const verifying = before(
    hub.store,
    "query",
    (given) => pkOf(given).startsWith("LOG#"),
    () => Projection.rebuild(hub.ctx, {}),
  );
  expect((await Projection.verify({ ...hub.ctx, store: verifying }, {})).differences).toEqual([]);
});

it("a page never begins in the middle, though a removal was broken off", async () => {
  const hub = await projected(undefined, 400);
  let removing = 0;
  // Removal stops after its first transaction, as when the process is slow; meanwhile somebody reads who knew the old generation.
  const slow = before(
    hub.store,
    "transact",
    ([writes]) => "delete" in ((writes as object[])[0] ?? {}) && ++removing === 2,
    () => Promise.reject(new Error("slow here")),
  );
  const store = before(
    hub.store,
    "query",
    (given) => pkOf(given).startsWith("LOG#"),
    () => Projection.rebuild({ ...hub.ctx, store: slow }, {}).catch(() => {}),
  );
  const page = await Log.changes({ ...hub.ctx, store }, { first: 50 });
  expect(page.entries[0]?.sequence).toBe(1);
});

it("a rebuild of a log whose head lost its newest entries ends", async () => {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = await projected(openSqlite({ file }));
  const db = new DatabaseSync(file);
  db.exec(`UPDATE items SET body = json_set(body, '$.sequence', 3) WHERE sk = 'HEAD'`);
  db.close();
  let swaps = 0;
  const onProgress = ({ step }: Projection.Progress) => {
    if (step === "swapping" && ++swaps > 200) throw new Error("it swaps for ever");
  };
  await Projection.rebuild(hub.ctx, { onProgress });
  expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [] });
});

it("nothing lags after a rebuild has taken up what was pending", async () => {
  const hub = await projected();
  await hub.take("penalty", numbered(3, 900), { name: "two.csv" });
  await Projection.rebuild(hub.ctx, {});
  await Projection.catchUp(hub.ctx, {});
  expect(await Projection.verify(hub.ctx, {})).toMatchObject({ pending: 0 });
  expect(await Projection.lag(hub.ctx, {})).toEqual({ changes: 0, seconds: 0 });
});

it("pulses tell an hour of lag while an hour of the stream is still to come", async () => {
  const hub = world();
  let now = Date.parse("2026-01-05T01:00:00.000Z");
  const ctx = { ...hub.ctx, clock: { now: () => new Date(now) } };
  await Projection.pulse(ctx, {});
  const first = { pk: "PULSE#sent", sk: "AT", version: Math.floor(now / 1000) };
  for (let minute = 0; minute < 60; minute += 1) {
    now += 60_000;
    await Projection.pulse(ctx, {});
  }
  // The stream is an hour behind: what it hands over now is the first pulse.
  await Projection.take(ctx, { changes: [first] });
  expect((await Projection.streamLag(ctx, {}))?.seconds).toBeGreaterThan(3_000);
});

it("verify takes records that are written meanwhile for no difference", async () => {
  const hub = await projected();
  let pages = 0;
  const store: ItemStore = new Proxy(hub.store, {
    get(target, name, receiver) {
      if (name !== "scan") return Reflect.get(target, name, receiver) as unknown;
      return async (cursor?: string | null) => {
        pages += 1;
        if (pages === 4) await hub.take("penalty", [{ CF_WSH: "3号", CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
        return target.scan(cursor, 100);
      };
    },
  });
  expect(await Projection.verify({ ...hub.ctx, store }, {})).toMatchObject({ differences: [] });
});

it.each([
  [
    "another generation is named",
    'INSERT INTO items (pk, sk, version, body, wrapped) VALUES (\'PROJECTION\', \'ACTIVE\', 1, \'{"generation":7,"since":"2026-01-05T01:00:00.000Z","mends":[]}\', 0)',
    true,
  ],
  [
    "a record is put in past the hub",
    "INSERT INTO items (pk, sk, version, body, wrapped) SELECT pk, replace(sk, '3号', 'X号'), version, replace(body, '\"3号\"', '\"X号\"'), 0 FROM items WHERE pk LIKE 'ENT#%' AND sk LIKE '%#3号'",
    false,
  ],
])("verify finds that %s", async (_what, sql, alsoChange) => {
  const file = join(temporaryFolder(), "hub.sqlite");
  const hub = await projected(openSqlite({ file }));
  const db = new DatabaseSync(file);
  expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
  if (alsoChange) db.exec("UPDATE items SET body = replace(body, '扬尘', '噪声') WHERE pk LIKE 'ENT#%' AND sk LIKE '%#3号'");
  db.close();
  const result = await Projection.verify(hub.ctx, {});
  expect(result.differences).not.toEqual([]);
});
it("nothing goes into a log that was replaced, also not when the store forgets what was followed", async () => {
  const hub = world();
  const follower = Projection.followerOf(hub.ctx);
  await Projection.catchUp(hub.ctx, { follower });
  await Projection.rebuild(hub.ctx, {});
  await hub.take("penalty", numbered(1_500));
  await Projection.catchUp(hub.ctx, { follower });
  // The hub is started again.
  await Projection.catchUp(hub.ctx, {});
  expect((await Totals.statistics(hub.ctx, { kind: "penalty" })).count).toBe(1_500);
});

it("closing ends though writing goes on", { timeout: 30_000 }, async () => {
  const hub = world();
  await hub.take("penalty", numbered(20_000));
  const projecting = startProjecting({ store: hub.store, clock: hub.ctx.clock, log: createLogger("silent") });
  const _begun = performance.now();
  await projecting.close();
  expect((await Log.position(hub.ctx, {})).sequence).toBeLessThan(20_000);
});
