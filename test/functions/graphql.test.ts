import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { lambdaContext, type RequestFacts, requestEvent } from "../support/event.ts";
import { dynamodb, emptyTable, started } from "../support/function.ts";
import { builder, firm } from "../support/rows.ts";
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
async function api(
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly hub: World; readonly ask: (facts: RequestFacts) => Promise<Answer & { readonly json: unknown }> }> {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  await hub.take("register", [{}, { USCC: builder.uscc, NAME: builder.name }]);
  await hub.take("penalty", [{}]);
  const handler = await started<Handler>("graphql", { HUB_TABLE: table, ...env });
  return {
    hub,
    async ask(facts) {
      const answer = await handler(requestEvent(facts), lambdaContext());
      return { ...answer, json: JSON.parse(answer.body) as unknown };
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

  it("answers /health, and 404 elsewhere", async () => {
    const { ask } = await api();
    expect((await ask({ method: "GET", path: "/health" })).json).toMatchObject({ status: "ok", store: "dynamodb" });
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
    expect((await ask({ body: JSON.stringify({ query, variables }) })).json).toMatchObject({ errors: [{ extensions: { code: "STORE_UNUSABLE" } }] });
    expect(await ask({ method: "GET", path: "/health" })).toMatchObject({ statusCode: 503, json: { code: "STORE_UNUSABLE" } });
  });

  it("does not start with a wrong setting, and says which", async () => {
    await expect(started<Handler>("graphql", { HUB_TABLE: "t", HUB_LOG: "loud" })).rejects.toMatchObject({
      code: "BAD_INPUT",
      details: { setting: "HUB_LOG" },
    });
  });
});
