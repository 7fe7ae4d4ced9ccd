import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { HeaderMap } from "@apollo/server";
import type { Actor, Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Issuer } from "@hub/core/issuer";
import { admit, type House } from "./access/admit.ts";
import type { Api } from "./api.ts";
import { graphiqlPage } from "./graphiql.ts";
import type { Logger } from "./logger.ts";
import { checkBodySize, parseBody, problemOf, requestIdOf } from "./problem.ts";
import { answerRoute, type Printer, type RouteAnswer } from "./routes.ts";
import { noTracing, type Trace, type Tracing } from "./tracing/index.ts";

export interface HttpOptions {
  readonly api: Api;
  readonly log: Logger;
  readonly house: House;
  /** Who vouches for certificates. */
  readonly issuer?: () => Issuer | undefined;
  /** Proxies before the hub whose word on where a request comes from is taken; none unless told. */
  readonly proxies?: number;
  /** What /health answers; it is unhealthy when it throws. */
  readonly health: () => Promise<Readonly<Record<string, unknown>>>;
  /** None unless told. */
  readonly tracing?: Tracing;
  /** Puts things on paper; no PDF is made unless told. */
  readonly printer?: Printer;
}

interface Exchange extends HttpOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly path: string;
  readonly search: string;
  readonly trace: Trace;
}

/** The hub's HTTP routes for node:http: /graphql, /changes, /health, and those of `routes.ts`. Every answer carries its request id. */
export function createListener(options: HttpOptions): RequestListener {
  return (request, response) => {
    const begun = performance.now();
    const requestId = requestIdOf(request.headers["x-request-id"]);
    const [path = "/", search = ""] = splitUrl(request.url ?? "/");
    response.setHeader("x-request-id", requestId);
    response.setHeader("x-content-type-options", "nosniff");
    const facts = { "http.request.method": request.method ?? "", "url.path": path, "hub.request_id": requestId };
    const trace = (options.tracing ?? noTracing).begin(`${request.method} ${path}`, facts, headerOf(request, "traceparent"));
    response.once("close", () => {
      const ms = Math.round((performance.now() - begun) * 10) / 10;
      trace.note({ "http.response.status_code": response.statusCode });
      trace.end();
      options.log.info({ requestId, method: request.method, path, status: response.statusCode, ms }, "request");
    });
    const exchange: Exchange = { ...options, request, response, requestId, path, search, trace };
    route(exchange).catch((error: unknown) => refuse(exchange, error));
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function splitUrl(url: string): [string, string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at)];
}

async function route(exchange: Exchange): Promise<void> {
  const { request, response, path } = exchange;
  switch (path) {
    case "/graphql":
      return isPageRequest(request) ? sendPage(response) : graphql(exchange);
    case "/health":
      return sendHealth(exchange);
    case "/":
      response.writeHead(302, { location: "/graphql" }).end();
      return;
    default: {
      const answer = await otherRoute(exchange);
      if (answer === null) throw new HubError("NOT_FOUND", `Nothing is served at ${path}; try /graphql, /changes or /health`);
      return sendAnswer(response, answer);
    }
  }
}

/** Lets the request in, and gives the answer when what it read is in the trail. */
async function answering<T>(exchange: Exchange, channel: "graphql" | "http", answer: (ctx: Ctx & { readonly actor: Actor }) => Promise<T>): Promise<T> {
  const { request, requestId, search, house, issuer, trace } = exchange;
  const arrival = { requestId, channel, search, header: (name: string) => headerOf(request, name), address: addressOf(exchange) };
  const { ctx, mayAnswer } = await admit(house, arrival, issuer?.());
  try {
    const answered = await answer({ ...ctx, store: trace.over(ctx.store) });
    await mayAnswer();
    return answered;
  } finally {
    ctx.trail.end();
  }
}

/** Where a request comes from: as the last of the trusted proxies says, or the socket. */
function addressOf({ request, proxies = 0 }: Exchange): string {
  const said = (headerOf(request, "x-forwarded-for") ?? "").split(",").map((each) => each.trim());
  return (proxies > 0 && said.at(-proxies)) || (request.socket.remoteAddress ?? "");
}

function otherRoute(exchange: Exchange): Promise<RouteAnswer | null> {
  const { request, path, search, printer } = exchange;
  const ifNoneMatch = headerOf(request, "if-none-match");
  return answering(exchange, "http", (ctx) => answerRoute({ method: request.method ?? "GET", path, search, ifNoneMatch, ctx, printer: printer ?? null }));
}

function sendAnswer(response: ServerResponse, { status, headers, body }: RouteAnswer): void {
  // Of an answer without a body its length is not known: HEAD, or 304.
  response.writeHead(status, { ...headers, ...(body.length > 0 && { "content-length": Buffer.byteLength(body) }) }).end(body);
}

function isPageRequest({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && (headers.accept ?? "").includes("text/html");
}

function sendPage(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" }).end(graphiqlPage());
}

async function sendHealth({ response, health }: Exchange): Promise<void> {
  send(response, 200, "application/json", JSON.stringify({ status: "ok", ...(await health()) }));
}

async function graphql(exchange: Exchange): Promise<void> {
  const { api, house, request, response, requestId, log, search, trace } = exchange;
  const answer = await answering(exchange, "graphql", async (ctx) => {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
    }
    const server = await api.of(ctx.actor.role);
    return server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: (request.method ?? "GET").toUpperCase(), headers, search, body: await readBody(request, ctx.actor) },
      context: async () => ({ ...ctx, memo: new Map(), requestId, log: log.child({ requestId }), trace, changed: house.door.forget }),
    });
  });
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status ?? 200;
  if (answer.body.kind === "complete") {
    response.end(answer.body.string);
    return;
  }
  for await (const chunk of answer.body.asyncIterator) response.write(chunk);
  response.end();
}

/** The parsed JSON body; undefined where there is none. Throws BAD_INPUT, and REQUEST_TOO_LARGE for more than who asks may send. */
async function readBody(request: IncomingMessage, actor: Actor): Promise<unknown> {
  if (request.method !== "POST") return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    checkBodySize(bytes, actor);
    chunks.push(chunk);
  }
  return parseBody(Buffer.concat(chunks).toString("utf8"), request.headers["content-type"]);
}

function refuse({ response, request, requestId, log }: Exchange, error: unknown): void {
  const { status, headers, body } = problemOf(error, requestId, log);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  request.resume();
  // Of an answer without a body its length is not known: HEAD, or 304.
  response.writeHead(status, { ...headers, ...(body.length > 0 && { "content-length": Buffer.byteLength(body) }) }).end(body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "content-length": Buffer.byteLength(body), "cache-control": "no-store" }).end(body);
}
