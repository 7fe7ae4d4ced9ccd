import { expect } from "vitest";
import type { Resource } from "../../support/synth.ts";
import { edit, type Promised } from "./promised.ts";

/** What China's regions lack of the services used, by docs.amazonaws.cn ("Getting Started", Lambda). */
const absentInChina: readonly ((resource: Resource) => boolean)[] = [
  ({ type }) => /:lambda\/functionUrl:|:lambda\/functionRecursionConfig:|:cloudfront\/|:cognito\/|:appsync\//.test(type),
  ({ type, inputs }) => type.includes(":lambda/function:") && inputs.tracingConfig !== undefined,
  ({ type, inputs }) => type.includes(":lambda/eventSourceMapping:") && (inputs.metricsConfig ?? inputs.tags ?? inputs.provisionedPollerConfig) !== undefined,
];

export const partition: readonly Promised[] = [
  {
    says: "every name is of the region's own partition",
    kept: ({ resources, outputs }) => {
      const text = JSON.stringify([resources.map(({ inputs }) => inputs), outputs]);
      const partitions = new Set([...text.matchAll(/arn:(aws[\w-]*):/g)].map(([, found]) => found));
      expect(partitions.size).toBe(1);
      const hosts = new Set([...text.matchAll(/https:\/\/[\w.-]+?\.(amazonaws\.com(?:\.cn)?)[/"\\]/g)].map(([, found]) => found));
      expect([...hosts]).toEqual([partitions.has("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com"]);
    },
    broken: [
      edit("function", /\[\$interpolate`\$\{logs\.arn\}:\*`\]/, '["arn:aws:logs:eu-west-1:123456789012:log-group:x"]'),
      edit("intake", "queueUrl: imports.url", "queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/x'"),
      edit("function", "role.managedPolicyArns = [];", 'role.managedPolicyArns = ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"];'),
    ],
  },
  {
    says: "China's regions are asked for nothing that they lack",
    where: "china",
    kept: ({ resources }) => expect(resources.filter((resource) => absentInChina.some((isAbsent) => isAbsent(resource)))).toEqual([]),
    broken: [
      edit("intake", "if (!isChina) new", "new"),
      edit("function", "...args,", "...args, url: true,"),
      edit("function", "transform: {\n", 'transform: { function: { tracingConfig: { mode: "Active" } },\n'),
    ],
  },
  {
    says: "outside China the import function may call itself through its queue",
    where: "elsewhere",
    kept: ({ one }) =>
      expect(one("FunctionRecursionConfig").inputs).toEqual({ functionName: one("Function", "ImportFunction").inputs.name, recursiveLoop: "Allow" }),
    broken: [edit("intake", 'recursiveLoop: "Allow"', 'recursiveLoop: "Terminate"'), edit("intake", "if (!isChina) new", "if (isChina) new")],
  },
  {
    says: "a deployment tells where to ask, where to put files and what to watch",
    kept: ({ outputs, one }) =>
      expect(outputs).toMatchObject({
        graphql: expect.stringMatching(/^https:\/\/.+\/graphql$/),
        health: expect.stringMatching(/^https:\/\/.+\/health$/),
        uploads: one("Bucket", "UploadsBucket").inputs.bucket,
        files: one("Bucket", "FilesBucket").inputs.bucket,
        table: one("Table").inputs.name,
        failedImports: expect.stringMatching(`/${one("Queue", "FailedImportsQueue").inputs.name}$`),
        alarms: one("TopicPolicy").inputs.arn,
      }),
    broken: [
      edit("index", /^ *uploads: .*\n/m, ""),
      edit("index", "files: files.name", "files: uploads.name"),
      edit("index", "table: table.name", 'table: "hub"'),
    ],
  },
];
