import { type Actor, anyone } from "@hub/core/ctx";
import type { ItemStore } from "@hub/core/ports";
import { describe, expect, it } from "vitest";
import { type Serving, serving } from "../support/api.ts";
import { builder, firm } from "../support/rows.ts";
import { type World, world } from "../support/world.ts";

async function seeded(): Promise<World> {
  const hub = world();
  await hub.take("register", [{}]);
  await hub.take("penalty", [{}, { CF_WSH: "2号", CF_SY: "" }]);
  return hub;
}

const queries: Readonly<Record<string, readonly [query: string, variables?: Readonly<Record<string, unknown>>]>> = {
  profile: [
    "query P($u: String!) { enterprise(uscc: $u) { __typename ...F penalties { nodes { decisionNumber fine { yuan } } } } } fragment F on Enterprise { name status }",
    { u: builder.uscc },
  ],
  skipped: ["query P($u: String!, $x: Boolean!) { enterprise(uscc: $u) { name @skip(if: $x) status @include(if: $x) } }", { u: firm.uscc, x: true }],
  twice: [`{ a: enterprise(uscc: "${firm.uscc}") { name } b: enterprise(uscc: "${builder.uscc}") { name } }`],
  wrongCode: ['{ enterprise(uscc: "1") { name } }'],
  badDay: ['{ dueDate(from: "2026-02-30", workingDays: 7) { due } }'],
  badDayVariable: ["query D($d: Date!) { dueDate(from: $d, workingDays: 7) { due } }", { d: "2026-02-30" }],
  missingVariable: ["query D($d: Date!) { dueDate(from: $d, workingDays: 7) { due } }"],
  dueDate: ['{ dueDate(from: "2026-09-28", workingDays: 7) { from workingDays due isProvisional } }'],
  beyond: ['{ dueDate(from: "2999-01-01", workingDays: 7) { due } }'],
  check: ['{ usccCheck(uscc: "91440300I922038216") { ok suggestion faults { code position expected } parts { division } } }'],
  division: ['{ division(code: "140581") { name path { code } } divisions(below: "140500") { name } }'],
  industry: ['{ industry(code: "C3391") { code name } }'],
  unknownField: ["{ enterprise(uscc: 1) { nope } }"],
  syntax: ["{ enterprise("],
  wrongNumber: ['query D($n: Int!) { dueDate(from: "2026-01-01", workingDays: $n) { due } }', { n: "x" }],
  wrongEnum: ['query I($k: IdentifierKind!) { enterpriseByIdentifier(kind: $k, value: "1") { uscc } }', { k: "NOPE" }],
  subscription: ["subscription { x }"],
  tooManyNodes: ["query N($ids: [ID!]!) { nodes(ids: $ids) { id } }", { ids: Array(101).fill("RW50ZXJwcmlzZTox") }],
  noNode: ['{ node(id: "xx") { id } }'],
  introspection: ['{ __type(name: "Money") { description fields { name description } } }'],
  imports: ["{ imports { nodes { fileName } } }"],
};

describe("compiled and stock execution", () => {
  it.each(Object.entries(queries))("answer %s alike", async (_name, [query, variables]) => {
    const hub = await seeded();
    const [compiled, stock] = [await serving(hub), await serving(hub, { execution: "stock" })];
    const [first, other] = [await compiled.ask(query, variables), await stock.ask(query, variables)];
    const { status, data, errors } = await compiled.ask(query, variables);
    expect({ status, data, errors }).toEqual({ status: other.status, data: other.data, errors: other.errors });
    expect({ status, data, errors }).toEqual({ status: first.status, data: first.data, errors: first.errors });
  });
});

const codesOf = async (api: Serving, query: string, variables = {}) => (await api.ask(query, variables)).errors.map(({ extensions }) => extensions["code"]);

describe("imports", () => {
  const query =
    "query I($sha256: String!) { imports { nodes { fileName } } import(sha256: $sha256) { state rows rejected issueCounts { code rows } sources { name complianceRate timelinessRate } rowIssues { nodes { row outcome issues { code column value message fix fixZh } } endCursor } } }";

  it("are read by who has been granted it, and by nobody else", async () => {
    const hub = await seeded();
    const run = await hub.take("penalty", [{}, { CF_WSH: "2号", CF_SY: "" }]);
    const api = await serving(hub);
    const { data, errors } = await api.ask(query, { sha256: run.sha256 });
    expect(errors).toEqual([]);
    expect(data).toEqual({
      imports: { nodes: [{ fileName: "penalty.csv" }, { fileName: "register.csv" }] },
      import: {
        state: "DONE",
        rows: 2,
        rejected: 1,
        issueCounts: [{ code: "REQUIRED", rows: 1 }],
        sources: [{ name: "示例市生态环境局", complianceRate: 0.5, timelinessRate: 1 }],
        rowIssues: {
          endCursor: null,
          nodes: [
            {
              row: 3,
              outcome: "REJECTED",
              issues: [{ code: "REQUIRED", column: "违法事实", value: null, message: "违法事实 is empty", fix: "Fill in the column.", fixZh: "请填写该列。" }],
            },
          ],
        },
      },
    });
    // To anyone else the API has no such thing.
    expect(await codesOf(await serving(hub, { actor: anyone }), query, { sha256: run.sha256 })).toContain("GRAPHQL_VALIDATION_FAILED");
  });
});

