import type * as pulumi from "@pulumi/pulumi";

/** A resource that a deployment would make, with what it would be made of. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own inputs
  readonly inputs: any;
  /** Whether the resource stays when it is taken out of the stack. */
  readonly isRetained: boolean;
}

export const account = "123456789012";

interface Statement {
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly { readonly test: string; readonly variable: string; readonly values: readonly string[] }[];
}

/** A statement of a policy document as IAM writes it. */
function statementOf({ effect = "Allow", actions, resources, principals, conditions }: Statement) {
  return {
    Effect: effect,
    Action: actions,
    Resource: resources,
    ...(principals && { Principal: Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers])) }),
    ...(conditions && { Condition: Object.fromEntries(conditions.map(({ test, variable, values }) => [test, { [variable]: values }])) }),
  };
}

/** How Pulumi marks a secret on its way to a provider, and the name under which it lies then. */
const secretMark = "4dabf18193072939515e22adb298388d";

/** Inputs as AWS would get them: with the secrets in them. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null) return value;
  if (secretMark in value) return opened((value as { readonly value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, opened(each)]));
}

/** Stands in for AWS: writes down each resource, and answers with the names that AWS would give it. */
export function mocksOf(region: string): { readonly resources: Resource[]; readonly mocks: pulumi.runtime.Mocks; readonly retain: (name: string) => void } {
  const resources: Resource[] = [];
  const retained = new Set<string>();
  const partition = region.startsWith("cn-") ? "aws-cn" : "aws";
  const domain = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const extras: Readonly<Record<string, (name: string, inputs: Record<string, unknown>) => Record<string, unknown>>> = {
    "aws:dynamodb/table:Table": (name, { streamEnabled }) => ({
      arn: arn("dynamodb", `table/${name}`),
      ...(streamEnabled === true && { streamArn: arn("dynamodb", `table/${name}/stream/2026-01-01T00:00:00.000`) }),
    }),
    "aws:lambda/function:Function": (name) => ({
      arn: arn("lambda", `function:${name}`),
      qualifiedArn: arn("lambda", `function:${name}:$LATEST`),
      version: "$LATEST",
    }),
    "aws:sqs/queue:Queue": (name) => ({ arn: arn("sqs", name), url: `https://sqs.${region}.${domain}/${account}/${name}` }),
    "aws:cloudwatch/eventRule:EventRule": (name) => ({ arn: arn("events", `rule/${name}`) }),
    "aws:sns/topic:Topic": (name) => ({ arn: arn("sns", name) }),
    "aws:s3/bucket:Bucket": (name) => ({ bucket: name, arn: `arn:${partition}:s3:::${name}` }),
    "aws:cloudwatch/logGroup:LogGroup": (name) => ({ arn: arn("logs", `log-group:${name}`) }),
    "aws:iam/role:Role": (name) => ({ arn: `arn:${partition}:iam::${account}:role/${name}` }),
    "aws:apigatewayv2/api:Api": (name) => ({
      arn: `arn:${partition}:apigateway:${region}::/apis/${name}`,
      executionArn: arn("execute-api", name),
      apiEndpoint: `https://${name}.execute-api.${region}.${domain}`,
    }),
    "random:index/randomBytes:RandomBytes": () => ({ base64: Buffer.alloc(32).toString("base64") }),
  };
  const answers: Readonly<Record<string, (inputs: { readonly statements?: readonly Statement[] }) => Record<string, unknown>>> = {
    "aws:index/getRegion:getRegion": () => ({ id: region, name: region, region }),
    "aws:index/getPartition:getPartition": () => ({ id: partition, partition, dnsSuffix: domain }),
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ id: account, accountId: account, arn: `arn:${partition}:iam::${account}:root`, userId: account }),
    // SST reads the statements back: without them it would make no policy, and a test of absent rights would pass for nothing.
    "aws:iam/getPolicyDocument:getPolicyDocument": ({ statements = [] }) => ({
      id: "policy",
      statements,
      json: JSON.stringify({ Version: "2012-10-17", Statement: statements.map(statementOf) }),
    }),
  };
  return {
    resources,
    retain: (name) => retained.add(name),
    mocks: {
      newResource({ type, name, inputs: wrapped }) {
        const inputs: unknown = opened(wrapped);
        resources.push({
          type,
          name,
          inputs,
          get isRetained() {
            return retained.has(`${type} ${name}`);
          },
        });
        const given = inputs as Record<string, unknown>;
        const physical = String(given["name"] ?? given["bucket"] ?? name);
        return { id: `${name}-id`, state: { ...given, name: physical, ...extras[type]?.(physical, given) } };
      },
      call({ token, inputs }) {
        return answers[token]?.(inputs as { readonly statements?: readonly Statement[] }) ?? (inputs as Record<string, unknown>);
      },
    },
  };
}
