import { settings } from "./settings.ts";
import { table } from "./storage.ts";

type Permission = { readonly actions: string[]; readonly resources: $util.Input<string>[] };

export interface HubFunction {
  /** File and export, from the project's root. */
  readonly handler: string;
  readonly memory: `${number} MB`;
  readonly timeout: `${number} seconds` | `${number} minutes`;
  readonly storage?: `${number} MB` | `${number} GB`;
  /** Files that lie beside the bundle. */
  readonly copyFiles?: { readonly from: string; readonly to: string }[];
  readonly environment?: Record<string, $util.Input<string>>;
  readonly permissions: readonly Permission[];
  readonly logs: aws.cloudwatch.LogGroup;
}

/**
 * What every function of the hub has in common. Rights are listed one by one: SST's `link` would grant `dynamodb:*`,
 * and AWS's managed policy for logs all log groups of the account.
 */
export function hubFunction(name: string, { permissions, environment, logs, ...args }: HubFunction) {
  return new sst.aws.Function(name, {
    ...args,
    runtime: "nodejs24.x",
    architecture: "arm64",
    // What a function seldom needs, e.g. to send traces, lies in files of its own that a start without it does not read.
    nodejs: { splitting: true },
    logging: { logGroup: logs.name, format: "text" },
    environment: {
      HUB_TABLE: table.name,
      HUB_LOG: settings.HUB_LOG,
      ...(settings.HUB_OTLP_ENDPOINT !== undefined && { HUB_OTLP_ENDPOINT: settings.HUB_OTLP_ENDPOINT }),
      ...environment,
    },
    permissions: [...permissions, { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${logs.arn}:*`] }],
    transform: {
      role: (role) => {
        role.assumeRolePolicy = trust;
        role.managedPolicyArns = [];
      },
    },
  });
}

/** Lambda alone may take on a function's role: SST's own policy trusts the whole account beside it. */
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});
