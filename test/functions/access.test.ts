import { Access } from "@hub/core/access";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { makePepper, parsePepper, vaultOf } from "@hub/server/vault";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { bank, bodiesOf, membership } from "../support/access.ts";
import { lambdaContext, requestEvent } from "../support/event.ts";
import { dynamodb, emptyTable, logOf, relay, started } from "../support/function.ts";
import { issuerWith } from "../support/issuer.ts";
import { builder } from "../support/rows.ts";
import { type SigningKey, signingKey, tokenIssuerServer, tokenOf } from "../support/token-issuer.ts";
import { world } from "../support/world.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>;
type Env = Readonly<Record<string, string>>;

interface Asking {
  readonly query: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
}

const HUB_KEY_PEPPER = makePepper();
const audience = "https://credit.example.cn";

/** The bundled graphql function, started anew, which knows nobody yet. */
async function asking(table: string, env: Env = {}) {
  const handler = await started<Handler>("graphql", { HUB_TABLE: table, HUB_KEY_PEPPER, ...env });
  return async ({ query, headers = {}, address = "192.0.2.1" }: Asking) => {
    const { statusCode, headers: said, body } = await handler(from(address, requestEvent({ body: JSON.stringify({ query }), headers })), lambdaContext());
    return { status: statusCode, headers: said, json: JSON.parse(body) as { readonly data?: unknown } };
  };
}

function from(sourceIp: string, event: APIGatewayProxyEventV2): APIGatewayProxyEventV2 {
  return { ...event, requestContext: { ...event.requestContext, http: { ...event.requestContext.http, sourceIp } } };
}

/** A table with a fined firm, and a partner whose system has a key. */
async function filled() {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  await hub.take("penalty", [{}]);
  const ctx: Ctx = { actor: operator, store, clock: systemClock, vault: vaultOf(parsePepper(HUB_KEY_PEPPER, "test")) };
  const agency = await Access.addAgency(ctx, { ...bank, divisions: ["000000"], purposes: [...bank.purposes] });
  const { key, secret } = await Access.issueKey(ctx, { agency: agency.id, label: "信贷系统" });
  return { table, store, ctx, agency, key, secret };
}

const whoAmI = "{ me { role agency } }";
const anybody = { data: { me: { role: "PUBLIC", agency: null } } };
const originals = `{ enterprise(uscc: "${builder.uscc}") { penalties { nodes { provenance { recordedBy } } } } }`;
const refused = { status: 401, headers: { "www-authenticate": 'Bearer realm="enterprise-environmental-credit-hub", error="invalid_token"' } };
const unknown = { "x-api-key": `hub_abcdefgh_abcdefgh_${"x".repeat(43)}` };

