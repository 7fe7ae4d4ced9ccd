import { systemClock } from "@hub/core/clock";
import { operator } from "@hub/core/ctx";
import { openSqlite } from "@hub/store/sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Serving, serving } from "../support/api.ts";
import { declared } from "../support/roundtrips/declared.ts";
import { type Filled, fill } from "../support/roundtrips/fill.ts";
import { isPublicQuery } from "../support/roundtrips/public.ts";
import { type Ask, documented } from "../support/roundtrips/queries.ts";
import { declaredSteps, stepsOf, watched } from "../support/roundtrips/watched.ts";

const sqlite = openSqlite({ file: ":memory:" });
const { store, calls } = watched(sqlite);
let filled: Filled;

beforeAll(async () => {
  filled = await fill(store);
});
afterAll(() => sqlite.close());

function asking(api: Serving): Ask {
  return async (query, variables) => {
    const { data, errors } = await api.ask(query, variables);
    expect(errors).toEqual([]);
    return data as unknown;
  };
}

/** All that an answer has, each list and object counted: what is null or empty was not found. */
function isFull(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isFull);
  if (typeof value === "object" && value !== null) return Object.keys(value).length > 0;
  return value !== null;
}

describe("a documented query calls the store as its access pattern declares, no more often and no deeper", () => {
  it.each(documented.map((each) => [each.name, each] as const))("%s", async (_name, { pattern, query, variables }) => {
    const ask = asking(await serving({ store, ctx: { actor: operator, clock: systemClock, store } }, { actor: operator }));
    const given = await variables(filled, ask);
    calls();
    const data = await ask(query, given);
    const found = stepsOf(calls());
    const access = pattern === null ? { steps: [] } : declared.get(pattern);
    // What is not public costs one write more, before the answer.
    expect(found).toEqual(access && [...declaredSteps(access), ...(isPublicQuery(query) ? [] : [["transact"]])]);
    expect(Object.values(data as object).every(isFull), JSON.stringify(data)).toBe(true);
  });
});
