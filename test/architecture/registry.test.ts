import { type Action, anyone, type Ctx, operator, reach } from "@hub/core/ctx";
import { type AccessPattern, fromItem, toItem } from "@hub/core/entity";
import type { Operation } from "@hub/core/operation";
import { type Key, limits } from "@hub/core/ports";
import { concepts, entities } from "@hub/core/registry";
import { isPublic, rights } from "@hub/core/rights";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { counted, tickingClock } from "../support/world.ts";

type AnyOperation = Operation<z.ZodType, unknown>;

const operations = Object.entries(concepts).flatMap(([concept, members]) =>
  Object.entries(members).flatMap(([name, member]): [string, AnyOperation][] =>
    typeof member === "function" && "action" in member && "input" in member ? [[`${concept}.${name}`, member as unknown as AnyOperation]] : [],
  ),
);

function asNobody(): { readonly ctx: Ctx; readonly calls: string[] } {
  const { store, calls } = counted(openSqlite({ file: ":memory:" }));
  return { ctx: { actor: { ...anyone, id: "nobody", only: [] }, store, clock: tickingClock("2026-01-05T01:00:00.000Z") }, calls };
}

describe("operations", () => {
  it("are found", () => {
    expect(operations.length).toBeGreaterThan(10);
  });

  it.each(operations)("%s is refused to who has no grant, before its input is read or anything is stored", async (_name, operation) => {
    const { ctx, calls } = asNobody();
    const unreadable = new Proxy({}, { get: () => expect.fail("read") });
    await expect(operation(ctx, unreadable)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(calls).toEqual([]);
  });

  it.each(operations)("%s refuses input of another shape", async (_name, operation) => {
    const { ctx, calls } = asNobody();
    await expect(operation({ ...ctx, actor: operator }, 7)).rejects.toMatchObject({ code: "BAD_INPUT" });
    expect(calls).toEqual([]);
  });

  it("need the rights of the catalogue, all of which the operator has", () => {
    const needed = new Set<string>(operations.map(([, { action }]) => action));
    // The details of provenance, and what is not published, are shown with what was read: no operation reads them.
    expect(Object.keys(rights).filter((action) => !needed.has(action))).toEqual(["provenance:read", "unpublished:read"]);
    expect(Object.keys(rights).filter((action) => reach(operator, action as Action) !== "all")).toEqual([]);
    const ofAnyone = (Object.keys(rights) as Action[]).filter((action) => reach(anyone, action) !== null);
    // A certificate states what anyone may read, and stores nothing.
    expect(ofAnyone.filter((action) => !action.endsWith(":read") && action !== "evidence:issue")).toEqual([]);
    expect(ofAnyone.filter((action) => !isPublic(action))).toEqual([]);
  });
});

describe("entities", () => {
  it("have names and keys of their own", () => {
    expect(new Set(entities.map(({ name }) => name)).size).toBe(entities.length);
    expect(new Set(entities.map(({ keyTemplate }) => JSON.stringify(keyTemplate))).size).toBe(entities.length);
  });

  const fields = (shape: z.ZodObject, path: string): string[] =>
    Object.entries(shape.shape).flatMap(([name, field]) => {
      const here = `${path}.${name}`;
      return (field as z.ZodType).description ? [] : [here];
    });

  it.each(entities.map((entity) => [entity.name, entity] as const))(
    "%s: every example fits, lies where the template says, and comes back from a store as it was",
    async (_name, entity) => {
      expect(entity.examples.length).toBeGreaterThan(0);
      expect(fields(entity.shape, entity.name)).toEqual([]);
      const store = openSqlite({ file: ":memory:" });
      for (const example of entity.examples) {
        const record = entity.shape.parse(example) as never;
        const item = toItem(entity as never, record, 1);
        const pattern = (template: string) => new RegExp(`^${template.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/\{[^}]+\}/g, ".+")}$`);
        const lies = { key: { pk: item.pk, sk: item.sk }, ...item.indexes };
        const templates: Readonly<Record<string, Key>> = { key: entity.keyTemplate, ...("indexTemplates" in entity && entity.indexTemplates) };
        expect(Object.keys(lies)).toEqual(Object.keys(templates));
        for (const [place, { pk, sk }] of Object.entries(lies)) {
          expect(pk).toMatch(pattern(templates[place]?.pk ?? "none"));
          expect(sk).toMatch(pattern(templates[place]?.sk ?? "none"));
        }
        await store.transact([{ put: item, if: "absent" }]);
        const stored = await store.get(item);
        expect(stored && fromItem(entity as never, stored)).toEqual({ record, version: 1 });
      }
      await store.close();
    },
  );

  it.each(entities.map((entity) => [entity.name, entity] as const))(
    "%s says who reads it, in which calls, and why none of its partitions grows hot",
    (_name, entity) => {
      const names = entities.map(({ name }) => name as string);
      const access: readonly AccessPattern[] = entity.access;
      expect(entity.partition.length).toBeGreaterThan(10);
      expect(access.length).toBeGreaterThan(0);
      expect(new Set(access.map(({ name }) => name)).size).toBe(access.length);
      expect(access.filter(({ why, steps }) => why.length <= 10 || steps.length === 0).map(({ name }) => name)).toEqual([]);
      for (const { call, index, times = 1, reads } of access.flatMap(({ steps }) => steps.flat())) {
        const read = Object.entries(reads);
        const most = { get: 1, getMany: limits.keysPerGetMany, query: limits.pageItems + 1 }[call];
        const sum = read.reduce((all, [, count]) => all + count, 0);
        expect([read.filter(([name]) => !names.includes(name)), sum >= 1 && sum <= most, times >= 1, index === undefined || call === "query"]).toEqual([
          [],
          true,
          true,
          true,
        ]);
      }
    },
  );

  it("are refused on the way out of the store when they do not fit", () => {
    const [entity] = entities;
    const example = entity.shape.parse(entity.examples[0]);
    const item = toItem(entity, example, 1);
    expect(() => fromItem(entity, { ...item, body: { ...item.body, status: "unheard of" } })).toThrow(expect.objectContaining({ code: "INTERNAL" }) as Error);
  });
});

it("the hub's limits are those of the narrower store", () => {
  expect(limits).toEqual({
    writesPerTransaction: 100,
    transactionBytes: 4_194_304,
    keysPerGetMany: 100,
    itemBytes: 409_600,
    bodyDepth: 31,
    partitionKeyBytes: 2_048,
    sortKeyBytes: 1_024,
    pageItems: 1_000,
  });
});