describe.skipIf(dynamodb === "")("who asks the functions, bundled, over DynamoDB Local", () => {
  it("is anyone without a key, a partner by its key, and nobody by a key that is revoked or that there is not", async () => {
    const { table, ctx, agency, key, secret } = await filled();
    const ask = await asking(table);
    expect((await ask({ query: whoAmI })).json).toEqual(anybody);
    const partner = { data: { me: { role: "PARTNER", agency: agency.id } } };
    for (const headers of [{ "x-api-key": secret }, { authorization: `Bearer ${secret}` }] as const)
      expect((await ask({ query: whoAmI, headers })).json).toEqual(partner);
    expect(await ask({ query: whoAmI, headers: unknown })).toMatchObject({ ...refused, json: { code: "UNAUTHENTICATED", requestId: "lambda-request" } });
    expect(await ask({ query: whoAmI, headers: { authorization: "Basic eDp5" } })).toMatchObject(refused);

    await Access.revokeKey(ctx, { agency: agency.id, key: key.id, version: key.version });
    const later = await asking(table);
    expect(await later({ query: whoAmI, headers: { "x-api-key": secret } })).toMatchObject({ ...refused, json: { code: "UNAUTHENTICATED" } });
  });

  it("may send 256 kB as anyone, and with a key as much as a file needs, written in either way", async () => {
    const { table, secret } = await filled();
    const handler = await started<Handler>("graphql", { HUB_TABLE: table, HUB_KEY_PEPPER });
    const statusOf = async (bytes: number, headers: Readonly<Record<string, string>>, isBase64Encoded: boolean) => {
      const least = JSON.stringify({ query: "{ __typename }", variables: { x: "" } });
      const text = JSON.stringify({ query: "{ __typename }", variables: { x: "x".repeat(bytes - least.length) } });
      const body = isBase64Encoded ? Buffer.from(text).toString("base64") : text;
      return (await handler(requestEvent({ body, headers, isBase64Encoded }), lambdaContext())).statusCode;
    };
    for (const isBase64Encoded of [false, true]) {
      const asked = (bytes: number, headers = {}) => statusOf(bytes, headers, isBase64Encoded);
      expect([await asked(262_144), await asked(262_145)]).toEqual([200, 413]);
      expect([await asked(5_000_000, { "x-api-key": secret }), await asked(5_000_001, { "x-api-key": secret })]).toEqual([200, 413]);
      expect(await asked(300_000, unknown)).toBe(401);
    }
  });

  it("is taken by a key only from its networks, by the address that API Gateway met", async () => {
    const { table, ctx, agency } = await filled();
    const { secret } = await Access.issueKey(ctx, { agency: agency.id, label: "信贷系统", networks: ["203.0.113.0/24"] });
    const ask = await asking(table);
    const headers = { "x-api-key": secret, "x-forwarded-for": "203.0.113.9" };
    expect((await ask({ query: whoAmI, headers, address: "192.0.2.1" })).status).toBe(401);
    expect((await ask({ query: whoAmI, headers, address: "203.0.113.9" })).json).toMatchObject({ data: { me: { role: "PARTNER" } } });
  });

  it("finds in the schema what its role knows, and nothing else", async () => {
    const { table, secret } = await filled();
    const ask = await asking(table, { HUB_INTROSPECTION: "true" });
    const headers = { "x-api-key": secret, "x-purpose": "lending" };
    const fields = '{ __type(name: "Provenance") { fields { name } } }';
    const known = async (more: Asking["headers"] = {}) => JSON.stringify((await ask({ query: fields, headers: more })).json).includes("recordedBy");
    expect([await known(), await known(headers), await known()]).toEqual([false, true, false]);
    expect(await ask({ query: originals })).toMatchObject({ status: 400, json: { errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] } });
    const partner = { data: { enterprise: { penalties: { nodes: [{ provenance: { recordedBy: "operator" } }] } } } };
    expect((await ask({ query: originals, headers })).json).toEqual(partner);
  });

  it("stands in the trail when the answer comes, with what for and under the request's id; anyone leaves no trace", async () => {
    const { table, store, agency, key, secret } = await filled();
    const before = (await bodiesOf(store, "AUDIT#")).length;
    const ask = await asking(table);
    await ask({ query: whoAmI });
    await ask({ query: originals, headers: { "x-api-key": secret, "x-purpose": "lending" } });
    const reads = (await bodiesOf(store, "AUDIT#")).filter(({ kind }) => kind === "read");
    expect((await bodiesOf(store, "AUDIT#")).length).toBe(before + 1);
    expect(reads).toEqual([
      {
        ...{ id: expect.any(String), at: expect.any(String), kind: "read", actor: `key:${agency.id}.${key.id}`, role: "partner", agency: agency.id },
        ...{ actions: ["provenance:read"], subject: builder.uscc, target: null, purpose: "lending", requestId: "lambda-request", channel: "graphql" },
      },
    ]);
  });

  it("learns nothing that must be noted when it cannot be noted, and everything else", async () => {
    const { table, secret } = await filled();
    const HUB_ENDPOINT = await relay((body) => body.includes('"AUDIT#'));
    const ask = await asking(table, { HUB_ENDPOINT });
    const { status, json } = await ask({ query: originals, headers: { "x-api-key": secret, "x-purpose": "lending" } });
    expect([status, json]).toMatchObject([503, { code: "STORE_UNUSABLE", requestId: "lambda-request" }]);
    expect(json.data).toBeUndefined();
    expect((await ask({ query: whoAmI })).json).toEqual(anybody);
  });

  it("is told to wait when it asks too often, by address without a key and apart from who has one", async () => {
    const { table, secret } = await filled();
    const ask = await asking(table, { HUB_RATE_ANONYMOUS: "2/2", HUB_RATE_KNOWN: "1/1" });
    const statuses = async (asked: Omit<Asking, "query">, times: number) => {
      const found: number[] = [];
      for (let at = 0; at < times; at += 1) found.push((await ask({ query: whoAmI, ...asked })).status);
      return found;
    };
    expect(await statuses({}, 3)).toEqual([200, 200, 429]);
    // Whoever guesses is counted apart, at the same rate.
    expect(await statuses({ address: "192.0.2.3", headers: unknown }, 3)).toEqual([401, 401, 429]);
    expect(await statuses({ address: "192.0.2.2", headers: { "x-forwarded-for": "192.0.2.1" } }, 1)).toEqual([200]);
    expect(await statuses({ headers: { "x-api-key": secret } }, 2)).toEqual([200, 429]);
    const { status, headers, json } = await ask({ query: whoAmI });
    expect([status, json]).toMatchObject([429, { code: "RATE_LIMITED" }]);
    expect(Number(headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(headers["retry-after"])).toBeLessThanOrEqual(30);
    // Every process counts in the same bucket.
    expect((await (await asking(table, { HUB_RATE_ANONYMOUS: "2/2" }))({ query: whoAmI })).status).toBe(429);
    // Whoever watches the hub is not counted, nor is anyone where there is no limit.
    const handler = await started<Handler>("graphql", { HUB_TABLE: table, HUB_RATE_ANONYMOUS: "1/1" });
    const health = () => handler(requestEvent({ method: "GET", path: "/health" }), lambdaContext());
    expect([(await health()).statusCode, (await health()).statusCode]).toEqual([200, 200]);
    const open = await asking(table, { HUB_RATE_ANONYMOUS: "0" });
    expect((await open({ query: whoAmI })).status).toBe(200);
  });

  it("without a pepper is nobody by a key, and anyone without one", async () => {
    const { table, secret } = await filled();
    const ask = await asking(table, { HUB_KEY_PEPPER: "" });
    expect(await ask({ query: whoAmI, headers: { "x-api-key": secret } })).toMatchObject({ status: 401, json: { code: "UNAUTHENTICATED" } });
    expect((await ask({ query: whoAmI })).json).toEqual(anybody);
    expect(await ask({ query: whoAmI, headers: { authorization: "Bearer x.y.z" } })).toMatchObject(refused);
  });

  describe("with a token", () => {
    let key: SigningKey;
    beforeAll(async () => {
      key = await signingKey("k1");
    });

    async function signedIn() {
      const { table, store, ctx } = await filled();
      const server = await tokenIssuerServer([key.jwk]);
      onTestFinished(() => server.stop());
      const { issuer } = server;
      await Access.addPerson(ctx, {
        issuer,
        subject: "u-1",
        memberships: [membership("admin", { divisions: ["000000"] }), membership("auditor", { divisions: ["000000"] })],
      });
      const now = Math.floor(Date.now() / 1_000);
      const token = await tokenOf(key, { iss: issuer, aud: audience, sub: "u-1", iat: now, exp: now + 300 });
      const ask = await asking(table, { HUB_ISSUERS: JSON.stringify([{ issuer, audience }]) });
      return { table, store, server, ask, headers: { authorization: `Bearer ${token}` } };
    }

    it("is the person whom the hub knows, in the role that it names, and its issuer is asked once and only then", async () => {
      const { ask, headers, server } = await signedIn();
      expect((await ask({ query: whoAmI })).json).toEqual(anybody);
      expect(server.asked).toEqual([]);
      expect((await ask({ query: whoAmI, headers })).json).toEqual({ data: { me: { role: "ADMIN", agency: null } } });
      expect((await ask({ query: whoAmI, headers: { ...headers, "x-acting-as": "auditor" } })).json).toMatchObject({ data: { me: { role: "AUDITOR" } } });
      expect(await ask({ query: whoAmI, headers: { ...headers, "x-acting-as": "reviewer" } })).toMatchObject({ status: 403, json: { code: "FORBIDDEN" } });
      expect(server.asked).toHaveLength(2);
    });

    it("changes what its role may change, once under an idempotency key", async () => {
      const { ask, headers, store } = await signedIn();
      const query =
        'mutation { addAgency(input: { name: "示例市市场监督管理局", kind: PARTNER, divisions: ["140500"] }) { __typename ... on AddAgencyPayload { agency { id } } } }';
      const once = { query, headers: { ...headers, "idempotency-key": "1f0c8e0a-once" } };
      const first = await ask(once);
      expect(first.json).toEqual({ data: { addAgency: { __typename: "AddAgencyPayload", agency: { id: expect.any(String) } } } });
      expect((await ask(once)).json).toEqual(first.json);
      const added = (await bodiesOf(store, "AUDIT#")).filter(({ requestId }) => requestId === "lambda-request");
      expect(added).toMatchObject([{ kind: "write", role: "admin", actions: ["access:write"], channel: "graphql" }]);
      expect((await bodiesOf(store, "AGENCY#")).filter(({ name }) => name === "示例市市场监督管理局")).toHaveLength(1);
    });

    it("is told that its issuer does not answer, which the log says too", async () => {
      const { table, server, ask, headers } = await signedIn();
      await server.stop();
      expect(await ask({ query: whoAmI, headers })).toMatchObject({ status: 503, json: { code: "ACCESS_UNAVAILABLE" } });
      const env = { HUB_TABLE: table, HUB_ISSUERS: JSON.stringify([{ issuer: server.issuer, audience }]) };
      const log = await logOf("graphql", env, requestEvent({ body: JSON.stringify({ query: whoAmI }), headers }));
      expect(log).toMatchObject([
        { level: 40, msg: "the keys of an issuer could not be fetched", issuer: server.issuer, err: {} },
        { level: 30, msg: "request", status: 503 },
      ]);
      await server.start();
    });
  });

  it("is let in to certificates alike", async () => {
    const { table, store, secret } = await filled();
    const env = { HUB_TABLE: table, HUB_KEY_PEPPER, HUB_RATE_ANONYMOUS: "1/1", HUB_SIGNING_KEYS: JSON.stringify(issuerWith().set) };
    const handler = await started<Handler>("print", env);
    const get = async (headers: Asking["headers"] = {}) => {
      const answer = await handler(requestEvent({ method: "GET", path: `/certificates/${builder.uscc}.json`, headers }), lambdaContext());
      return { status: answer.statusCode, headers: answer.headers, json: JSON.parse(answer.body) as unknown };
    };
    expect(await get()).toMatchObject({ status: 200, json: { statement: { subject: builder.uscc } } });
    expect(await get()).toMatchObject({ status: 429, json: { code: "RATE_LIMITED" }, headers: { "retry-after": expect.stringMatching(/^\d+$/) } });
    expect(await get({ "x-api-key": secret })).toMatchObject({ status: 200 });
    expect(await get({ authorization: "Bearer x.y.z" })).toMatchObject({ status: 401 });
    expect(await get({ authorization: "Bearer x.y.z" })).toMatchObject({ status: 429 });
    expect((await bodiesOf(store, "AUDIT#")).filter(({ kind }) => kind === "read")).toEqual([]);
  });

  it.each([
    ["HUB_KEY_PEPPER", "c2hvcnQ="],
    ["HUB_ISSUERS", '[{"issuer":"http://login.example.gov.cn","audience":"x"}]'],
    ["HUB_RATE_ANONYMOUS", "many"],
    ["HUB_RATE_KNOWN", "0/5"],
  ])("is asked of no function that is set wrong: %s=%s", async (name, value) => {
    for (const of of ["graphql", "print"] as const) {
      const error = await started<Handler>(of, { HUB_TABLE: "t", [name]: value }).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "BAD_INPUT", details: { setting: name } });
      if (name === "HUB_KEY_PEPPER") expect(String(error)).not.toContain(value);
    }
  });
});
