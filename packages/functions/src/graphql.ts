import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda/dist/lambdaHandler.js";
import { systemClock } from "@hub/core/clock";
import { anyone, type Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Projection } from "@hub/core/projection";
import { createApi, type RequestCtx } from "@hub/server/api";
import { changesAnswer } from "@hub/server/changes";
import { createLogger } from "@hub/server/logger";
import { checkIsRead, type Problem, problemOf, requestIdOf } from "@hub/server/problem";
import { answerRoute, type RouteAnswer } from "@hub/server/routes";
import { signerOf } from "@hub/server/signing";
import { openTracing, type Trace } from "@hub/server/tracing";
import { openDynamo } from "@hub/store/dynamodb";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, addressOf, gateway, headersOf, pathOf } from "./gateway.ts";
import { readSettings } from "./settings.ts";

/**
 * The hub's HTTP API behind API Gateway: /graphql, /changes, /health, certificates and their keys. What is made here is made once and kept for all
 * requests that this instance answers.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
// Who asks does not wait as long as an import does.
const store = openDynamo({ table: settings.HUB_TABLE, callMs: 6_000, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
const api = createApi({ introspection: settings.HUB_INTROSPECTION });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-graphql", log });

const signer = settings.HUB_SIGNING_KEYS && signerOf(async () => settings.HUB_SIGNING_KEYS ?? { keys: [] });

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
  const issuer = signer && { url: settings.HUB_PUBLIC_URL ?? addressOf(event), signer, hasPdf: false };
  return { actor: anyone, store: trace.over(store), clock: systemClock, issuer };
}

/** What a call is known by: handed through the integration in the place of Lambda's own context. */
interface Call {
  readonly requestId: string;
  readonly trace: Trace;
}

/** The integration's own types name Apollo's other build (CommonJS), which TypeScript takes for other classes. */
type Integration = (
  server: typeof api,
  requests: typeof gateway,
  options: { readonly context: (given: { readonly event: APIGatewayProxyEventV2; readonly context: Call }) => Promise<RequestCtx> },
) => (event: APIGatewayProxyEventV2, call: Call) => Promise<Answer>;

/** @public Lambda calls it by name. */
export async function handler(event: APIGatewayProxyEventV2, context: Context): Promise<Answer> {
  const begun = performance.now();
  const requestId = idOf(event, context);
  const { method } = event.requestContext.http;
  const path = pathOf(event);
  const facts = { "http.request.method": method, "url.path": path, "hub.request_id": requestId };
  const trace = tracing.begin(`${method} ${path}`, facts, headersOf(event).get("traceparent"));
  const answered = inTime(answer(event, { requestId, trace }), context);
  const { statusCode, headers, body } = await answered.catch((error: unknown) => asAnswer(problemOf(error, requestId, log)));
  const ms = Math.round((performance.now() - begun) * 10) / 10;
  log.info({ requestId, method, path, status: statusCode, ms }, "request");
  trace.note({ "http.response.status_code": statusCode });
  trace.end();
  await tracing.flush();
  return { statusCode, headers: { ...headers, "x-request-id": requestId, "x-content-type-options": "nosniff" }, body };
}

async function answer(event: APIGatewayProxyEventV2, call: Call): Promise<Answer> {
  const path = pathOf(event);
  switch (path) {
    case "/graphql":
      return graphql(event, call);
    case "/changes":
      return changes(event, call);
    case "/health":
      return health(call);
    default: {
      const { method } = event.requestContext.http;
      const search = event.rawQueryString && `?${event.rawQueryString}`;
      const found = await answerRoute({ method, path, search, ctx: contextOf(event, call.trace), pdf: null });
      if (found === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /graphql, /changes or /health`);
      return asAnswer({ ...found, body: textOf(found) });
    }
  }
}

/** API Gateway takes bytes in another form; without PDF, no route here answers with any. */
function textOf({ body }: RouteAnswer): string {
  if (typeof body !== "string") throw new TypeError("This function answers with texts only");
  return body;
}

async function health({ trace }: Call): Promise<Answer> {
  const changesLag = await Projection.streamLag({ actor: anyone, store: trace.over(store), clock: systemClock }, {});
  return {
    statusCode: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify({ status: "ok", store: "dynamodb", time: systemClock.now().toISOString(), changesLag }),
  };
}

async function changes(event: APIGatewayProxyEventV2, { trace }: Call): Promise<Answer> {
  checkIsRead(event.requestContext.http.method);
  const ctx = { actor: anyone, store: trace.over(store), clock: systemClock };
  const { status, headers, body } = await changesAnswer(ctx, event.rawQueryString, headersOf(event).get("if-none-match"));
  return { statusCode: status, headers, body };
}

/** The function's id of the request, which its other logs carry too, unless the caller gave one. */
function idOf(event: APIGatewayProxyEventV2, { awsRequestId }: Context): string {
  return requestIdOf(headersOf(event).get("x-request-id") ?? awsRequestId);
}

/** Time kept for saying that the time is up, in milliseconds. */
const reserveMs = 500;

/** What comes of some work before Lambda ends the call, of which the caller would learn nothing. Throws STORE_BUSY. */
async function inTime(work: Promise<Answer>, context: Context): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const isUp = () => reject(new HubError("STORE_BUSY", "The store did not answer in time; try again in a moment"));
  const timer = setTimeout(isUp, Math.max(0, context.getRemainingTimeInMillis() - reserveMs));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function asAnswer({ status, headers, body }: Problem): Answer {
  return { statusCode: status, headers, body };
}
