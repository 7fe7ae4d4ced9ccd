import type { ItemStore } from "@hub/core/ports";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { type Cells, firm } from "../../support/rows.ts";
import { everyItem, type World, world } from "../../support/world.ts";

/** A store whose process dies at a write: nothing of it and nothing after it happens. */
function dying(store: ItemStore, atWrite: number): ItemStore {
  let writes = 0;
  return {
    ...store,
    transact: (given, options) => {
      writes += 1;
      if (writes >= atWrite) return Promise.reject(new Error("killed"));
      return store.transact(given, options);
    },
  };
}

const old: Cells = { CF_XDR_SHXYM: "", CF_XDR_MC: firm.name, CF_XDR_GSZC: firm.registrationNumber };
const waiting = Array.from({ length: 120 }, (_, index): Cells => ({ ...old, CF_WSH: `旧${index}号` }));
const decisions = Array.from(
  { length: 260 },
  (_, index): Cells => ({ CF_WSH: `${index}号`, ...(index % 9 === 4 && { CF_SY: "" }), ...(index % 50 === 0 && { CF_NR_FK: "10001" }) }),
);

async function takeAll(hub: World): Promise<void> {
  await hub.take("penalty", waiting, { name: "1.csv" });
  await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }], { name: "2.csv" });
  await hub.take("penalty", decisions, { name: "3.csv" });
}

/** What is stored, apart from when it was, and of who began how often. */
async function contentOf(store: ItemStore) {
  const items = (await everyItem(store))
    .filter(({ pk }) => !pk.startsWith("AUDIT#"))
    .map((item) => JSON.stringify({ ...item }).replaceAll(/"2026-01-05T01:\d\d:00\.000Z/g, '"then'));
  return items.sort();
}

describe("an import that is killed at a write and started again", () => {
  it("gives what an uninterrupted one gives, whichever write it was", async () => {
    const whole = openSqlite({ file: ":memory:" });
    await takeAll(world({ store: whole }));
    const expected = await contentOf(whole);
    expect(expected.length).toBeGreaterThan(350);
    let kills = 0;
    for (let atWrite = 1; atWrite < 30; atWrite += 1) {
      const store = openSqlite({ file: ":memory:" });
      const wasKilled = await takeAll(world({ store: dying(store, atWrite) })).then(
        () => false,
        () => true,
      );
      if (wasKilled) await takeAll(world({ store }));
      expect(await contentOf(store), `killed at write ${atWrite}`).toEqual(expected);
      await store.close();
      if (!wasKilled) break;
      kills += 1;
    }
    expect(kills).toBeGreaterThan(8);
  });
});
