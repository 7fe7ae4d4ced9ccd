import { hubFunction } from "./function.ts";
import { graphqlLogs } from "./logs.ts";
import { settings } from "./settings.ts";
import { signing } from "./signing.ts";
import { isProduction } from "./stage.ts";
import { table } from "./storage.ts";

export const graphqlFunction = hubFunction("Graphql", {
  handler: "packages/functions/src/graphql.handler",
  memory: "1024 MB",
  timeout: "10 seconds",
  logs: graphqlLogs,
  environment: { ...signing, HUB_INTROSPECTION: String(settings.HUB_INTROSPECTION) },
  // The API reads; what it reads lies in the table and in its indexes.
  permissions: [
    { actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"], resources: [table.arn] },
    { actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/*`] },
  ],
});

export const api = new sst.aws.ApiGatewayV2("Api", {
  // Pages, too, read by which id the hub knows their request, and where the change log goes on.
  cors: settings.HUB_CORS_ORIGINS.length > 0 && {
    allowOrigins: settings.HUB_CORS_ORIGINS,
    allowMethods: ["GET", "POST"],
    allowHeaders: ["content-type", "authorization", "x-request-id", "apollo-require-preflight", "if-none-match"],
    exposeHeaders: ["x-request-id", "x-next-cursor", "x-has-more", "etag", "link"],
    maxAge: "1 day",
  },
  accessLog: { retention: isProduction ? "6 months" : "2 weeks" },
  transform: {
    stage: {
      defaultRouteSettings: { throttlingRateLimit: settings.HUB_RATE, throttlingBurstLimit: settings.HUB_BURST, detailedMetricsEnabled: true },
    },
  },
});
const routes = ["GET /graphql", "POST /graphql", "GET /changes", "GET /health", "GET /check", "GET /.well-known/jwks.json"];
for (const route of routes) api.route(route, graphqlFunction.arn);
