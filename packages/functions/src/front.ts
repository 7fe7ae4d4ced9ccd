import { HubError } from "@hub/core/error";
import type { Logger } from "@hub/server/logger";
import { problemOf, requestIdOf } from "@hub/server/problem";
import type { RouteAnswer } from "@hub/server/routes";
import type { Trace, Tracing } from "@hub/server/tracing";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { type Answer, headersOf, pathOf } from "./gateway.ts";

/** What a call is known by. */
export interface Call {
  readonly requestId: string;
  readonly trace: Trace;
}

interface Front {
  readonly log: Logger;
  readonly tracing: Tracing;
  /** What it answers, or throws. */
  readonly answer: (event: APIGatewayProxyEventV2, call: Call) => Promise<Answer>;
}

/** What every function behind API Gateway does around its answer: request id, log, trace, its own time, and refusals. */
export function frontOf({ log, tracing, answer }: Front): (event: APIGatewayProxyEventV2, context: Context) => Promise<Answer> {
  return async (event, context) => {
    const begun = performance.now();
    const requestId = idOf(event, context);
    const { method } = event.requestContext.http;
    const path = pathOf(event);
    const facts = { "http.request.method": method, "url.path": path, "hub.request_id": requestId };
    const trace = tracing.begin(`${method} ${path}`, facts, headersOf(event).get("traceparent"));
    const answered = inTime(answer(event, { requestId, trace }), context);
    const { headers, ...rest } = await answered.catch((error: unknown) => asAnswer(problemOf(error, requestId, log)));
    const ms = Math.round((performance.now() - begun) * 10) / 10;
    log.info({ requestId, method, path, status: rest.statusCode, ms }, "request");
    trace.note({ "http.response.status_code": rest.statusCode });
    trace.end();
    await tracing.flush();
    return { ...rest, headers: { ...headers, "x-request-id": requestId, "x-content-type-options": "nosniff" } };
  };
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

/** An answer as API Gateway takes it: bytes in base64. */
export function asAnswer({ status, headers, body }: RouteAnswer): Answer {
  if (typeof body === "string") return { statusCode: status, headers, body };
  return { statusCode: status, headers, body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
}
