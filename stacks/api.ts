import { access } from "./access.ts";
import { hubFunction } from "./function.ts";
import { graphqlLogs } from "./logs.ts";
import { settings } from "./settings.ts";
import { signing } from "./signing.ts";
import { isProduction } from "./stage.ts";
import { files, filesRight, table } from "./storage.ts";

export const graphqlFunction = hubFunction("Graphql", {
  handler: "packages/functions/src/graphql.handler",
  memory: "1024 MB",
  timeout: "10 seconds",
  logs: graphqlLogs,
  environment: { ...access, ...signing, HUB_FILES: files.name, HUB_INTROSPECTION: String(settings.HUB_INTROSPECTION) },
  // What it reads lies in the table and in its indexes. It writes the trail, who has access, and how often each asked; what it
  // takes away is access that ended.
  permissions: [
    {
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      resources: [table.arn],
    },
    { actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/*`] },
    filesRight,
  ],
});

export const api = new sst.aws.ApiGatewayV2("Api", {
  // Pages, too, read by which id the hub knows their request, and where the change log goes on.
  cors: settings.HUB_CORS_ORIGINS.length > 0 && {
    allowOrigins: settings.HUB_CORS_ORIGINS,
    allowMethods: ["GET", "POST"],
    allowHeaders: [
      ...["content-type", "authorization", "x-api-key", "x-acting-as", "x-purpose", "idempotency-key"],
      ...["x-request-id", "apollo-require-preflight", "if-none-match"],
    ],
    exposeHeaders: ["x-request-id", "x-next-cursor", "x-has-more", "etag", "link", "retry-after", "www-authenticate"],
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
