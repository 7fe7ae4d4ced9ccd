import { digestOf } from "@hub/core/digest";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { describe, expect, it } from "vitest";
import { type World, world } from "../../support/world.ts";

/** A hub with so many entries in its log, whose pages have 1,000. */
async function logged(count: number): Promise<World> {
  const hub = world();
  await hub.take(
    "penalty",
    Array.from({ length: count }, (_, at) => ({ CF_WSH: `${at}号` })),
    { name: "many.csv" },
  );
  await hub.take("register", [{}]);
  await Projection.catchUp(hub.ctx, {});
  return hub;
}

const sequences = (page: Log.ChangePage) => page.entries.map(({ sequence }) => sequence);
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

describe("the change log", () => {
  it("of more than one page is one list: across the end of a page, in any steps, to its end", { timeout: 60_000 }, async () => {
    const hub = await logged(2_030);
    const all: number[] = [];
    for (let after: string | null = null; ; ) {
      const page: Log.ChangePage = await Log.changes(hub.ctx, { after, first: 700 });
      all.push(...sequences(page));
      if (!page.hasMore) break;
      after = page.cursor;
    }
    expect(all).toEqual(from(1, 2_031));

    const at990 = (await Log.changes(hub.ctx, { first: 990 })).cursor;
    hub.calls.length = 0;
    const across = await Log.changes(hub.ctx, { after: at990, first: 20 });
    expect([sequences(across), hub.calls]).toEqual([from(991, 1_010), ["get", "query", "query"]]);

    const at1000 = (await Log.changes(hub.ctx, { first: 1_000 })).cursor;
    hub.calls.length = 0;
    expect(sequences(await Log.changes(hub.ctx, { after: at1000, first: 3 }))).toEqual([1_001, 1_002, 1_003]);
    expect(hub.calls).toEqual(["get", "query", "query"]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], sequence: 2_031 });
  });

  it("is looked through by a bounded amount for a kind that is rare, and says where to go on", { timeout: 60_000 }, async () => {
    const hub = await logged(5_200);
    const none = await Log.changes(hub.ctx, { kinds: ["enterprise"], first: 1 });
    expect([none.entries, none.hasMore]).toEqual([[], true]);
    const found = await Log.changes(hub.ctx, { kinds: ["enterprise"], first: 1, after: none.cursor });
    expect([sequences(found), found.hasMore]).toEqual([[5_201], false]);
  });

  it("is refused under a cursor that is none, before anything is read", async () => {
    const hub = await logged(1);
    hub.calls.length = 0;
    for (const after of ["", "x", "MS4", Buffer.from("1.xyz").toString("base64url")]) {
      await expect(Log.changes(hub.ctx, { after })).rejects.toMatchObject({ code: "BAD_CURSOR" });
    }
    expect(hub.calls).toEqual([]);
  });

  it("can be checked by anyone who has its entries: hashes over the canonical form of RFC 8785", async () => {
    const hub = await logged(2);
    const { entries } = await Log.changes(hub.ctx, {});
    let previous = "0".repeat(64);
    for (const { hash, ...fields } of entries) {
      expect([fields.previous, digestOf(fields)]).toEqual([previous, hash]);
      previous = hash;
    }
    const [first] = entries;
    const record = first && (await hub.store.get(Log.keyOf(first)));
    expect(first?.content).toBe(record && digestOf(record.body));
  });
});

describe("the canonical form", () => {
  it("is that of RFC 8785: sorted names, shortest numbers, no blanks", () => {
    // Appendix B's example of the RFC, as SHA-256 of the text that it prints.
    const text = '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}';
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    };
    expect(JSON.parse(text)).toEqual(value);
    expect(digestOf(value)).toBe(digestOf(JSON.parse(text)));
    expect(digestOf({ b: 1, a: [] })).toBe("1c8f8816506a8ccbc55140d8a7bb70214a8942c7030fc0fc2914cec675cd1c15");
  });
});
