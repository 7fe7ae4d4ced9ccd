import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { synthesise } from "../support/synth.ts";
import { stackOf } from "./stack.ts";

const refused = async (settings: Readonly<Record<string, string>>) => {
  const { stderr } = await synthesise({ settings }).then(
    () => ({ stderr: "accepted" }),
    (error: { readonly stderr: string }) => error,
  );
  return /The setting \w+ was not accepted: .+/.exec(stderr)?.[0] ?? stderr;
};

describe("settings of a deployment", () => {
  it("say who may ask, how much, who is told of alarms, and where traces go", async () => {
    const issuers = '[{"issuer":"https://login.example.gov.cn","audience":"https://credit.example.cn"}]';
    const pepper = "cGVwcGVyIG9mIGEgdGVzdCwgMzIgYnl0ZXMgbG9uZyE=";
    const { one, all } = stackOf(
      await synthesise({
        settings: {
          HUB_CORS_ORIGINS: "https://credit.example.cn, http://localhost:5173",
          HUB_RATE: "20",
          HUB_BURST: "40",
          HUB_INTROSPECTION: "false",
          HUB_LOG: "warn",
          HUB_OTLP_ENDPOINT: "https://traces.example.cn:4318",
          HUB_ALARM_EMAIL: "duty@example.cn",
          HUB_PUBLIC_URL: "https://credit.example.cn",
          HUB_RATE_ANONYMOUS: "30/10",
          HUB_RATE_KNOWN: "0",
          HUB_ISSUERS: issuers,
          SST_SECRET_SigningKeys: '{"keys":[]}',
          SST_SECRET_KeyPepper: pepper,
        },
      }),
    );
    expect(one("Api").inputs.corsConfiguration).toEqual({
      allowOrigins: ["https://credit.example.cn", "http://localhost:5173"],
      allowMethods: ["GET", "POST"],
      allowHeaders: [
        ...["content-type", "authorization", "x-api-key", "x-acting-as", "x-purpose", "idempotency-key"],
        ...["x-request-id", "apollo-require-preflight", "if-none-match"],
      ],
      exposeHeaders: ["x-request-id", "x-next-cursor", "x-has-more", "etag", "link", "retry-after", "www-authenticate"],
      maxAge: 86_400,
    });
    expect(one("Stage").inputs.defaultRouteSettings).toMatchObject({ throttlingRateLimit: 20, throttlingBurstLimit: 40 });
    expect(one("TopicSubscription").inputs).toMatchObject({ protocol: "email", endpoint: "duty@example.cn" });
    const told = { HUB_LOG: "warn", HUB_OTLP_ENDPOINT: "https://traces.example.cn:4318" };
    for (const { inputs } of all("Function")) expect(inputs.environment.variables).toMatchObject(told);
    expect(one("Function", "GraphqlFunction").inputs.environment.variables).toMatchObject({ HUB_INTROSPECTION: "false" });
    for (const name of ["GraphqlFunction", "PrintFunction"]) {
      const signing = { HUB_PUBLIC_URL: "https://credit.example.cn", HUB_SIGNING_KEYS: '{"keys":[]}' };
      const access = { HUB_RATE_ANONYMOUS: "30/10", HUB_RATE_KNOWN: "0", HUB_ISSUERS: issuers, HUB_KEY_PEPPER: pepper };
      expect(one("Function", name).inputs.environment.variables).toMatchObject({ ...signing, ...access });
    }
    for (const name of ["ImportFunction", "ProjectFunction"]) expect(JSON.stringify(one("Function", name).inputs)).not.toContain(pepper);
  });

  it("may all be left out: then China's Ningxia region, no mails, no traces, no other sites", async () => {
    const { one, all, app } = stackOf(await synthesise());
    expect(app).toMatchObject({ home: "aws", providers: { aws: { region: "cn-northwest-1" } } });
    expect(all("TopicSubscription")).toEqual([]);
    expect(one("Api").inputs.corsConfiguration ?? {}).toEqual({});
    for (const name of ["HUB_OTLP_ENDPOINT", "HUB_ISSUERS"])
      for (const { inputs } of all("Function")) expect(inputs.environment.variables).not.toHaveProperty(name);
  });

  it.each([
    ["HUB_REGION", "Beijing"],
    ["HUB_CORS_ORIGINS", "https://a.example.cn,*"],
    ["HUB_RATE", "0"],
    ["HUB_RATE", "many"],
    ["HUB_ALARM_EMAIL", "duty"],
    ["HUB_OTLP_ENDPOINT", "traces.example.cn"],
    ["HUB_INTROSPECTION", "perhaps"],
    ["HUB_RATE_ANONYMOUS", "120"],
    ["HUB_RATE_KNOWN", "0/0"],
    ["HUB_ISSUERS", "https://login.example.gov.cn"],
  ])("refuse %s=%s by its name, and deploy nothing", async (name, value) => {
    expect(await refused({ [name]: value })).toMatch(new RegExp(`^The setting ${name} was not accepted: `));
  });

  it("stand in the README, each with its meaning", () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8").replaceAll(/ +\|/g, " |");
    const source = readFileSync(new URL("../../stacks/settings.ts", import.meta.url), "utf8");
    const declared = [...source.matchAll(/^ {2}(HUB_\w+): (?:z|allowance)[\s\S]*?\.describe\("(.+?)"\)/gm)].map(([, name, meaning]) => ({ name, meaning }));
    expect(declared.length).toBe(12);
    expect(declared.filter(({ name, meaning }) => !new RegExp(`\\| \`${name}\` \\|[^|]*\\| `).test(readme) || !readme.includes(`| ${meaning} |`))).toEqual([]);
  });
});
