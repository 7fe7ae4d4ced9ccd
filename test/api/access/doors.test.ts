import { Access } from "@hub/core/access";
import { operator } from "@hub/core/ctx";
import { describe, expect, it } from "vitest";
import { serving } from "../../support/api.ts";
import { asked, own, vault, withKey } from "../../support/people.ts";
import { firm } from "../../support/rows.ts";
import { everyItem, world } from "../../support/world.ts";

const me = "{ me { id role agency } }";
const detail = `{ enterprise(uscc: "${firm.uscc}") { provenance { firstSeen { row } } } }`;

async function open(options: { readonly proxies?: number; readonly anonymous?: string } = {}) {
  const hub = world({ from: new Date().toISOString() });
  await hub.take("register", [{}]);
  const of = await withKey(hub.ctx);
  const api = await serving(hub, { doors: { vault, ...(options.proxies && { proxies: options.proxies }) } });
  return { hub, api, ...of };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("the door", () => {
  it("lets anyone in as the public, and a key in as its agency, in either header", async () => {
    const { api, agency, key, secret } = await open();
    const told = { id: `key:${agency.id}.${key.id}`, role: "PARTNER", agency: agency.id };
    expect([(await api.ask(me)).data.me, (await api.ask(me, {}, bearer(secret))).data.me, (await api.ask(me, {}, { "x-api-key": secret })).data.me]).toEqual([
      { id: "public", role: "PUBLIC", agency: null },
      told,
      told,
    ]);
  });

  it("refuses every key that is not good in the same words, and says how to be let in", async () => {
    const { hub, api, agency, secret } = await open();
    const ctx = { ...hub.ctx, vault };
    const elsewhere = await Access.issueKey(ctx, { agency: agency.id, label: "示例", networks: ["203.0.113.0/24"] });
    const revoked = await Access.issueKey(ctx, { agency: agency.id, label: "示例" });
    await Access.revokeKey(ctx, { agency: agency.id, key: revoked.key.id, version: 1 });
    const keys = [
      elsewhere.secret,
      revoked.secret,
      `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`,
      secret.replace(/^hub_.{8}/, "hub_aaaaaaaa"),
      secret.slice(0, 40),
      "hub_",
    ];
    const bodies = new Set<string>();
    for (const key of keys) {
      const response = await fetch(`${api.url}/graphql`, { method: "POST", headers: { "content-type": "application/json", ...bearer(key) }, body: "{}" });
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
      const { requestId: _id, ...body } = (await response.json()) as Record<string, unknown>;
      bodies.add(JSON.stringify(body));
    }
    expect([...bodies]).toEqual([expect.stringContaining('"code":"UNAUTHENTICATED"')]);
  });

  it("takes a key from its networks, as the last trusted proxy says where it comes from", async () => {
    const { hub, api, agency } = await open({ proxies: 1 });
    const { secret } = await Access.issueKey({ ...hub.ctx, vault }, { agency: agency.id, label: "示例", networks: ["203.0.113.0/24", "2001:db8::/48"] });
    const from = async (forwarded: string) => (await api.ask(me, {}, { ...bearer(secret), "x-forwarded-for": forwarded })).status;
    expect([await from("203.0.113.9"), await from("198.51.100.1, 203.0.113.9"), await from("2001:db8:0:1::9")]).toEqual([200, 200, 200]);
    // What a caller says of itself is before what the proxy adds.
    expect([await from("198.51.100.1"), await from("203.0.113.9, 198.51.100.1"), await from("2001:db9::1"), await from("nonsense")]).toEqual([
      401, 401, 401, 401,
    ]);
  });

  it("refuses a key from the moment in which its own server revokes it, though it had just let it in", async () => {
    const hub = world({ from: new Date().toISOString() });
    const { agency, key, secret } = await withKey(hub.ctx);
    const membership = { role: "admin" as const, agency: null, divisions: [own], enterprises: [] };
    const verify = async () => ({ issuer: "https://login.example.gov.cn", subject: "u-1", client: null, membership });
    const api = await serving(hub, { doors: { vault, verify } });
    expect((await api.ask(me, {}, bearer(secret))).status).toBe(200);
    const revoke = `mutation { revokeKey(input: {agency: "${agency.id}", key: "${key.id}", version: 1}) { __typename } }`;
    expect((await api.ask(revoke, {}, bearer("a.b.c"))).data).toEqual({ revokeKey: { __typename: "RevokeKeyPayload" } });
    expect((await api.ask(me, {}, bearer(secret))).status).toBe(401);
  });

  it("refuses what is no credential, and two that differ", async () => {
    const { api, secret } = await open();
    const statuses = await Promise.all(
      [{ authorization: "Basic eDp5" }, { authorization: "Bearer" }, { ...bearer(secret), "x-api-key": "hub_other" }, bearer("a.b.c")].map(
        async (headers) => (await api.ask(me, {}, headers)).status,
      ),
    );
    expect(statuses).toEqual([401, 401, 401, 401]);
  });

  it("counts requests of an address and of a key apart, for all servers of a store together", async () => {
    const hub = world({ from: new Date().toISOString() });
    const { secret } = await withKey(hub.ctx);
    const allowances = { anonymous: { perMinute: 1, burst: 3 }, known: { perMinute: 1, burst: 5 } };
    const doors = { vault, allowances, proxies: 1 };
    const [first, second] = [await serving(hub, { doors }), await serving(hub, { doors })];
    const from = (address: string) => ({ "x-forwarded-for": address });
    const statuses: number[] = [];
    for (const api of [first, second, first, second]) statuses.push((await api.ask(me, {}, from("203.0.113.1"))).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const { status, headers } = await first.ask(me, {}, from("203.0.113.1"));
    expect([status, Number(headers.get("retry-after")) > 30]).toEqual([429, true]);
    expect((await second.ask(me, {}, from("203.0.113.2"))).status).toBe(200);
    const known: number[] = [];
    for (const api of [first, second, first, second, first, second]) known.push((await api.ask(me, {}, { ...from("203.0.113.1"), ...bearer(secret) })).status);
    expect(known).toEqual([200, 200, 200, 200, 200, 429]);
    // No address stands in the store.
    expect(JSON.stringify(await everyItem(hub.store))).not.toContain("203.0.113");
  });

  it("counts who guesses keys as who has none", async () => {
    const hub = world({ from: new Date().toISOString() });
    const api = await serving(hub, { doors: { vault, allowances: { anonymous: { perMinute: 1, burst: 2 }, known: null } } });
    const guess = async (at: number) => (await api.ask(me, {}, bearer(`hub_aaaaaaaa_bbbbbbbb_${"x".repeat(42)}${at}`))).status;
    expect([await guess(1), await guess(2), await guess(3)]).toEqual([401, 401, 429]);
  });
});

describe("a purpose", () => {
  it("is stated in the header, the address or the document, and stands in the trail", async () => {
    const { hub, api, agency, secret } = await open();
    const ways = [
      await api.ask(detail, {}, { ...bearer(secret), "x-purpose": "bidding" }),
      await api.ask(`query @purpose(code: "bidding") ${detail}`, {}, bearer(secret)),
      await api.ask(`query ($code: String! = "bidding") @purpose(code: $code) ${detail}`, {}, bearer(secret)),
    ];
    const get = await fetch(`${api.url}/graphql?purpose=bidding&query=${encodeURIComponent(detail)}`, {
      headers: { ...bearer(secret), "apollo-require-preflight": "1" },
    });
    expect([...ways.map(({ data }) => data), ((await get.json()) as { data: unknown }).data]).toEqual(
      Array(4).fill({ enterprise: { provenance: { firstSeen: { row: 2 } } } }),
    );
    const trail = (await everyItem(hub.store)).filter(({ pk, body }) => pk.startsWith("AUDIT#") && body["kind"] === "read").map(({ body }) => body);
    expect(trail.map(({ agency: by, purpose, subject, actions, channel }) => ({ by, purpose, subject, actions, channel }))).toEqual(
      Array(4).fill({ by: agency.id, purpose: "bidding", subject: firm.uscc, actions: ["provenance:read"], channel: "graphql" }),
    );
  });

  it("is one of the agency's; without one, only what is public is told, and nothing else read", async () => {
    const { hub, api, secret } = await open();
    const codes = async (headers: Readonly<Record<string, string>>) =>
      (await api.ask(detail, {}, { ...bearer(secret), ...headers })).errors.map(({ extensions }) => extensions);
    hub.calls.length = 0;
    expect(await codes({})).toEqual([{ code: "PURPOSE_REQUIRED", purposes: ["bidding"] }]);
    expect(await codes({ "x-purpose": "marketing" })).toEqual([{ code: "PURPOSE_REQUIRED", purposes: ["bidding"] }]);
    const misspelt = await api.ask(`query @purpose(code: "Bidding!") ${detail}`, {}, bearer(secret));
    expect([misspelt.status, misspelt.data, misspelt.errors.map(({ extensions }) => extensions)]).toEqual([
      400,
      null,
      [{ code: "BAD_INPUT", path: "purpose" }],
    ]);
    const inVariable = `query ($code: String!) @purpose(code: $code) ${detail}`;
    const asked = await Promise.all([{}, { code: 5 }, { code: "marketing" }].map((variables) => api.ask(inVariable, variables, bearer(secret))));
    expect(asked.map(({ status, data, errors }) => [status, data, errors.map(({ extensions }) => extensions?.["code"])])).toEqual([
      [400, null, ["BAD_USER_INPUT"]],
      [400, null, ["BAD_USER_INPUT"]],
      [400, null, ["PURPOSE_REQUIRED"]],
    ]);
    // Only who asks was looked up, once.
    expect(hub.calls).toEqual(["getMany", "transact"]);
    expect((await api.ask(`{ enterprise(uscc: "${firm.uscc}") { name } }`, {}, bearer(secret))).data).toEqual({ enterprise: { name: firm.name } });
  });
});

it("an answer is not given when what it tells could not be noted", async () => {
  const hub = world();
  await hub.take("register", [{}]);
  const store = {
    ...hub.store,
    transact: async (...given: Parameters<typeof hub.store.transact>) => {
      if (given[0].some((write) => "put" in write && write.put.pk.startsWith("AUDIT#"))) throw new Error("the disk is full");
      return hub.store.transact(...given);
    },
  };
  const api = await serving({ store, ctx: hub.ctx }, { actor: asked("officer") });
  const { status, data } = await api.ask(detail);
  expect([status, data]).toEqual([500, null]);
  expect((await api.ask(`{ enterprise(uscc: "${firm.uscc}") { name } }`)).data).toEqual({ enterprise: { name: firm.name } });
});

describe("a change", () => {
  const addAgency = 'addAgency(input: {name: "示例", kind: PARTNER, divisions: ["140581"]})';
  const told = "{ __typename ... on AddAgencyPayload { agency { id version } } ... on Refusal { code message path } }";

  it("is made once under its key, in the header or in the document, however often it is asked for", async () => {
    const hub = world();
    const api = await serving(hub, { actor: asked("admin"), vault });
    const byHeader = () => api.ask(`mutation { a: ${addAgency} ${told} b: ${addAgency} ${told} }`, {}, { "idempotency-key": "9f6c0d1e-0001" });
    const byDirective = () => api.ask(`mutation M($k: String!) { ${addAgency} @idempotent(key: $k) ${told} }`, { k: "9f6c0d1e-0002" });
    const [first, again, other, otherAgain] = [await byHeader(), await byHeader(), await byDirective(), await byDirective()];
    expect([first.errors, other.errors]).toEqual([[], []]);
    expect([again.data, otherAgain.data]).toEqual([first.data, other.data]);
    const ids = [first.data.a, first.data.b, other.data.addAgency].map(({ agency }) => agency.id as string);
    expect(new Set(ids).size).toBe(3);
    expect((await Access.agencies({ ...hub.ctx, actor: operator }, {})).items.map(({ id }) => id).sort()).toEqual(ids.sort());
    const otherInput = await api.ask(
      `mutation { changeAgency(input: {id: "${ids[0]}", version: 1, name: "x"}) @idempotent(key: "9f6c0d1e-0002") { __typename ... on Refusal { code } } }`,
    );
    expect(otherInput.data.changeAgency).toEqual({ __typename: "ValidationError", code: "IDEMPOTENCY_KEY_REUSED" });
  });

  it("that is not made says why, with its code and where in the input, and changes nothing", async () => {
    const hub = world();
    const { agency } = await withKey(hub.ctx);
    const api = await serving(hub, { actor: asked("admin"), vault });
    const before = await hub.items();
    const refused = async (mutation: string) =>
      Object.values((await api.ask(`mutation { ${mutation} { __typename ... on Refusal { code path } } }`)).data as object)[0] as unknown;
    expect([
      await refused('addAgency(input: {name: "", kind: PARTNER, divisions: ["140581"]})'),
      await refused('addAgency(input: {name: "示例", kind: PARTNER, divisions: ["140581"], purposes: [{code: "Bidding!", text: "x"}]})'),
      await refused('addAgency(input: {name: "示例", kind: PARTNER, divisions: ["140500"]})'),
      await refused(`changeAgency(input: {id: "${agency.id}", version: 7, name: "x"})`),
      await refused('changeAgency(input: {id: "aaaaaaaa", version: 1, name: "x"})'),
      await refused('issueKey(input: {agency: "aaaaaaaa", label: "x"})'),
    ]).toEqual([
      { __typename: "ValidationError", code: "BAD_INPUT", path: ["input", "name"] },
      { __typename: "ValidationError", code: "BAD_INPUT", path: ["input", "purposes", "0", "code"] },
      { __typename: "NotAllowed", code: "FORBIDDEN", path: ["input", "divisions"] },
      { __typename: "Conflict", code: "CONFLICT", path: ["input", "version"] },
      { __typename: "NotFound", code: "NOT_FOUND", path: ["input", "id"] },
      { __typename: "NotFound", code: "NOT_FOUND", path: ["input", "agency"] },
    ]);
    expect(await hub.items()).toEqual(before);
  });

  it("is never made by GET", async () => {
    const hub = world();
    const api = await serving(hub, { actor: asked("admin"), vault });
    const response = await fetch(`${api.url}/graphql?query=${encodeURIComponent(`mutation { ${addAgency} ${told} }`)}`, {
      headers: { "apollo-require-preflight": "1" },
    });
    expect([response.status, (await hub.items()).length]).toEqual([405, 0]);
  });
});

it("a person acts in one of its roles at a time, the one it names", async () => {
  const hub = world();
  const issuer = "https://login.example.gov.cn";
  const memberships: Access.Membership[] = [
    { role: "officer", agency: null, divisions: [own], enterprises: [] },
    { role: "admin", agency: null, divisions: [own], enterprises: [] },
  ];
  const { id } = await Access.addPerson(hub.ctx, { issuer, subject: "u-1", memberships });
  const verify = async () => ({ issuer, subject: "u-1", client: null, membership: null });
  const api = await serving(hub, { doors: { vault, verify } });
  const roleAs = async (actingAs?: string) => {
    const { status, data } = await api.ask(me, {}, { ...bearer("a.b.c"), ...(actingAs !== undefined && { "x-acting-as": actingAs }) });
    return data?.me ?? status;
  };
  expect([await roleAs(), await roleAs("admin"), await roleAs("auditor"), await roleAs("nonsense!")]).toEqual([
    { id, role: "OFFICER", agency: null },
    { id, role: "ADMIN", agency: null },
    403,
    403,
  ]);
});
