import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

export interface RequestFacts {
  readonly method?: "GET" | "POST" | "PUT" | "HEAD" | "OPTIONS";
  readonly path?: string;
  readonly stage?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** A request as API Gateway hands it to a function (payload format 2.0). */
export function requestEvent({
  method = "POST",
  path = "/graphql",
  stage = "$default",
  query = {},
  headers = {},
  body,
  isBase64Encoded = false,
}: RequestFacts): APIGatewayProxyEventV2 {
  const rawQueryString = new URLSearchParams(query).toString();
  return {
    version: "2.0",
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString,
    headers: { accept: "*/*", "content-type": "application/json", host: "example.execute-api.cn-north-1.amazonaws.com.cn", ...headers },
    ...(rawQueryString !== "" && { queryStringParameters: query }),
    requestContext: {
      accountId: "000000000000",
      apiId: "example",
      domainName: "example.execute-api.cn-north-1.amazonaws.com.cn",
      domainPrefix: "example",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "gateway-request",
      routeKey: `${method} ${path}`,
      stage,
      time: "05/Jan/2026:09:00:00 +0800",
      timeEpoch: Date.parse("2026-01-05T01:00:00Z"),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
}

/** What Lambda tells a function of the call. */
export function lambdaContext({
  awsRequestId = "lambda-request",
  remainingMs = () => 900_000,
}: {
  readonly awsRequestId?: string;
  readonly remainingMs?: () => number;
} = {}): Context {
  return {
    awsRequestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: "test",
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws-cn:lambda:cn-north-1:000000000000:function:test",
    memoryLimitInMB: "1024",
    logGroupName: "test",
    logStreamName: "test",
    getRemainingTimeInMillis: remainingMs,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
