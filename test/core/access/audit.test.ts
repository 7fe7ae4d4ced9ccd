import { Audit } from "@hub/core/audit";
import type { Ctx } from "@hub/core/ctx";
import type { TrailEntry } from "@hub/core/trail";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type AccessHub, accessHub, actorOf, countsIn, onBothStores, refusalOf } from "../../support/access.ts";
import { actors, newestFirst, purposes, someEntries, subjects, writeEntries } from "../../support/trail.ts";

type Wanted = Partial<Audit.Filter>;
const entries = newestFirst(someEntries(2_400));
const [own, another] = subjects;

let hub: AccessHub;
let auditor: Ctx;
beforeAll(async () => {
  hub = accessHub();
  auditor = hub.as(actorOf("auditor"));
  // Two thirds are sealed, and stand in the lists; the rest has come since.
  const sealedTo = entries[800]?.at ?? "";
  await writeEntries(
    hub.store,
    entries.filter(({ at }) => at <= sealedTo),
  );
  const then = { now: () => new Date(Date.parse(sealedTo) + Audit.settleMs) };
  expect(await Audit.seal({ ...hub.ctx, clock: then }, {})).toMatchObject({ number: 1, to: sealedTo });
  await writeEntries(
    hub.store,
    entries.filter(({ at }) => at > sealedTo),
  );
});

/** All pages of a list, one behind the other. */
async function pages(ctx: Ctx, wanted: Wanted, first: number): Promise<readonly (readonly TrailEntry[])[]> {
  const all: (readonly TrailEntry[])[] = [];
  let after: string | null = null;
  do {
    const page: Audit.EntryPage = await Audit.list(ctx, { ...wanted, first, after });
    expect(page.items.length).toBeLessThanOrEqual(first);
    all.push(page.items);
    after = page.cursor;
  } while (after !== null);
  return all;
}

/** The same by looking at each. */
function recount(among: readonly TrailEntry[], wanted: Wanted): readonly TrailEntry[] {
  return among.filter(
    (entry) =>
      (["subject", "agency", "actor", "purpose", "kind"] as const).every((field) => wanted[field] == null || wanted[field] === entry[field]) &&
      (wanted.action == null || entry.actions.includes(wanted.action)) &&
      (wanted.from == null || entry.at >= wanted.from) &&
      (wanted.to == null || entry.at <= wanted.to),
  );
}

const instants = entries.map(({ at }) => at);
const some = <T>(...of: readonly T[]) => fc.constantFrom<T | null | undefined>(null, undefined, undefined, undefined, ...of);
const wanted: fc.Arbitrary<Wanted> = fc.record({
  ...{ subject: some<string>(...subjects), agency: some("7f3k9c2a", "b2u3r4e5", "nobody"), actor: some<string>(...actors), purpose: some<string>(...purposes) },
  ...{ action: some("history:read", "provenance:read", "access:write"), kind: some<"read" | "write">("read", "write") },
  ...{ from: some(...instants.filter((_, nth) => nth % 800 === 0)), to: some(...instants.filter((_, nth) => nth % 700 === 0)) },
});

