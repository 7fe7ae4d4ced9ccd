import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from "@apollo/server";
import type { Issuer } from "@hub/core/issuer";
import { parseBody } from "@hub/server/problem";
import { signerOf } from "@hub/server/signing";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Settings } from "./settings.ts";

/** What a function answers API Gateway with (payload format 2.0). */
export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the body is bytes in base64. */
  readonly isBase64Encoded?: boolean;
}

/**
 * API Gateway's requests and answers as Apollo's. The integration's own are left out: they refuse a wrong body in words
 * of their own, and bring a second copy of Apollo (in CommonJS) into the bundle, a third of its size.
 */
export const gateway = {
  fromEvent: (event: APIGatewayProxyEventV2): HTTPGraphQLRequest => {
    const headers = headersOf(event);
    return {
      method: event.requestContext.http.method,
      headers,
      search: searchOf(event),
      body: bodyOf(event, headers.get("content-type")),
    };
  },
  toSuccessResult: ({ status, headers, body }: HTTPGraphQLResponse): Answer => {
    if (body.kind !== "complete") throw new TypeError("API Gateway takes whole answers only");
    const answer = { statusCode: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
    return fits(answer.body) ? answer : { ...answer, statusCode: 400, body: tooLarge };
  },
  // The function itself answers with what went wrong, under its request id.
  toErrorResult: (error: unknown): Answer => {
    throw error;
  },
};

/** Headers by their names in any case. API Gateway writes them small, the console's tests and load balancers do not. */
export function headersOf({ headers }: Partial<Pick<APIGatewayProxyEventV2, "headers">>): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers ?? {})) if (value !== undefined) map.set(name, value);
  return map;
}

/** The path as the hub knows it: that of a stage with a name begins with the name. */
export function pathOf({ rawPath, requestContext: { stage } }: APIGatewayProxyEventV2): string {
  return rawPath.startsWith(`/${stage}/`) ? rawPath.slice(stage.length + 1) : rawPath;
}

/** Address of the API as API Gateway itself knows it: a caller's own headers have no say in it. */
function addressOf({ rawPath, requestContext: { domainName, stage } }: APIGatewayProxyEventV2): string {
  return `https://${domainName}${rawPath.startsWith(`/${stage}/`) ? `/${stage}` : ""}`;
}

/** The query with its question mark, or nothing. */
export function searchOf({ rawQueryString }: APIGatewayProxyEventV2): string {
  return rawQueryString && `?${rawQueryString}`;
}

/** Who vouches for certificates; nobody where there are no keys. The print function makes the PDF. */
export function issuerOf(event: APIGatewayProxyEventV2, { HUB_SIGNING_KEYS: set, HUB_PUBLIC_URL }: Settings): Issuer | undefined {
  return set && { url: HUB_PUBLIC_URL ?? addressOf(event), signer: signerOf(async () => set), hasPdf: true };
}

/** Size of a body in bytes, 0 where there is none. */
export function bodyBytesOf({ body = "", isBase64Encoded }: APIGatewayProxyEventV2): number {
  return Buffer.byteLength(body, isBase64Encoded ? "base64" : "utf8");
}

/** Throws BAD_INPUT. */
function bodyOf({ body, isBase64Encoded }: APIGatewayProxyEventV2, contentType: string | undefined): unknown {
  if (body === undefined) return undefined;
  return parseBody(isBase64Encoded ? Buffer.from(body, "base64").toString("utf8") : body, contentType);
}

/** Lambda hands over 6 MB, of which the headers need little; of more it says nothing to the caller but 500. */
const mostAnswerBytes = 6 * 1024 * 1024 - 16 * 1024;

/** Whether Lambda hands a text over: within its own JSON, where each quotation mark takes two bytes. */
function fits(text: string): boolean {
  return Buffer.byteLength(text) * 2 <= mostAnswerBytes || Buffer.byteLength(JSON.stringify(text)) <= mostAnswerBytes;
}

const tooLarge = JSON.stringify({
  errors: [{ message: "The answer is larger than 6 MB: ask for fewer enterprises, smaller pages or fewer texts", extensions: { code: "QUERY_TOO_COSTLY" } }],
});
