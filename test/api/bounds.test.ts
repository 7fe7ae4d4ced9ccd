import { Projection } from "@hub/core/projection";
import { expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

it("many searches of the log for a rare kind are refused as one, before anything is read", { timeout: 120_000 }, async () => {
  const hub = world();
  await hub.take(
    "penalty",
    Array.from({ length: 6_000 }, (_, at) => ({ CF_WSH: `${at}号` })),
  );
  await Projection.catchUp(hub.ctx, {});
  const api = await serving(hub);
  const aliases = Array.from({ length: 200 }, (_, at) => `a${at}:changes(kinds:[ENTERPRISE],first:1){endCursor}`);
  const { errors } = await api.ask(`{${aliases.join(" ")}}`);
  expect(errors[0]?.extensions["code"]).toBe("QUERY_TOO_COSTLY");
});

it.each([40, 120])("another day costs the same whether or not the query was sent without one before, %i times in one", async (count) => {
  const hub = world();
  const usccs = Array.from({ length: 100 }, () => builder.uscc);
  const many = Array.from(
    { length: count },
    (_, at) => `a${at}: enterprises(usccs: $u, asOf: $d) { enterprise { penalties(first: 1, asOf: $d) { totalCount } } }`,
  ).join(" ");
  const big = `query ($u: [String!]!, $d: Date) { ${many} }`;
  const honest = await (await serving(hub)).ask(big, { u: usccs, d: "2025-01-01" });
  const api = await serving(hub);
  const _without = await api.ask(big, { u: usccs, d: null });
  const after = await api.ask(big, { u: usccs, d: "2025-01-01" });
  expect(after.errors[0]?.message).toBe(honest.errors[0]?.message);
});
