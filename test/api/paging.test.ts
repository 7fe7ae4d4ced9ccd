import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answer, serving } from "../support/api.ts";
import { builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

const query = /* GraphQL */ `
  query Pages($uscc: String!, $first: Int, $after: String, $last: Int, $before: String) {
    enterprise(uscc: $uscc) {
      penalties(first: $first, after: $after, last: $last, before: $before) {
        totalCount
        edges { cursor node { decisionNumber } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`;

async function listOf(count: number) {
  const hub = world();
  await hub.take(
    "penalty",
    Array.from({ length: count }, (_, index) => ({ CF_WSH: `${index}号`, CF_JDRQ: `2025/0${1 + (index % 3)}/1${index % 9}` })),
  );
  const api = await serving(hub);
  return {
    hub,
    page: async (variables: Readonly<Record<string, unknown>>): Promise<Answer & { readonly list: Answer["data"] }> => {
      const answer = await api.ask(query, { uscc: builder.uscc, ...variables });
      return { ...answer, list: answer.data?.enterprise?.penalties };
    },
  };
}

const numbers = (list: Answer["data"]): string[] => list.edges.map(({ node }: { node: { decisionNumber: string } }) => node.decisionNumber);

describe("a list", () => {
  it("walked in pages of any size, either way, gives every record once and in order", async () => {
    const { page } = await listOf(57);
    const all = numbers((await page({ first: 100 })).list);
    expect(new Set(all).size).toBe(57);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), fc.boolean(), async (size, isForward) => {
        const seen: string[] = [];
        let cursor: string | null = null;
        for (;;) {
          const { list } = await page(isForward ? { first: size, after: cursor } : { last: size, before: cursor });
          expect(list.totalCount).toBe(57);
          if (isForward) seen.push(...numbers(list));
          else seen.unshift(...numbers(list));
          const { hasNextPage, hasPreviousPage, startCursor, endCursor } = list.pageInfo;
          expect([startCursor, endCursor]).toEqual([list.edges[0].cursor, list.edges.at(-1).cursor]);
          const [isMore, isBehind] = isForward ? [hasNextPage, hasPreviousPage] : [hasPreviousPage, hasNextPage];
          expect(isBehind).toBe(cursor !== null);
          if (!isMore) break;
          cursor = isForward ? endCursor : startCursor;
        }
        expect(seen).toEqual(all);
      }),
      { numRuns: 25 },
    );
  });

  it("goes on behind the same record when others arrive in between", async () => {
    const { hub, page } = await listOf(10);
    const first = (await page({ first: 4 })).list;
    const rest = numbers((await page({ first: 100, after: first.pageInfo.endCursor })).list);
    await hub.take("penalty", [{ CF_WSH: "新号", CF_JDRQ: "2025/04/01" }], { name: "new.csv" });
    expect(numbers((await page({ first: 100, after: first.pageInfo.endCursor })).list)).toEqual(rest);
    expect(numbers((await page({ first: 1 })).list)).toEqual(["新号"]);
  });

  it("has twenty records a page unless told", async () => {
    const { page } = await listOf(25);
    expect(numbers((await page({})).list)).toHaveLength(20);
  });

  it("is empty without being wrong", async () => {
    const hub = world();
    await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
    const { data } = await (await serving(hub)).ask(query, { uscc: builder.uscc });
    expect(data.enterprise.penalties).toEqual({
      totalCount: 0,
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it.each([
    [{ first: 0 }, "BAD_INPUT"],
    [{ first: 101 }, "BAD_INPUT"],
    [{ last: -1 }, "BAD_INPUT"],
    [{ first: 1, last: 1 }, "BAD_INPUT"],
    [{ first: 1, after: "nonsense" }, "BAD_CURSOR"],
    [{ last: 1, before: "" }, "BAD_CURSOR"],
  ])("refuses %j with %s", async (variables, code) => {
    const { page } = await listOf(2);
    const { errors } = await page(variables);
    expect(errors.map(({ path, extensions }) => [path, extensions["code"]])).toEqual([[["enterprise", "penalties"], code]]);
  });
});
