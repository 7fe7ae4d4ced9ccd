import "./start.ts";
import { startServerAndCreateLambdaHandler } from "@as-integrations/aws-lambda/dist/lambdaHandler.js";
import { anyone, type Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Role } from "@hub/core/rights";
import { createApi, type RequestCtx } from "@hub/server/api";
import { checkBodySize } from "@hub/server/problem";
import { answerRoute } from "@hub/server/routes";
import { openTracing } from "@hub/server/tracing";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { asAnswer, type Call, frontOf } from "./front.ts";
import { type Answer, bodyBytesOf, gateway, headersOf, pathOf, searchOf } from "./gateway.ts";
import { answering, openHouse } from "./house.ts";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";

/**
 * The hub's HTTP API behind API Gateway: /graphql, /changes, /health, the keys of certificates and the page that checks
 * them. What is made here is made once and kept for all requests that this instance answers.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
const house = openHouse(settings, log);
const api = createApi({ introspection: settings.HUB_INTROSPECTION });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-graphql", log });

/** A call that was let in. */
interface AdmittedCall extends Call {
  readonly ctx: Ctx;
}

type Handler = (event: APIGatewayProxyEventV2, call: AdmittedCall) => Promise<Answer>;

/** What of a server the integration uses. */
type Server = Pick<Awaited<ReturnType<typeof api.of>>, "executeHTTPGraphQLRequest" | "startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests">;

/**
 * A call is handed through the integration in the place of Lambda's own context. The integration's own types name Apollo's
 * other build (CommonJS), which TypeScript takes for other classes.
 */
type Integration = (
  server: Server,
  requests: typeof gateway,
  options: { readonly context: (given: { readonly event: APIGatewayProxyEventV2; readonly context: AdmittedCall }) => Promise<RequestCtx> },
) => Handler;

const handlers = new Map<Role, Handler>();

/** Answers by what a role knows of the schema. Made when the role first asks: an instance seldom meets more than one. */
async function handlerOf(role: Role): Promise<Handler> {
  const known = handlers.get(role);
  if (known) return known;
  const made = (startServerAndCreateLambdaHandler as unknown as Integration)(running(await api.of(role)), gateway, {
    context: async ({ context: { ctx, requestId, trace } }) => ({
      ...ctx,
      memo: new Map(),
      requestId,
      log: log.child({ requestId }),
      trace,
      changed: house.door.forget,
    }),
  });
  handlers.set(role, made);
  return made;
}

/** A server that was started already, which the integration would do once more. */
function running(server: Pick<Server, "executeHTTPGraphQLRequest">): Server {
  return {
    executeHTTPGraphQLRequest: (request) => server.executeHTTPGraphQLRequest(request),
    startInBackgroundHandlingStartupErrorsByLoggingAndFailingAllRequests: () => {},
  };
}

/** @public Lambda calls it by name. */
export const handler = frontOf({
  log,
  tracing,
  async answer(event, call) {
    const path = pathOf(event);
    if (path === "/health") return health(call);
    const arriving = { house, settings, event, call };
    if (path === "/graphql") {
      return answering({ ...arriving, channel: "graphql" }, async (ctx) => {
        checkBodySize(bodyBytesOf(event), ctx.actor);
        const graphql = await handlerOf(ctx.actor.role);
        return graphql(event, { ...call, ctx });
      });
    }
    const ifNoneMatch = headersOf(event).get("if-none-match");
    const { method } = event.requestContext.http;
    const found = await answering({ ...arriving, channel: "http" }, (ctx) =>
      answerRoute({ method, path, search: searchOf(event), ifNoneMatch, ctx, printer: null }),
    );
    if (found === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /graphql, /changes or /health`);
    return asAnswer(found);
  },
});

/** Answered without a door: what watches the hub has no key. */
async function health({ trace }: Call): Promise<Answer> {
  // Only this asks for it: what builds and checks logs is not read at the start.
  const { Projection } = await import("@hub/core/projection");
  const changesLag = await Projection.streamLag({ actor: anyone, store: trace.over(house.store), clock: house.clock }, {});
  return {
    statusCode: 200,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify({ status: "ok", store: "dynamodb", time: house.clock.now().toISOString(), changesLag }),
  };
}
