import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from "@apollo/server";
import { checkBodySize, parseBody } from "@hub/server/problem";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** What a function answers API Gateway with (payload format 2.0). */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * API Gateway's requests and answers as Apollo's. The integration's own are left out: they refuse a wrong body in words
 * of their own, and bring a second copy of Apollo (in CommonJS) into the bundle, a third of its size.
 */
export const gateway = {
  fromEvent: (event: APIGatewayProxyEventV2): HTTPGraphQLRequest => {
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
    return { method: event.requestContext.http.method, headers, search: event.rawQueryString && `?${event.rawQueryString}`, body: bodyOf(event) };
  },
  toSuccessResult: ({ status, headers, body }: HTTPGraphQLResponse): Answer => {
    if (body.kind !== "complete") throw new TypeError("API Gateway takes whole answers only");
    return { statusCode: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
  },
  // The function itself answers with what went wrong, under its request id.
  toErrorResult: (error: unknown): Answer => {
    throw error;
  },
};

/** Throws REQUEST_TOO_LARGE and BAD_INPUT. */
function bodyOf({ body, headers, isBase64Encoded }: APIGatewayProxyEventV2): unknown {
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  checkBodySize(bytes.length);
  return parseBody(bytes.toString("utf8"), headers["content-type"]);
}
