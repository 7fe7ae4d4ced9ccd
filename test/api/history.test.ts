import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { authority, builder, firm } from "../support/rows.ts";
import { world } from "../support/world.ts";

/** A served hub with a penalty that was corrected, and the instant before it was. */
async function corrected() {
  const hub = world();
  await hub.take("penalty", [{}, { CF_WSH: "龙一号" }], { name: "one.csv" });
  const before = hub.ctx.clock.now().toISOString();
  await hub.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }, { CF_WSH: "龙一号" }], { name: "two.csv" });
  return { hub, before, after: hub.ctx.clock.now().toISOString(), api: await serving(hub) };
}

const facts = "penalties { totalCount nodes { decisionNumber facts provenance { recordedAt recordedBy reason } } }";
const id = Buffer.from(`Penalty:${builder.uscc}/${authority.uscc}/高环罚〔2025〕17号`).toString("base64url");

describe("another moment", () => {
  it("can be asked for on an enterprise, several, one by its old number, a list, a node and nodes", async () => {
    const { before, after, api } = await corrected();
    const [earlier, now] = ["幼儿园工地裸露土方未覆盖。", "更正后的事实。"];
    const { data, errors } = await api.ask(
      `query ($u: String!, $at: DateTime!, $now: DateTime!, $id: ID!) {
        enterprise(uscc: $u, knownAt: $at) { knownAt asOf ${facts} now: penalties(knownAt: $now, first: 1) { nodes { facts } } }
        enterprises(usccs: [$u], knownAt: $at) { enterprise { penalties(first: 1) { nodes { facts } } } }
        current: enterprise(uscc: $u) { knownAt penalties(first: 1) { nodes { facts } } past: penalties(first: 1, knownAt: $at) { nodes { facts } } }
        node(id: $id, knownAt: $at) { ... on Penalty { facts } }
        nodes(ids: [$id, $id]) { ... on Penalty { facts } }
        before: node(id: $id, asOf: "2025-04-09") { id }
      }`,
      { u: builder.uscc, at: before, now: after, id },
    );
    const first = (text: string) => ({ nodes: [expect.objectContaining({ facts: text })] });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      enterprise: {
        knownAt: before,
        asOf: null,
        penalties: { totalCount: 2, nodes: [{ facts: earlier, provenance: { recordedBy: "operator", reason: "import" } }, {}] },
      },
      enterprises: [{ enterprise: { penalties: first(earlier) } }],
      current: { knownAt: null, penalties: first(now), past: first(earlier) },
      node: { facts: earlier },
      nodes: [{ facts: now }, { facts: now }],
      before: null,
    });
    expect(data.enterprise.now).toEqual({ nodes: [{ facts: now }] });
  });

  it("that is yet to come, or none, is refused by name", async () => {
    const { api } = await corrected();
    const query = "query ($u: String!, $at: DateTime!) { enterprise(uscc: $u, knownAt: $at) { name } }";
    const { errors } = await api.ask(query, { u: builder.uscc, at: "2036-01-01T00:00:00Z" });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT", knownAt: "2036-01-01T00:00:00.000Z" } }]);
  });
});

describe("history", () => {
  it("tells of a decision and of the whole enterprise what changed from what to what, page by page", async () => {
    const { before, api } = await corrected();
    const version = "version change recordedAt actor reason validFrom validTo sighting { fileName row } source { name }";
    const { data, errors } = await api.ask(
      `query ($u: String!, $at: DateTime!) {
        enterprise(uscc: $u) {
          penalties(first: 1) { nodes { history { totalCount nodes { ${version} changes { field from to } } } past: history(knownAt: $at) { totalCount } } }
          timeline(first: 2) { totalCount nodes { kind recordId version change } pageInfo { hasNextPage endCursor } }
          all: timeline(confirmations: true) { totalCount }
        }
      }`,
      { u: builder.uscc, at: before },
    );
    expect(errors).toEqual([]);
    const [penalty] = data.enterprise.penalties.nodes;
    expect(penalty.past).toEqual({ totalCount: 1 });
    expect(penalty.history).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          ...{ version: 2, change: "CHANGED", actor: "operator", reason: "import", validFrom: "2025-04-10", validTo: null },
          ...{ sighting: { fileName: "two.csv", row: 2 }, source: { name: authority.name } },
          changes: [{ field: "facts", from: "幼儿园工地裸露土方未覆盖。", to: "更正后的事实。" }],
        },
        { version: 1, change: "CREATED" },
      ],
    });
    expect(data.enterprise.timeline).toMatchObject({
      totalCount: 3,
      nodes: [{ kind: "PENALTY", recordId: id, version: 2, change: "CHANGED" }, { version: 1 }],
    });
    expect(data.enterprise.all).toEqual({ totalCount: 4 });
    const next = await api.ask(
      "query ($u: String!, $after: String!) { enterprise(uscc: $u) { timeline(first: 2, after: $after) { nodes { version } pageInfo { hasNextPage } } } }",
      {
        u: builder.uscc,
        after: data.enterprise.timeline.pageInfo.endCursor,
      },
    );
    expect(next.data.enterprise.timeline).toEqual({ nodes: [{ version: 1 }], pageInfo: { hasNextPage: false } });
  });

  it("of all decisions of a firm is read once for a request", async () => {
    const { hub, api } = await corrected();
    hub.calls.length = 0;
    await api.ask(
      "query ($u: String!) { enterprise(uscc: $u) { penalties { nodes { history(first: 3) { totalCount } } } timeline(first: 1) { totalCount } } }",
      { u: builder.uscc },
    );
    expect(hub.calls).toEqual(["query", "query", "query", "transact"]);
  });

  it("of an enterprise without any record is empty", async () => {
    const { api } = await corrected();
    expect((await api.ask("query ($u: String!) { enterprise(uscc: $u) { name } }", { u: firm.uscc })).data).toEqual({ enterprise: null });
  });
});

it.each(["5", "2026-01-05T01:00:00", "January 5, 2026", "2026-01-05"])("an instant that is none is refused: %s", async (knownAt) => {
  const hub = world();
  await hub.take("penalty", [{}]);
  const api = await serving(hub);
  const { errors } = await api.ask('query ($k: DateTime) { enterprise(uscc: "91140581MA0EXAMP11", knownAt: $k) { name knownAt } }', { k: knownAt });
  expect(errors[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
});
