import { expect } from "vitest";
import { edit, type Promised } from "./promised.ts";

export const api: readonly Promised[] = [
  {
    says: "API Gateway hands certificates to the print function and its other routes to the graphql function, as events of format 2.0",
    kept: ({ one, all }) => {
      expect(
        all("Route")
          .map(({ inputs }) => inputs.routeKey)
          .sort(),
      ).toEqual([
        ...[
          "GET /.well-known/jwks.json",
          "GET /cases/{id}/{file+}",
          "GET /certificates/{file}",
          "GET /changes",
          "GET /check",
          "GET /graphql",
          "GET /health",
          "GET /repairs/{id}/{file+}",
          "POST /graphql",
        ],
      ]);
      expect(one("Api").inputs.protocolType).toBe("HTTP");
      const uriOf = (name: string) => expect.stringMatching(`:function:${one("Function", name).inputs.name}`);
      const integrations = all("Integration");
      for (const { inputs } of integrations) expect(inputs).toMatchObject({ integrationType: "AWS_PROXY", payloadFormatVersion: "2.0" });
      const printing = integrations.filter(({ inputs }) => inputs.integrationUri.includes("Print"));
      expect(printing.map(({ inputs }) => inputs.integrationUri)).toEqual(["certificates", "repairs", "cases"].map(() => uriOf("PrintFunction")));
      for (const { inputs } of integrations)
        if (!printing.some((each) => each.inputs === inputs)) expect(inputs.integrationUri).toEqual(uriOf("GraphqlFunction"));
      for (const { inputs } of all("Permission").filter(({ name }) => name.startsWith("Api"))) {
        expect(inputs).toMatchObject({ principal: "apigateway.amazonaws.com", sourceArn: expect.stringMatching(/:execute-api:.+\/\*$/) });
      }
    },
    broken: [
      edit("api", '"GET /health"', '"GET /healthy"'),
      edit("api", ', "GET /health"', ""),
      edit("certificates", "printFunction.arn);", '"arn:aws:lambda:us-east-1:123456789012:function:other");'),
    ],
  },
  {
    says: "API Gateway lets every request through to the function, which finds out who asks",
    kept: ({ all }) => {
      expect(all("Authorizer")).toEqual([]);
      for (const { inputs } of all("Route")) expect([inputs.authorizationType ?? "NONE", inputs.authorizerId]).toEqual(["NONE", undefined]);
    },
    broken: [edit("api", "api.route(route, graphqlFunction.arn);", "api.route(route, graphqlFunction.arn, { auth: { iam: true } });")],
  },
  {
    says: "API Gateway turns away what is too much",
    kept: ({ one }) =>
      expect(one("Stage").inputs.defaultRouteSettings).toEqual({ throttlingRateLimit: 100, throttlingBurstLimit: 200, detailedMetricsEnabled: true }),
    broken: [edit("api", "throttlingRateLimit: settings.HUB_RATE, ", ""), edit("api", /^ *defaultRouteSettings: .*\n/m, "")],
  },
  {
    says: "API Gateway writes each request down, without its query, and forgets it",
    kept: ({ one }) => {
      const { name, retentionInDays } = one("LogGroup", "ApiAccessLog").inputs;
      const { destinationArn, format } = one("Stage").inputs.accessLogSettings;
      expect(destinationArn).toMatch(new RegExp(`:log-group:${name}$`));
      expect(Object.keys(JSON.parse(format.replaceAll(/: ?\$context[\w.]+/g, ":0")))).toEqual(
        expect.arrayContaining(["requestId", "routeKey", "status", "ip"]),
      );
      expect(format).not.toMatch(/querystring|authorizer|body/i);
      expect(retentionInDays).toBeGreaterThanOrEqual(14);
      expect(retentionInDays).toBeLessThanOrEqual(180);
    },
    broken: [edit("api", '"6 months" : "2 weeks"', '"forever" : "forever"')],
  },
  {
    says: "unless told, no page of another site may ask",
    kept: ({ one }) => expect(one("Api").inputs.corsConfiguration ?? {}).toEqual({}),
    broken: [edit("api", "cors: settings.HUB_CORS_ORIGINS.length > 0 && {", "cors: {")],
  },
];