describe("a request that costs too much", () => {
  it.each([
    ["is deep", `{ enterprise(uscc: "${firm.uscc}") { division ${"{ path ".repeat(13)}{ name }${" }".repeat(13)} } }`, "QUERY_TOO_COSTLY"],
    [
      "asks for a hundred lists of a hundred",
      `query ($u: [String!]!) { enterprises(usccs: $u) { enterprise { penalties(first: 100) { nodes { provenance { originals { field column value } } subject { name uscc type } facts content } } } } }`,
      "QUERY_TOO_COSTLY",
    ],
    [
      "repeats a field under many names",
      `{ ${Array.from({ length: 400 }, (_, at) => `a${at}: enterprise(uscc: "${firm.uscc}") { name }`).join(" ")} }`,
      "GRAPHQL_PARSE_FAILED",
    ],
  ])("because it %s is refused before anything is read", async (_why, query, code) => {
    const hub = await seeded();
    const api = await serving(hub);
    hub.calls.length = 0;
    const answer = await api.ask(query, { u: Array(100).fill(firm.uscc) });
    expect([answer.data, answer.errors[0]?.extensions["code"], hub.calls]).toEqual([null, code, []]);
  });

  it("is not what a partner's full page of profiles is", async () => {
    const hub = await seeded();
    const query = `query ($u: [String!]!) { enterprises(usccs: $u) { asked enterprise { uscc name status division { name } penalties { totalCount nodes { decisionNumber decidedOn fine { yuan } authority { name } } } licences { totalCount nodes { documentNumber validTo } } } } }`;
    const { data, errors } = await (await serving(hub)).ask(query, { u: Array(100).fill(firm.uscc) });
    expect([errors, data.enterprises.length]).toEqual([[], 100]);
  });
});

describe("an error of the hub's own", () => {
  const broken: ItemStore = new Proxy({} as ItemStore, {
    get: () => () => {
      throw new TypeError("secret path /srv/hub");
    },
  });

  it.each(["compiled", "stock"] as const)("is logged whole under the request id and masked in the answer (%s)", async (execution) => {
    const { ctx } = world();
    const api = await serving({ ctx, store: broken }, { execution });
    const { data, errors, headers } = await api.ask(`{ enterprise(uscc: "${firm.uscc}") { name } }`);
    const requestId = headers.get("x-request-id");
    expect(data).toEqual({ enterprise: null });
    expect(errors.map(({ message, extensions }) => [message, extensions["code"]])).toEqual([
      ["An error of the hub itself; it was logged under the request id", "INTERNAL"],
    ]);
    expect(JSON.stringify(errors)).not.toContain("secret");
    const logged = api.log().filter(({ msg }) => msg === "unexpected error");
    expect(logged).toMatchObject([{ requestId, err: { message: "secret path /srv/hub" }, path: ["enterprise"] }]);
  });
});

