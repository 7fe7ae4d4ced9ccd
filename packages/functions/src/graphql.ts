import "./start.ts";
import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda/dist/lambdaHandler.js";
import { systemClock } from "@hub/core/clock";
import { anyone, type Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { createApi, type RequestCtx } from "@hub/server/api";
import { answerRoute } from "@hub/server/routes";
import { openTracing, type Trace } from "@hub/server/tracing";
import { openDynamo } from "@hub/store/dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { asAnswer, type Call, frontOf } from "./front.ts";
import { type Answer, gateway, headersOf, issuerOf, pathOf, searchOf } from "./gateway.ts";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";

/**
 * The hub's HTTP API behind API Gateway: /graphql, /changes, /health, the keys of certificates and the page that checks
 * them. What is made here is made once and kept for all requests that this instance answers.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
// Who asks does not wait as long as an import does.
const store = openDynamo({ table: settings.HUB_TABLE, callMs: 6_000, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
const api = createApi({ introspection: settings.HUB_INTROSPECTION });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-graphql", log });

const graphql = (startServerAndCreateLambdaHandler as unknown as Integration)(api, gateway, {
  context: async ({ event, context: { requestId, trace } }) => ({
    ...contextOf(event, trace),
    memo: new Map(),
    requestId,
    log: log.child({ requestId }),
    trace,
  }),
});

function contextOf(event: APIGatewayProxyEventV2, trace: Trace): Ctx {
  return { actor: anyone, store: trace.over(store), clock: systemClock, issuer: issuerOf(event, settings) };
}

/**
 * A call is handed through the integration in the place of Lambda's own context. The integration's own types name Apollo's
 * other build (CommonJS), which TypeScript takes for other classes.
 */
type Integration = (
  server: typeof api,
  requests: typeof gateway,
  options: { readonly context: (given: { readonly event: APIGatewayProxyEventV2; readonly context: Call }) => Promise<RequestCtx> },
) => (event: APIGatewayProxyEventV2, call: Call) => Promise<Answer>;

/** @public Lambda calls it by name. */
export const handler = frontOf({
  log,
  tracing,
  async answer(event, call) {
    const path = pathOf(event);
    if (path === "/graphql") return graphql(event, call);
    if (path === "/health") return health(call);
    const ifNoneMatch = headersOf(event).get("if-none-match");
    const { method } = event.requestContext.http;
    const found = await answerRoute({ method, path, search: searchOf(event), ifNoneMatch, ctx: contextOf(event, call.trace), pdf: null });
    if (found === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /graphql, /changes or /health`);
    return asAnswer(found);
  },
});

async function health({ trace }: Call): Promise<Answer> {
  // Only this asks for it: what builds and checks logs is not read at the start.
  const { Projection } = await import("@hub/core/projection");
  const changesLag = await Projection.streamLag({ actor: anyone, store: trace.over(store), clock: systemClock }, {});
  return {
    statusCode: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify({ status: "ok", store: "dynamodb", time: systemClock.now().toISOString(), changesLag }),
  };
}
