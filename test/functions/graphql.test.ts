import { type KeySet, verifyCertificate } from "@hub/client";
import type { Evidence } from "@hub/core/evidence";
import { Projection } from "@hub/core/projection";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { collector } from "../support/collector.ts";
import { lambdaContext, type RequestFacts, requestEvent } from "../support/event.ts";
import { dynamodb, emptyTable, started } from "../support/function.ts";
import { aKey, issuerWith } from "../support/issuer.ts";
import { builder, firm } from "../support/rows.ts";
import { beSilent, wire } from "../support/wire.ts";
import { type World, world } from "../support/world.ts";

interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
type Handler = (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>;

const query = "query P($u: String!) { enterprise(uscc: $u) { name penalties { nodes { decisionNumber fine { yuan } } } licences { totalCount } } }";
const variables = { u: builder.uscc };
const profile = {
  data: {
    enterprise: {
      name: builder.name,
      penalties: { nodes: [{ decisionNumber: "高环罚〔2025〕17号", fine: { yuan: "10000.00" } }] },
      licences: { totalCount: 0 },
    },
  },
};

/** The bundled function over a table with some records. */
async function api(env: Readonly<Record<string, string>> = {}): Promise<{
  readonly hub: World;
  readonly call: (event: APIGatewayProxyEventV2) => Promise<Answer>;
  readonly ask: (facts: RequestFacts | APIGatewayProxyEventV2) => Promise<Answer & { readonly json: unknown }>;
}> {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  await hub.take("register", [{}, { USCC: builder.uscc, NAME: builder.name }]);
  await hub.take("penalty", [{}]);
  const handler = await started<Handler>("graphql", { HUB_TABLE: table, ...env });
  return {
    hub,
    call: (event) => handler(event, lambdaContext()),
    async ask(facts) {
      const answer = await handler("rawPath" in facts ? facts : requestEvent(facts), lambdaContext());
      return { ...answer, json: answer.body === "" ? null : (JSON.parse(answer.body) as unknown) };
    },
  };
}

describe.skipIf(dynamodb === "")("the graphql function, bundled, over DynamoDB Local", () => {
  it("answers POST and GET, in base64 too, like the hub on one machine", async () => {
    const { hub, ask } = await api();
    const body = JSON.stringify({ query, variables });
    const posted = await ask({ body });
    expect(posted.json).toEqual(profile);
    expect([posted.statusCode, posted.headers["content-type"], posted.headers["x-request-id"]]).toEqual([
      200,
      "application/json; charset=utf-8",
      "lambda-request",
    ]);

    const encoded = await ask({ body: Buffer.from(body).toString("base64"), isBase64Encoded: true });
    const got = await ask({ method: "GET", query: { query, variables: JSON.stringify(variables) } });
    expect([encoded.json, got.json]).toEqual([profile, profile]);

    const local = await serving(hub);
    expect({ data: (await local.ask(query, variables)).data }).toEqual(profile);
  });

  it("takes a caller's request id over, if it is harmless", async () => {
    const { ask } = await api();
    const id = async (given: string) => (await ask({ body: '{"query":"{ __typename }"}', headers: { "x-request-id": given } })).headers["x-request-id"];
    expect(await id("partner-7.1")).toBe("partner-7.1");
    expect(await id("a\nb")).not.toContain("\n");
  });

  it("serves the change log as the hub on one machine does, and 304 to who has it", async () => {
    const { hub, ask, call } = await api();
    await Projection.catchUp(hub.ctx, {});
    const local = await fetch(`${(await serving(hub)).url}/changes?first=2`);
    const get = (headers = {}) => call(requestEvent({ method: "GET", path: "/changes", query: { first: "2" }, headers }));
    const { statusCode, headers, body } = await get();
    expect([statusCode, body]).toEqual([200, await local.text()]);
    for (const name of ["etag", "cache-control", "x-next-cursor", "x-has-more", "link", "content-type"])
      expect(headers[name], name).toBe(local.headers.get(name));
    expect(await get({ "if-none-match": headers["etag"] })).toMatchObject({ statusCode: 304, body: "" });
    expect(await ask({ method: "GET", path: "/changes", query: { after: "x" } })).toMatchObject({ statusCode: 400, json: { code: "BAD_CURSOR" } });
    expect(await ask({ method: "POST", path: "/changes" })).toMatchObject({ statusCode: 400, json: { code: "BAD_INPUT" } });
  });

  it("answers /health, and 404 elsewhere", async () => {
    const { ask } = await api();
    expect((await ask({ method: "GET", path: "/health" })).json).toMatchObject({ status: "ok", store: "dynamodb", changesLag: null });
    expect(await ask({ method: "GET", path: "/x" })).toMatchObject({ statusCode: 404, json: { code: "NOT_FOUND", requestId: "lambda-request" } });
  });

  it.each<readonly [string, RequestFacts, number, unknown]>([
    ["no JSON", { body: "{" }, 400, { code: "BAD_INPUT" }],
    ["more than 256 kB", { body: JSON.stringify({ query: " ".repeat(300_000) }) }, 413, { code: "REQUEST_TOO_LARGE" }],
    ["no operation", { body: "{}" }, 400, { errors: [{ extensions: { code: "BAD_REQUEST" } }] }],
    ["an unknown field", { body: '{"query":"{ nope }"}' }, 400, { errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] }],
    ["a wrong code", { body: '{"query":"{ enterprise(uscc: \\"1\\") { name } }"}' }, 200, { errors: [{ extensions: { code: "USCC_INVALID" } }] }],
    [
      "introspection, which is off",
      { body: '{"query":"{ __schema { types { name } } }"}' },
      400,
      { errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] },
    ],
    ["a mutation by GET", { method: "GET", query: { query: "mutation { x }" } }, 405, { errors: [{}] }],
    [
      "a form",
      { body: "query=x", headers: { "content-type": "application/x-www-form-urlencoded" } },
      400,
      { errors: [{ extensions: { code: "BAD_REQUEST" } }] },
    ],
  ])("refuses %s", async (_name, facts, status, problem) => {
    const { ask } = await api();
    const { statusCode, json } = await ask(facts);
    expect([statusCode, json]).toMatchObject([status, problem]);
  });

  it("lets clients read the schema when told", async () => {
    const { ask } = await api({ HUB_INTROSPECTION: "true" });
    expect((await ask({ body: '{"query":"{ __type(name: \\"Enterprise\\") { name } }"}' })).json).toEqual({ data: { __type: { name: "Enterprise" } } });
  });

  it("masks an error of its own and names the request id", async () => {
    const { hub, ask } = await api();
    const stored = (await hub.items()).find(({ pk }) => pk.endsWith(firm.uscc) && pk.startsWith("ENT#"));
    if (!stored) throw new Error("The firm is not stored");
    await hub.store.transact([{ put: { ...stored, version: stored.version + 1, body: { secret: "of the store" } } }]);
    const { statusCode, body, json } = await ask({ body: JSON.stringify({ query, variables: { u: firm.uscc } }) });
    expect([statusCode, json]).toMatchObject([
      200,
      {
        errors: [{ message: "An error of the hub itself; it was logged under the request id", extensions: { code: "INTERNAL", requestId: "lambda-request" } }],
      },
    ]);
    expect(body).not.toContain("secret");
  });

  it("says that the store cannot be used when its table is gone", async () => {
    const { ask } = await api({ HUB_TABLE: "test-that-is-not-there" });
    const body = JSON.stringify({ query, variables });
    // The door meets it first, where requests are counted.
    expect(await ask({ body })).toMatchObject({ statusCode: 503, json: { code: "STORE_UNUSABLE" } });
    const uncounted = await api({ HUB_TABLE: "test-that-is-not-there", HUB_RATE_ANONYMOUS: "0" });
    expect((await uncounted.ask({ body })).json).toMatchObject({ errors: [{ extensions: { code: "STORE_UNUSABLE" } }] });
    expect(await ask({ method: "GET", path: "/health" })).toMatchObject({ statusCode: 503, json: { code: "STORE_UNUSABLE" } });
  });

  it("answers with a code when the answer is larger than Lambda hands over", async () => {
    const { hub, ask } = await api();
    await hub.take("penalty", [{ CF_WSH: "高环罚〔2025〕18号", CF_SY: '烟"尘'.repeat(1_250) }]);
    const asked = (aliases: number) => {
      const nodes = Array.from({ length: aliases }, (_, n) => `a${n}: facts`).join(" ");
      return ask({ body: JSON.stringify({ query: `query P($u: String!) { enterprise(uscc: $u) { penalties { nodes { ${nodes} } } } }`, variables }) });
    };
    // Lambda counts the body as a text within its own JSON.
    const { json, ...largest } = await asked(490);
    expect(json).toMatchObject({ data: { enterprise: { penalties: { nodes: [{}, {}] } } } });
    const [bytes, limit] = [Buffer.byteLength(JSON.stringify(largest)), 6 * 1024 * 1024];
    expect([bytes > 0.95 * limit, bytes < limit]).toEqual([true, true]);
    const refused = { statusCode: 400, json: { errors: [{ extensions: { code: "QUERY_TOO_COSTLY" } }] } };
    for (const aliases of [510, 1_000]) expect(await asked(aliases)).toMatchObject(refused);
  });

  it("answers in time when the store does not", async () => {
    const { endpoint } = await wire(beSilent);
    const handler = await started<Handler>("graphql", { HUB_TABLE: "hub", HUB_ENDPOINT: endpoint, HUB_RATE_ANONYMOUS: "0" });
    const body = JSON.stringify({ query, variables });
    const ask = async (facts: RequestFacts, remaining: number) => {
      const { statusCode, body: text } = await handler(requestEvent(facts), lambdaContext({ remainingMs: () => remaining }));
      return [statusCode, JSON.parse(text) as unknown];
    };
    const begun = performance.now();
    expect(await ask({ body }, 1_000)).toMatchObject([503, { code: "STORE_BUSY", requestId: "lambda-request" }]);
    expect(await ask({ method: "GET", path: "/health" }, 1_000)).toMatchObject([503, { code: "STORE_BUSY" }]);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await ask({ body }, 10_000)).toMatchObject([200, { errors: [{ extensions: { code: "STORE_BUSY" } }] }]);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it("takes headers in any case or none, and paths of a stage with a name", async () => {
    const { ask } = await api();
    const body = JSON.stringify({ query, variables });
    const { "content-type": _, ...bare } = requestEvent({}).headers;
    const cased = { ...requestEvent({ body }), headers: { ...bare, "Content-Type": "application/json", "X-Request-Id": "cased" } };
    expect(await ask(cased)).toMatchObject({ json: profile, headers: { "x-request-id": "cased" } });
    const none = { ...requestEvent({ method: "GET", path: "/health" }), headers: undefined } as unknown as APIGatewayProxyEventV2;
    expect(await ask(none)).toMatchObject({ statusCode: 200, json: { status: "ok" } });
    expect(await ask({ body, path: "/live/graphql", stage: "live" })).toMatchObject({ json: profile });
    expect(await ask({ body, path: "/live/graphql" })).toMatchObject({ statusCode: 404 });
  });

  it.each(["HEAD", "OPTIONS", "PUT"] as const)("refuses %s with the methods that it takes", async (method) => {
    const { ask } = await api();
    expect(await ask({ method })).toMatchObject({ statusCode: 405, headers: { allow: "GET, POST" } });
  });

  it("takes a body of exactly 256 kB, and reads whatever a query string can hold", async () => {
    const { ask } = await api();
    const padded = (bytes: number) => JSON.stringify({ query, variables, extensions: { x: "x".repeat(bytes) } });
    const room = 256 * 1024 - padded(0).length;
    expect((await ask({ body: padded(room) })).json).toEqual(profile);
    expect((await ask({ body: Buffer.from(padded(room + 1)).toString("base64"), isBase64Encoded: true })).statusCode).toBe(413);
    const text = "a+b &=%#?/\n中𠮷";
    const asked = await ask({
      method: "GET",
      query: { query: "query E($c: [String!]!) { enterprises(usccs: $c) { asked } }", variables: JSON.stringify({ c: [text] }) },
    });
    expect(asked.json).toEqual({ data: { enterprises: [{ asked: text }] } });
  });

  it("has sent its traces when it answers, for it may sleep from then on", async () => {
    const sink = await collector();
    const { ask } = await api({ HUB_OTLP_ENDPOINT: sink.endpoint });
    await ask({ body: JSON.stringify({ query, variables }), headers: { "x-request-id": "r1" } });
    expect(sink.spans().map(({ name, within, facts }) => [name, within, facts["http.response.status_code"] ?? facts["db.operation.name"]])).toEqual([
      ["store query", "POST /graphql", "query"],
      ["POST /graphql", null, 200],
    ]);
    await ask({ body: JSON.stringify({ query, variables: { u: "1" } }) });
    expect(sink.spans().length).toBe(3);
  });

  it("answers although its collector is silent", async () => {
    const { ask } = await api({ HUB_OTLP_ENDPOINT: (await collector("silent")).endpoint });
    expect((await ask({ body: JSON.stringify({ query, variables }) })).json).toEqual(profile);
  });

  it("issues certificates with the keys of its secret, and serves keys and checks like the hub on one machine", async () => {
    const issuer = issuerWith();
    const { hub, ask, call } = await api({ HUB_SIGNING_KEYS: JSON.stringify(issuer.set) });
    const get = (path: string, query = {}) => ask({ method: "GET", path, query });
    const keys = await get("/.well-known/jwks.json");
    const local = await serving(hub, { signer: issuer.signer });
    const same = await fetch(`${local.url}/.well-known/jwks.json`);
    expect([keys.statusCode, keys.json, keys.headers["content-type"]]).toEqual([200, await same.json(), same.headers.get("content-type")]);

    const posted = await ask({ body: JSON.stringify({ query: "query C($u: String!) { certificate(uscc: $u) { jws seal checkUrl pdfUrl } }", variables }) });
    const { data } = posted.json as { readonly data: { readonly certificate: Evidence.Certificate } };
    const url = "https://example.execute-api.cn-north-1.amazonaws.com.cn";
    const verdict = await verifyCertificate(data.certificate.jws, keys.json as KeySet, { issuer: url });
    expect(verdict).toMatchObject({ ok: true, claims: { subject: builder.uscc, name: builder.name, penalties: [{ fineFen: 1_000_000 }] } });
    expect([data.certificate.checkUrl, data.certificate.pdfUrl]).toEqual([
      `${url}/check?c=${data.certificate.seal}`,
      expect.stringMatching(new RegExp(`^${url}/certificates/${builder.uscc}\\.pdf\\?asOf=`)),
    ]);
    const page = await call(requestEvent({ method: "GET", path: "/check", query: { c: data.certificate.seal } }));
    expect([page.statusCode, page.headers["content-type"], page.body.includes("有效 · VALID")]).toEqual([200, "text/html; charset=utf-8", true]);

    const json = await get(`/certificates/${builder.uscc}.json`, { asOf: "2026-01-05" });
    expect([json.statusCode, json.json]).toMatchObject([200, { statement: { asOf: "2026-01-05", issuer: url } }]);
    expect(await get("/certificates/1.json")).toMatchObject({ statusCode: 400, json: { code: "USCC_INVALID" } });
  });

  it("names itself in certificates as it is told, else as API Gateway knows it, never as a caller says", async () => {
    const HUB_SIGNING_KEYS = JSON.stringify(issuerWith().set);
    const ofStage = await (await api({ HUB_SIGNING_KEYS })).ask({
      ...{ method: "GET", path: `/live/certificates/${builder.uscc}.json`, stage: "live" },
      headers: { host: "evil.example.com", "x-forwarded-host": "evil.example.com" },
    });
    expect(ofStage.json).toMatchObject({ statement: { issuer: "https://example.execute-api.cn-north-1.amazonaws.com.cn/live" } });
    const told = await (await api({ HUB_SIGNING_KEYS, HUB_PUBLIC_URL: "https://credit.example.cn/" })).ask({
      method: "GET",
      path: `/certificates/${builder.uscc}.json`,
    });
    expect(told.json).toMatchObject({ statement: { issuer: "https://credit.example.cn" } });
  });

  it("refuses certificates without keys, and answers everything else", async () => {
    const { ask } = await api();
    expect((await ask({ body: JSON.stringify({ query: "query C($u: String!) { certificate(uscc: $u) { jws } }", variables }) })).json).toMatchObject({
      errors: [{ extensions: { code: "SIGNING_UNAVAILABLE" } }],
    });
    expect(await ask({ method: "GET", path: "/.well-known/jwks.json" })).toMatchObject({ statusCode: 503, json: { code: "SIGNING_UNAVAILABLE" } });
    expect((await ask({ body: JSON.stringify({ query, variables }) })).json).toEqual(profile);
  });

  it("does not start with keys that cannot sign, and never quotes them", async () => {
    const [key] = issuerWith().set.keys;
    for (const HUB_SIGNING_KEYS of [`${JSON.stringify(key)}x`, JSON.stringify(key), JSON.stringify({ keys: [{ ...key, kid: aKey().kid }] })]) {
      const refused = await started<Handler>("graphql", { HUB_TABLE: "t", HUB_SIGNING_KEYS }).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: "BAD_INPUT", details: { setting: "HUB_SIGNING_KEYS" } });
      expect(String(refused)).not.toContain(key?.d);
    }
  });

  it("does not start with a wrong setting, and says which", async () => {
    await expect(started<Handler>("graphql", { HUB_TABLE: "t", HUB_LOG: "loud" })).rejects.toMatchObject({
      code: "BAD_INPUT",
      details: { setting: "HUB_LOG" },
    });
    await expect(started<Handler>("graphql", { HUB_TABLE: "" })).rejects.toMatchObject({ code: "BAD_INPUT", details: { setting: "HUB_TABLE" } });
    await started<Handler>("graphql", { HUB_TABLE: "t", HUB_LOG: "", HUB_QUEUE: " " });
  });
});