describe("HTTP", () => {
  it("gives each request an id, the caller's own where it is harmless, and logs it", async () => {
    const api = await serving(world());
    const ids = [];
    for (const id of ["partner-7", "bad id\t", "x".repeat(65)])
      ids.push((await fetch(`${api.url}/health`, { headers: { "x-request-id": id } })).headers.get("x-request-id"));
    expect(ids[0]).toBe("partner-7");
    expect(ids.slice(1).every((id) => /^[0-9a-f-]{36}$/.test(id ?? ""))).toBe(true);
    expect(api.log().map(({ requestId, path, status, msg }) => ({ requestId, path, status, msg }))).toEqual(
      ids.map((requestId) => ({ requestId, path: "/health", status: 200, msg: "request" })),
    );
  });

  it.each([
    ["GET", "/nothing", undefined, 404, "NOT_FOUND"],
    ["POST", "/graphql", "{", 400, "BAD_INPUT"],
    ["POST", "/graphql", JSON.stringify({ query: "x".repeat(5_000_000) }), 413, "REQUEST_TOO_LARGE"],
  ])("%s %s of a bad request is a problem document", async (method, path, body, status, code) => {
    const api = await serving(world());
    const response = await fetch(`${api.url}${path}`, { method, ...(body !== undefined && { body, headers: { "content-type": "application/json" } }) });
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json; charset=utf-8"]);
    expect(await response.json()).toMatchObject({ status, code, title: code, requestId: response.headers.get("x-request-id"), detail: expect.any(String) });
  });

  it("takes as much as a file in base64 and 1 MB need from who is known, to the byte, and 256 kB from anyone", async () => {
    const least = JSON.stringify({ query: "{ __typename }", variables: { x: "" } });
    const bodyOf = (bytes: number) => JSON.stringify({ query: "{ __typename }", variables: { x: "x".repeat(bytes - least.length) } });
    const statuses = async (actor: Actor, most: number) => {
      const { url } = await serving(world(), { actor });
      const ask = async (body: string) => (await fetch(`${url}/graphql`, { method: "POST", body, headers: { "content-type": "application/json" } })).status;
      return [await ask(bodyOf(most)), await ask(bodyOf(most + 1))];
    };
    expect(await statuses(anyone, 262_144)).toEqual([200, 413]);
    for (const role of ["partner", "enterprise", "officer"] as const) expect(await statuses({ ...anyone, id: role, role }, 5_000_000)).toEqual([200, 413]);
  });

  it("takes queries by GET for caches, and never from a form of another site", async () => {
    const api = await serving(world());
    const url = `${api.url}/graphql?query=${encodeURIComponent('{ usccCheck(uscc: "1") { ok } }')}`;
    const got = await fetch(url, { headers: { "apollo-require-preflight": "1" } });
    expect(await got.json()).toEqual({ data: { usccCheck: { ok: false } } });
    expect((await fetch(url)).status).toBe(400);
    expect((await fetch(`${api.url}/graphql`, { method: "POST", body: "query=x", headers: { "content-type": "text/plain" } })).status).toBe(400);
  });

  it("hides the schema when introspection is off", async () => {
    const api = await serving(world(), { introspection: false });
    expect(await codesOf(api, "{ __schema { types { name } } }")).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
  });

  it("leads from / to the page", async () => {
    const api = await serving(world());
    const response = await fetch(`${api.url}/`, { redirect: "manual" });
    expect([response.status, response.headers.get("location")]).toEqual([302, "/graphql"]);
  });
});

describe("a request that is wrong", () => {
  it.each([
    ["a number that is none", 'query D($n: Int!) { dueDate(from: "2026-01-01", workingDays: $n) { due } }', { n: "x" }, "BAD_USER_INPUT"],
    ["a variable that is left out", 'query D($n: Int!) { dueDate(from: "2026-01-01", workingDays: $n) { due } }', {}, "BAD_USER_INPUT"],
    ["a day that is none", "query D($d: Date!) { dueDate(from: $d, workingDays: 7) { due } }", { d: "2026-02-30" }, "BAD_USER_INPUT"],
    ["a word that no enumeration has", 'query I($k: IdentifierKind!) { enterpriseByIdentifier(kind: $k, value: "1") { uscc } }', { k: "NO" }, "BAD_USER_INPUT"],
    ["a subscription", "subscription { x }", {}, "BAD_USER_INPUT"],
  ])("is answered with 400 and a code each time: %s", async (_what, query, variables, code) => {
    const api = await serving(await seeded());
    for (const _time of [1, 2]) {
      const { status, errors } = await api.ask(query, variables);
      expect([status, errors.map(({ extensions }) => extensions["code"])]).toEqual([400, [code]]);
    }
  });

  it("of too high a cost is refused with 400, whatever undeclared variables came before it", async () => {
    const api = await serving(await seeded());
    const nested = "penalties(first: $a) { nodes { decisionNumber } }";
    const query = `query C($a: Int, $b: Int) { enterprises(usccs: [${Array(100).fill(`"${firm.uscc}"`).join()}]) { enterprise { ${nested} licences(first: $b) { nodes { subject { name } authority { name } provenance { originals { field value } firstSeen { fileName } } } } } } }`;
    await api.ask(query, { "a=100&b": 100 });
    const { status, errors } = await api.ask(query, { a: 100, b: 100 });
    expect([status, errors.map(({ extensions }) => extensions["code"])]).toEqual([400, ["QUERY_TOO_COSTLY"]]);
  });

  it("of more than 100 ids, or for what is no record, is refused with a code", async () => {
    const api = await serving(await seeded());
    const id = Buffer.from(`Enterprise:${firm.uscc}`).toString("base64url");
    const many = "query N($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    expect(await codesOf(api, many, { ids: Array(100).fill(id) })).toEqual([]);
    expect(await codesOf(api, many, { ids: Array(101).fill(id) })).toEqual(["BAD_INPUT"]);
    for (const wrong of ["xx", "", Buffer.from("Money:1").toString("base64url"), Buffer.from("Nothing:1").toString("base64url")]) {
      expect(await codesOf(api, "query N($id: ID!) { node(id: $id) { id } }", { id: wrong })).toEqual(["BAD_INPUT"]);
    }
  });
});
