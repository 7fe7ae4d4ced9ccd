import { Intake } from "@hub/core/intake";
import type { ItemStore, Write } from "@hub/core/ports";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { fileOf, tableOf } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

/** A file of sound penalties, 250 unless told: more than two batches. */
function penaltyFile(name: string, count = 250): Intake.OpenFile {
  const numbered = Array.from({ length: count }, (_, index) => ({ CF_WSH: `${name}${index}号` }));
  return fileOf(name, tableOf("penalty", numbered));
}

/** Takes one batch of a file in and stops there, as a function does whose time is up. */
async function takePart(hub: World, name: string): Promise<void> {
  await Intake.run(hub.ctx, { file: penaltyFile(name), shouldPause: () => true });
}

const shown = (runs: readonly Intake.Run[]) => runs.map(({ fileName, state, rows }) => [fileName, state, rows]);

describe("the list of imports", () => {
  it("says of running ones how far they are now, in one call more for all of them", async () => {
    const hub = world();
    await Intake.run(hub.ctx, { file: penaltyFile("a", 3) });
    await takePart(hub, "b");
    await takePart(hub, "c");
    await takePart(hub, "c");
    hub.calls.length = 0;
    const { items, cursor } = await Intake.list(hub.ctx, {});
    expect([shown(items), cursor, hub.calls]).toEqual([
      [
        ["c", "running", 196],
        ["b", "running", 98],
        ["a", "done", 3],
      ],
      null,
      ["query", "getMany"],
    ]);
  });

  it("stays in its order and whole, page by page, while imports go on and end between the pages", async () => {
    const hub = world();
    for (const name of ["a", "b", "c", "d", "e"]) await takePart(hub, name);
    const seen: unknown[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof Intake.list>> = await Intake.list(hub.ctx, { first: 2, after });
      seen.push(...shown(page.items));
      after = page.cursor;
      for (const name of ["a", "e"]) await Intake.run(hub.ctx, { file: penaltyFile(name) });
    } while (after !== null);
    expect(seen).toEqual([
      ["e", "running", 98],
      ["d", "running", 98],
      ["c", "running", 98],
      ["b", "running", 98],
      ["a", "done", 250],
    ]);
  });

  it("of more running imports than one call can hold takes two calls at once", async () => {
    const hub = world();
    for (let index = 0; index < 101; index += 1) await takePart(hub, `${index}`);
    hub.calls.length = 0;
    const { items } = await Intake.list(hub.ctx, { first: 1_000 });
    expect([items.filter(({ state, rows }) => state === "running" && rows > 0).length, hub.calls]).toEqual([101, ["query", "getMany", "getMany"]]);
  });
});

it("an import writes to the index when it begins and when it ends, however many batches it has", async () => {
  const store = openSqlite({ file: ":memory:" });
  const indexed: string[] = [];
  const isIndexed = (write: Write): boolean => "put" in write && write.put.pk.startsWith("IMPORT#") && write.put.indexes !== undefined;
  const watching: ItemStore = {
    ...store,
    transact: (writes, options) => {
      indexed.push(...writes.filter(isIndexed).map((write) => ("put" in write ? write.put.sk : "")));
      return store.transact(writes, options);
    },
  };
  const hub = world({ store: watching });
  const file = penaltyFile("a", 500);
  await Intake.run(hub.ctx, { file });
  expect([hub.calls.filter((call) => call === "transact").length, indexed]).toEqual([8, ["LISTING", "LISTING"]]);
  await Intake.run(hub.ctx, { file, again: true });
  expect(indexed).toEqual(["LISTING", "LISTING", "LISTING", "LISTING"]);
  expect((await hub.items()).filter(({ pk }) => pk.startsWith("IMPORT#")).map(({ sk, version }) => [sk, version])).toEqual(
    expect.arrayContaining([["LISTING", 4]]),
  );
});

it("an import that an older hub wrote, listed by its run, is still listed, and once only when it is read again", async () => {
  const hub = world();
  const file = penaltyFile("a", 3);
  const { run } = await Intake.run(hub.ctx, { file });
  const items = (await hub.items()).filter(({ pk }) => pk.startsWith("IMPORT#"));
  const [listing, progress] = ["LISTING", "RUN"].map((sk) => items.find((item) => item.sk === sk));
  if (!listing?.indexes || !progress) throw new TypeError("Both are stored");
  await hub.store.transact([{ delete: listing }, { put: { ...progress, indexes: listing.indexes } }]);
  expect((await Intake.list(hub.ctx, {})).items).toEqual([run]);
  const { run: again } = await Intake.run(hub.ctx, { file, again: true });
  expect((await Intake.list(hub.ctx, {})).items).toEqual([again]);
});
