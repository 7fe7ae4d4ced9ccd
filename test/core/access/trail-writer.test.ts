import type { ItemStore } from "@hub/core/ports";
import type { Noted, TrailEntry } from "@hub/core/trail";
import { type TrailWriter, trailWriter } from "@hub/server/trail";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { bodiesOf, busy, countsIn, disturbed, handClock, onBothStores, transactionsOf } from "../../support/access.ts";

const noted = (change: Partial<Noted> = {}): Noted => ({
  ...{ kind: "read", actor: "key:7f3k9c2a.x2y3z4w5", role: "partner", agency: "7f3k9c2a", actions: ["history:read"], subject: "91140581MA0DEMX13N" },
  ...{ target: null, purpose: "lending", requestId: "request-1", channel: "graphql" },
  ...change,
});
const clock = handClock();
const memory = () => openSqlite({ file: ":memory:" });

/** A request that reads of some enterprises and waits until that is written. */
async function request(writer: TrailWriter, notes: readonly Noted[]): Promise<void> {
  const recorder = writer.begin();
  for (const note of notes) recorder.note(note);
  await recorder.written();
}

const subject = (nth: number) => `91140581${String(nth).padStart(10, "0")}`;

describe("the writer of the trail", () => {
  onBothStores((open) => {
    it("writes what many requests read at once in few transactions, each note once", async () => {
      const inner = await open();
      const { store, transactions } = transactionsOf(inner);
      const writer = trailWriter({ store, clock });
      const asked = Array.from({ length: 150 }, (_, nth) => [
        noted({ requestId: `request-${nth}` }),
        noted({ requestId: `request-${nth}`, subject: subject(nth) }),
      ]);
      await Promise.all(asked.map((notes) => request(writer, notes)));
      expect(transactions.map(({ length }) => length)).toEqual([100, 100, 100]);
      const written = (await bodiesOf(inner, "AUDIT#")) as unknown as readonly TrailEntry[];
      expect(new Set(written.map(({ id }) => id)).size).toBe(300);
      const order = (a: { requestId: string | null; subject: string | null }, b: typeof a) =>
        `${a.requestId} ${a.subject}` < `${b.requestId} ${b.subject}` ? -1 : 1;
      expect(written.map(({ id: _id, at: _at, ...rest }) => rest).sort(order)).toEqual(asked.flat().sort(order));
      expect(new Set(written.map(({ at }) => at))).toEqual(new Set(["2090-01-05T01:00:00.000Z"]));
    });

    it("writes the 250 notes of one request in three transactions, and is done with the last", async () => {
      const inner = await open();
      const { store, transactions } = transactionsOf(inner);
      const notes = Array.from({ length: 250 }, (_, nth) => noted({ subject: subject(nth) }));
      await request(trailWriter({ store, clock }), notes);
      expect(transactions.map(({ length }) => length)).toEqual([100, 100, 50]);
      expect(await countsIn(inner)).toEqual({ AUDIT: 250 });
    });
  });

  it("makes one entry of what a request reads of one enterprise, with all that was done", async () => {
    const store = memory();
    const notes = [
      noted(),
      noted({ actions: ["provenance:read"] }),
      noted(),
      noted({ subject: null }),
      noted({ kind: "write", actions: ["access:write"], target: "agency x" }),
    ];
    await request(trailWriter({ store, clock }), notes);
    const entry = { ...noted(), id: expect.any(String), at: "2090-01-05T01:00:00.000Z" };
    const written = await bodiesOf(store, "AUDIT#");
    expect(written).toHaveLength(3);
    expect(written).toEqual(
      expect.arrayContaining([
        { ...entry, actions: ["history:read", "provenance:read"] },
        { ...entry, subject: null },
        { ...entry, kind: "write", actions: ["access:write"], target: "agency x" },
      ]),
    );
    expect(notes[0]?.actions).toEqual(["history:read"]);
  });

  it("writes nothing for a request that notes nothing, and each note once though it is asked twice", async () => {
    const { store, transactions } = transactionsOf(memory());
    const recorder = trailWriter({ store, clock }).begin();
    await recorder.written();
    expect(transactions).toEqual([]);
    recorder.note(noted());
    await Promise.all([recorder.written(), recorder.written()]);
    await recorder.written();
    expect(transactions).toHaveLength(1);
  });

  it("answers nobody before it is written", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const inner = memory();
    const store = disturbed(inner, { before: () => promise });
    let isAnswered = false;
    const answered = request(trailWriter({ store, clock }), [noted()]).then(() => {
      isAnswered = true;
    });
    await new Promise((later) => setTimeout(later, 20));
    expect([isAnswered, await countsIn(inner)]).toEqual([false, {}]);
    resolve();
    await answered;
    expect([isAnswered, await countsIn(inner)]).toEqual([true, { AUDIT: 1 }]);
  });
});

describe("where the store fails, the writer of the trail", () => {
  /** Fails in the nth transaction. */
  const failing = (inner: ItemStore, ...which: readonly number[]) =>
    disturbed(inner, {
      before: (_name, nth) => {
        if (which.includes(nth)) throw busy();
      },
    });
  const outcomes = async (calls: readonly Promise<void>[]) => (await Promise.allSettled(calls)).map(({ status }) => status);

  it("fails exactly the requests that wait for that transaction, and writes for the next", async () => {
    const inner = memory();
    const writer = trailWriter({ store: failing(inner, 2), clock });
    const told = await outcomes(Array.from({ length: 250 }, (_, nth) => request(writer, [noted({ requestId: `request-${nth}` })])));
    expect(told.map((status, nth) => (status === "rejected") === (nth >= 100 && nth < 200)).every(Boolean)).toBe(true);
    expect(await countsIn(inner)).toEqual({ AUDIT: 150 });
    const ids = new Set((await bodiesOf(inner, "AUDIT#")).map(({ requestId }) => requestId));
    expect(told.every((status, nth) => ids.has(`request-${nth}`) === (status === "fulfilled"))).toBe(true);
    await request(writer, [noted({ requestId: "afterwards" })]);
    expect(await countsIn(inner)).toEqual({ AUDIT: 151 });
  });

  it.each([1, 2, 3])("fails a request whose transaction number %i of three failed, with what the store said", async (nth) => {
    const writer = trailWriter({ store: failing(memory(), nth), clock });
    const notes = Array.from({ length: 250 }, (_, at) => noted({ subject: subject(at) }));
    await expect(request(writer, notes)).rejects.toMatchObject({ code: "STORE_BUSY" });
    await request(writer, [noted()]);
  });

  it("does not write what has failed with what comes later", async () => {
    const inner = memory();
    const writer = trailWriter({ store: failing(inner, 1), clock });
    const recorder = writer.begin();
    recorder.note(noted({ requestId: "failed" }));
    await expect(recorder.written()).rejects.toMatchObject({ code: "STORE_BUSY" });
    await request(writer, [noted({ requestId: "later" })]);
    expect((await bodiesOf(inner, "AUDIT#")).map(({ requestId }) => requestId)).toEqual(["later"]);
  });
});
