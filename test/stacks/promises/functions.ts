import { expect } from "vitest";
import { plain, type Statement, statementsOf } from "../stack.ts";
import { edit, type Promised } from "./promised.ts";

export const functions: readonly Promised[] = [
  {
    says: "all functions run on arm64 and Node 24, with stated memory and time",
    kept: ({ all }) =>
      expect(
        all("Function")
          .map(({ name, inputs: { handler, architectures, runtime, memorySize, timeout, ephemeralStorage } }) => ({
            ...{ name, handler, architectures, runtime, memorySize, timeout, disk: ephemeralStorage.size },
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
      ).toEqual([
        { name: "GraphqlFunction", handler: "graphql.handler", architectures: ["arm64"], runtime: "nodejs24.x", memorySize: 1_024, timeout: 10, disk: 512 },
        { name: "ImportFunction", handler: "import.handler", architectures: ["arm64"], runtime: "nodejs24.x", memorySize: 1_769, timeout: 900, disk: 4_096 },
        { name: "PrintFunction", handler: "print.handler", architectures: ["arm64"], runtime: "nodejs24.x", memorySize: 1_024, timeout: 15, disk: 512 },
        { name: "ProjectFunction", handler: "project.handler", architectures: ["arm64"], runtime: "nodejs24.x", memorySize: 1_024, timeout: 60, disk: 512 },
      ]),
    broken: [
      edit("function", '"arm64"', '"x86_64"'),
      edit("function", '"nodejs24.x"', '"nodejs22.x"'),
      edit("api", '"1024 MB"', '"128 MB"'),
      edit("intake", '"15 minutes"', '"3 minutes"'),
    ],
  },
  {
    says: "each function logs to a group of its own, which forgets",
    kept: ({ one, app }) => {
      for (const name of ["Graphql", "Import", "Print", "Project"]) {
        const { name: group, retentionInDays } = one("LogGroup", `${name}Logs`).inputs;
        expect(group).toMatch(new RegExp(`^/aws/lambda/${app.name}-\\w+-${name}$`));
        expect(retentionInDays).toBeGreaterThanOrEqual(14);
        expect(one("Function", `${name}Function`).inputs.loggingConfig).toEqual({ logFormat: "Text", logGroup: group });
      }
    },
    broken: [edit("logs", /, retentionInDays: .*? \}/, " }"), edit("function", "logGroup: logs.name, ", "")],
  },
  {
    says: "only Lambda may take on a function's role",
    kept: ({ all }) => {
      for (const { inputs } of all("Role")) {
        expect(statementsOf(inputs.assumeRolePolicy)).toEqual([{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }]);
      }
      expect(all("Role").length).toBe(4);
    },
    broken: [
      edit("function", "role.assumeRolePolicy = trust;", ""),
      edit("function", 'Service: "lambda.amazonaws.com"', 'Service: "lambda.amazonaws.com", AWS: "123456789012"'),
    ],
  },
  {
    says: "the graphql function may read the table and its indexes, put items and take them away, keep and hand out files, write its log, and nothing else",
    kept: ({ rights, one }) => {
      expect(one("Role", "GraphqlRole").inputs.managedPolicyArns).toEqual([]);
      expect(listed(rights("GraphqlRole"))).toEqual([
        "dynamodb:BatchGetItem table/HubTable",
        "dynamodb:DeleteItem table/HubTable",
        "dynamodb:GetItem table/HubTable",
        "dynamodb:PutItem table/HubTable",
        "dynamodb:Query table/HubTable",
        "dynamodb:Query table/HubTable/index/*",
        "logs:CreateLogStream log-group:Graphql:*",
        "logs:PutLogEvents log-group:Graphql:*",
        "s3:GetObject Files/*",
        "s3:PutObject Files/*",
      ]);
    },
    broken: [
      edit("api", '"dynamodb:GetItem", ', '"dynamodb:*", '),
      edit("api", '"dynamodb:GetItem", ', '"dynamodb:GetItem", "dynamodb:UpdateItem", '),
      edit("api", ', "dynamodb:PutItem"', ""),
      edit("api", ', "dynamodb:DeleteItem"', ""),
      edit("api", /^ *filesRight,\n/m, ""),
      edit("storage", '"s3:PutObject"]', '"s3:PutObject", "s3:DeleteObject"]'),
      edit("storage", /\[\$interpolate`\$\{files\.arn\}\/\*`\]/, '["*"]'),
      edit("api", "resources: [table.arn],", 'resources: ["*"],'),
      edit("function", "...args,", "...args, link: [table],"),
      edit("function", "role.managedPolicyArns = [];", ""),
      edit("function", /\[\$interpolate`\$\{logs\.arn\}:\*`\]/, '["*"]'),
    ],
  },
  {
    says: "the import function may read and write items, read uploads, use its own queue, write its log, and nothing else",
    kept: ({ rights, one }) => {
      expect(one("Role", "ImportRole").inputs.managedPolicyArns).toEqual([]);
      expect(listed(rights("ImportRole"))).toEqual([
        "dynamodb:BatchGetItem table/HubTable",
        "dynamodb:ConditionCheckItem table/HubTable",
        "dynamodb:GetItem table/HubTable",
        "dynamodb:PutItem table/HubTable",
        "dynamodb:Query table/HubTable",
        "logs:CreateLogStream log-group:Import:*",
        "logs:PutLogEvents log-group:Import:*",
        "s3:GetObject Uploads/*",
        "s3:GetObjectVersion Uploads/*",
        "sqs:ChangeMessageVisibility Imports",
        "sqs:DeleteMessage Imports",
        "sqs:GetQueueAttributes Imports",
        "sqs:ReceiveMessage Imports",
        "sqs:SendMessage Imports",
      ]);
    },
    broken: [
      edit("intake", '"dynamodb:GetItem", ', '"dynamodb:*", '),
      edit("intake", /\[\$interpolate`\$\{uploads\.arn\}\/\*`\]/, '["*"]'),
      edit("intake", '"s3:GetObject", ', '"s3:*", '),
      edit("intake", "resources: [imports.arn],", 'resources: ["*"],'),
    ],
  },
  {
    says: "the project function may read and write items, read the stream, say what it gave up, write its log, and nothing else",
    kept: ({ rights, one }) => {
      expect(one("Role", "ProjectRole").inputs.managedPolicyArns).toEqual([]);
      expect(listed(rights("ProjectRole"))).toEqual([
        "dynamodb:BatchGetItem table/HubTable",
        "dynamodb:DescribeStream table/HubTable/stream/*",
        "dynamodb:GetItem table/HubTable",
        "dynamodb:GetRecords table/HubTable/stream/*",
        "dynamodb:GetShardIterator table/HubTable/stream/*",
        "dynamodb:ListStreams table/HubTable/stream/*",
        "dynamodb:PutItem table/HubTable",
        "dynamodb:Query table/HubTable",
        "dynamodb:Query table/HubTable/index/*",
        "logs:CreateLogStream log-group:Project:*",
        "logs:PutLogEvents log-group:Project:*",
        "sqs:SendMessage FailedChanges",
      ]);
    },
    broken: [
      edit("changes", '"dynamodb:GetItem", ', '"dynamodb:*", '),
      edit("changes", '"dynamodb:PutItem"]', '"dynamodb:PutItem", "dynamodb:DeleteItem"]'),
      edit("changes", '"dynamodb:Query", ', ""),
      edit("changes", "resources: [failedChanges.arn]", 'resources: ["*"]'),
    ],
  },
  {
    says: "the print function may read the table, put items, keep and hand out files, write its log, and nothing else",
    kept: ({ rights, one }) => {
      expect(one("Role", "PrintRole").inputs.managedPolicyArns).toEqual([]);
      expect(listed(rights("PrintRole"))).toEqual([
        "dynamodb:BatchGetItem table/HubTable",
        "dynamodb:GetItem table/HubTable",
        "dynamodb:PutItem table/HubTable",
        "dynamodb:Query table/HubTable",
        "logs:CreateLogStream log-group:Print:*",
        "logs:PutLogEvents log-group:Print:*",
        "s3:GetObject Files/*",
        "s3:PutObject Files/*",
      ]);
    },
    broken: [
      edit("certificates", '"dynamodb:GetItem", ', '"dynamodb:*", '),
      edit("certificates", ', "dynamodb:PutItem"', ""),
      edit("certificates", "}, filesRight]", "}]"),
      edit("certificates", ', "dynamodb:PutItem"', ', "dynamodb:PutItem", "dynamodb:DeleteItem"'),
      edit("certificates", "resources: [table.arn]", 'resources: ["*"]'),
    ],
  },
  {
    says: "the functions know where their data lie and how they are set",
    kept: ({ one }) => {
      const table = one("Table").inputs.name;
      const shared = { HUB_TABLE: table, HUB_LOG: "info", HUB_SIGNING_KEYS: "", HUB_KEY_PEPPER: "", HUB_RATE_ANONYMOUS: "120/60", HUB_RATE_KNOWN: "1200/200" };
      const HUB_FILES = one("Bucket", "FilesBucket").inputs.bucket;
      expect(own(one("Function", "GraphqlFunction").inputs.environment.variables)).toEqual({ ...shared, HUB_FILES, HUB_INTROSPECTION: "true" });
      const printed = { ...shared, HUB_FILES, HUB_FONTS: "/var/task/fonts" };
      expect(own(one("Function", "PrintFunction").inputs.environment.variables)).toEqual(printed);
      const { HUB_QUEUE, ...rest } = own(one("Function", "ImportFunction").inputs.environment.variables);
      expect(rest).toEqual({ HUB_TABLE: table, HUB_LOG: "info" });
      expect(own(one("Function", "ProjectFunction").inputs.environment.variables)).toEqual({ HUB_TABLE: table, HUB_LOG: "info" });
      expect(HUB_QUEUE).toMatch(new RegExp(`^https://sqs\\.[\\w.-]+/123456789012/${one("Queue", "ImportsQueue").inputs.name}$`));
    },
    broken: [
      edit("function", "HUB_TABLE: table.name,", 'HUB_TABLE: "hub",'),
      edit("intake", "environment: { HUB_QUEUE: imports.url },", ""),
      edit("certificates", "...signing, ", ""),
      edit("api", "...signing, ", ""),
      edit("certificates", "...access, ", ""),
      edit("api", "...access, ", ""),
      edit("api", "HUB_FILES: files.name, ", ""),
      edit("certificates", "HUB_FILES: files.name, ", ""),
      edit("access", /^ *HUB_KEY_PEPPER: .*\n/m, ""),
      edit("access", /^ *HUB_RATE_KNOWN: .*\n/m, ""),
      edit("access", "settings.HUB_RATE_ANONYMOUS", "settings.HUB_RATE_KNOWN"),
    ],
  },
];

/** A policy's rights, an action and a resource a line, by the names that the stacks give. */
function listed(statements: readonly Statement[]): readonly string[] {
  return statements
    .flatMap(({ Effect, Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${Effect === "Allow" ? "" : `${Effect} `}${action} ${shortOf(resource)}`)),
    )
    .sort();
}

/** An ARN without partition, region, account, the app's prefix and chance letters. */
function shortOf(arn: string): string {
  return plain(arn)
    .replace(/^arn:[\w-]+:\w+:[\w-]*:\d*:/, "")
    .replace(/(^|\/)(aws\/lambda\/)?credit-hub-\w+-(\w+?)(?:Table|Queue|bucket)?(?=$|[/:])/i, "$1$3")
    .replace(/\/stream\/[\d:.T-]+$/, "/stream/*")
    .replace("log-group:/", "log-group:")
    .replace(/^uploads/, "Uploads")
    .replace(/^files/, "Files");
}

/** The hub's own variables. */
function own(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.startsWith("SST_")));
}
