import { hubFunction } from "./function.ts";
import { importLogs } from "./logs.ts";
import { encrypted, twoWeeks } from "./queue.ts";
import { isChina } from "./stage.ts";
import { table, uploads } from "./storage.ts";

/** Files that could not be taken in after three tries wait here for the operator, two weeks long. */
export const failedImports = new sst.aws.Queue("FailedImports", { transform: { queue: { ...encrypted, messageRetentionSeconds: twoWeeks } } });

/** One message a file, hidden for longer than a call may take, so that no two calls work at it. */
export const imports = new sst.aws.Queue("Imports", {
  visibilityTimeout: "20 minutes",
  dlq: { queue: failedImports.arn, retry: 3 },
  transform: { queue: encrypted },
});

export const importFunction = hubFunction("Import", {
  handler: "packages/functions/src/import.handler",
  // As much as Lambda gives a whole processor for.
  memory: "1769 MB",
  timeout: "15 minutes",
  logs: importLogs,
  // A file is read from disk, and an XLSX unpacked beside itself.
  storage: "4 GB",
  environment: { HUB_QUEUE: imports.url },
  permissions: [
    {
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"],
      resources: [table.arn],
    },
    { actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: [$interpolate`${uploads.arn}/*`] },
    {
      actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      resources: [imports.arn],
    },
  ],
});

imports.subscribe(importFunction.arn, {
  batch: { size: 1, partialResponses: true },
  // So many files at once keep the table's writes within what a new on-demand table takes at once (4,000 units a second).
  transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: 4 } } },
});

// A long file goes on by a message that the function sends to its own queue. Lambda would take that for an endless loop
// after 16 rounds and end it; China's regions look for no loops, and know no such setting.
if (!isChina) new aws.lambda.FunctionRecursionConfig("ImportRecursion", { functionName: importFunction.name, recursiveLoop: "Allow" });

// Written out, for SST's own policy lets every bucket of the world write to the queue, and names queues of `aws` only.
const policy = new aws.sqs.QueuePolicy("ImportsPolicy", {
  queueUrl: imports.url,
  policy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: imports.arn,
        Condition: { ArnEquals: { "aws:SourceArn": uploads.arn }, StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput().accountId } },
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: imports.arn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  }),
});

new aws.s3.BucketNotification(
  "UploadsNotification",
  { bucket: uploads.name, queues: [{ id: "imports", queueArn: imports.arn, events: ["s3:ObjectCreated:*"] }] },
  { dependsOn: policy },
);