describe("the audit trail", () => {
  it("lies on all its shards", async () => {
    const shards = new Set(
      (await Promise.all(Array.from({ length: 8 }, (_, nth) => hub.store.query({ pk: `AUDIT#${nth}`, limit: 1 })))).map(({ items }) => items.length),
    );
    expect([shards, (await countsIn(hub.store))["AUDIT"]]).toEqual([new Set([1]), entries.length]);
  });

  it("is listed newest first, without loss or repetition, whatever the size of the pages", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 100 }), async (first) => {
        const told = await pages(auditor, {}, first);
        expect(told.flat()).toEqual(entries);
        expect(told.slice(0, -1).every(({ length }) => length === first)).toBe(true);
      }),
      { numRuns: 12, examples: [[1], [100]] },
    );
  });

  it("is listed by whom, for whom, of whom, what, what for, how and when, alone or together", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(wanted, fc.integer({ min: 5, max: 100 }), async (by, first) => {
        expect((await pages(auditor, by, first)).flat()).toEqual(recount(entries, by));
      }),
      { numRuns: 80 },
    );
  });

  it("adds up to what a recount of its entries does", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(wanted, async (by) => {
        const left = recount(entries, by);
        const counted = (values: (entry: TrailEntry) => readonly (string | null)[]) => {
          const counts: Record<string, number> = {};
          for (const value of left.flatMap(values)) if (value !== null) counts[value] = (counts[value] ?? 0) + 1;
          return counts;
        };
        const { entries: count, by: told } = await Audit.totals(auditor, by);
        const asObject = (counts: readonly Audit.Count[]) => Object.fromEntries(counts.map(({ value, count: times }) => [value, times]));
        expect([count, asObject(told.action), asObject(told.agency), asObject(told.role), asObject(told.purpose)]).toEqual([
          left.length,
          ...[counted(({ actions }) => actions), counted(({ agency }) => [agency]), counted(({ role }) => [role]), counted(({ purpose }) => [purpose])],
        ]);
        for (const counts of Object.values(told))
          expect(counts.map(({ count: times }) => times)).toEqual(counts.map(({ count: times }) => times).sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  });

  it("is whole also where it takes many pages of the store, in lists and in totals", async () => {
    const large = accessHub();
    const many = newestFirst(someEntries(9_600));
    await writeEntries(large.store, many);
    const ctx = large.as(actorOf("auditor"));
    for (const by of [{}, { subject: own }, { agency: "b2u3r4e5", purpose: "bidding" }]) {
      expect((await pages(ctx, by, 100)).flat()).toEqual(recount(many, by));
      expect((await Audit.totals(ctx, by)).entries).toBe(recount(many, by).length);
    }
  });

  it("takes cursors of its own alone", async () => {
    for (const after of ["x", "2089-12-01T00:00:00.000Z", "2089-12-01T00:00:00.000Z#", `${"9".repeat(150)}`]) {
      expect(await refusalOf(Audit.list(auditor, { after }))).toMatchObject({ code: "BAD_CURSOR" });
    }
    for (const wrong of [{ first: 0 }, { first: 101 }, { from: "2089-12-01" }, { subject: "91" }]) {
      expect(await refusalOf(Audit.list(auditor, wrong))).toMatchObject({ code: "BAD_INPUT" });
    }
  });

  it("is read in one round trip of eight queries; of an enterprise or an agency in three: how far its list goes, what has come since, and the list", async () => {
    const calls = async (by: Wanted) => {
      hub.calls.splice(0);
      await Audit.list(auditor, by);
      return hub.calls.splice(0);
    };
    expect(await calls({})).toEqual(Array.from({ length: 8 }, () => "query"));
    const queries = (length: number) => Array.from({ length }, () => "query");
    for (const by of [{ subject: own }, { agency: "7f3k9c2a" }]) {
      // What has come since fills a page; a rare purpose goes on in the list; what lies before is in the list alone.
      expect(await calls(by)).toEqual(queries(9));
      expect(await calls({ ...by, purpose: "none" })).toEqual(expect.arrayContaining(queries(10)));
      expect(await calls({ ...by, to: entries[900]?.at ?? null })).toEqual(queries(2));
    }
  });
});

describe("an enterprise that looks who has looked", () => {
  const ctx = () => hub.as(actorOf("enterprise", { enterprises: { [own]: "all", [another]: ["history:read"] } }));
  const shown = (entry: TrailEntry) => ({ ...entry, actor: entry.agency === null ? entry.role : `agency:${entry.agency}` });

  it("sees what is about itself, with agencies instead of people", async () => {
    const told = (await pages(ctx(), { subject: own }, 100)).flat();
    expect(told).toEqual(recount(entries, { subject: own }).map(shown));
    expect(told.length).toBeGreaterThan(500);
    expect(actors.filter((actor) => JSON.stringify(told).includes(actor))).toEqual([]);
    expect((await Audit.totals(ctx(), { subject: own })).entries).toBe(told.length);
  });

  it("does not find out by guessing who it was", async () => {
    for (const actor of actors) {
      expect(await Audit.list(ctx(), { subject: own, actor })).toEqual({ items: [], cursor: null });
      expect((await Audit.totals(ctx(), { subject: own, actor })).entries).toBe(0);
    }
    const agency = "agency:7f3k9c2a";
    expect((await pages(ctx(), { subject: own, actor: agency }, 100)).flat()).toEqual(recount(entries, { subject: own, agency: "7f3k9c2a" }).map(shown));
  });

  it("sees nothing about others, nor of those for whom it may do less", async () => {
    const none = { action: [], agency: [], role: [], purpose: [] };
    hub.calls.splice(0);
    for (const by of [{}, { subject: another }, { subject: subjects[2] }, { agency: "7f3k9c2a" }, { subject: null }]) {
      expect(await Audit.list(ctx(), by)).toEqual({ items: [], cursor: null });
      expect(await Audit.totals(ctx(), by)).toEqual({ entries: 0, by: none });
    }
    expect(hub.calls).toEqual([]);
  });

  it("is the only one, with auditors and the operator, who sees the trail at all", async () => {
    for (const role of ["public", "partner", "officer", "reviewer", "admin"] as const) {
      expect(await refusalOf(Audit.list(hub.as(actorOf(role, { divisions: ["000000"] })), {}))).toMatchObject({ code: "FORBIDDEN" });
    }
  });
});

describe("on either store", () => {
  onBothStores((open) => {
    it("the trail is listed alike", async () => {
      const there = accessHub(await open());
      const few = newestFirst(someEntries(350));
      await writeEntries(there.store, few);
      const ctx = there.as(actorOf("auditor"));
      for (const first of [13, 100]) {
        expect((await pages(ctx, {}, first)).flat()).toEqual(few);
        for (const by of [{ subject: own }, { agency: "b2u3r4e5" }, { subject: another, kind: "write" as const }, { to: few[100]?.at, from: few[300]?.at }]) {
          expect((await pages(ctx, by, first)).flat()).toEqual(recount(few, by));
        }
      }
      expect((await Audit.totals(ctx, {})).entries).toBe(350);
    });
  });
});
