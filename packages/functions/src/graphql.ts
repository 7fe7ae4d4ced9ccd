import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda/dist/lambdaHandler.js";
import { systemClock } from "@hub/core/clock";
import { anyone } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { createApi, type RequestCtx } from "@hub/server/api";
import { createLogger } from "@hub/server/logger";
import { type Problem, problemOf, requestIdOf } from "@hub/server/problem";
import { openDynamo } from "@hub/store/dynamodb";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, gateway, headersOf, pathOf } from "./gateway.ts";
import { readSettings } from "./settings.ts";

/**
 * The hub's HTTP API behind API Gateway: /graphql and /health. What is made here is made once and kept for all
 * requests that this instance answers.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
// Who asks does not wait as long as an import does.
const store = openDynamo({ table: settings.HUB_TABLE, callMs: 6_000, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
const api = createApi({ introspection: settings.HUB_INTROSPECTION });

const graphql = (startServerAndCreateLambdaHandler as unknown as Integration)(api, gateway, {
  context: async ({ event, context }) => {
    const requestId = idOf(event, context);
    return { actor: anyone, store, clock: systemClock, requestId, log: log.child({ requestId }) };
  },
});

/** The integration's own types name Apollo's other build (CommonJS), which TypeScript takes for other classes. */
type Integration = (
  server: typeof api,
  requests: typeof gateway,
  options: { readonly context: (given: { readonly event: APIGatewayProxyEventV2; readonly context: Context }) => Promise<RequestCtx> },
) => (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer>;

/** @public Lambda calls it by name. */
export async function handler(event: APIGatewayProxyEventV2, context: Context): Promise<Answer> {
  const begun = performance.now();
  const requestId = idOf(event, context);
  const { statusCode, headers, body } = await inTime(answer(event, context), context).catch((error: unknown) => asAnswer(problemOf(error, requestId, log)));
  const ms = Math.round((performance.now() - begun) * 10) / 10;
  log.info({ requestId, method: event.requestContext.http.method, path: pathOf(event), status: statusCode, ms }, "request");
  return { statusCode, headers: { ...headers, "x-request-id": requestId, "x-content-type-options": "nosniff" }, body };
}

async function answer(event: APIGatewayProxyEventV2, context: Context): Promise<Answer> {
  const path = pathOf(event);
  switch (path) {
    case "/graphql":
      return graphql(event, context);
    case "/health":
      await store.get({ pk: "HEALTH", sk: "HEALTH" });
      return {
        statusCode: 200,
        headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
        body: JSON.stringify({ status: "ok", store: "dynamodb", time: systemClock.now().toISOString() }),
      };
    default:
      throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /graphql or /health`);
  }
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
