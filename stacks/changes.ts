import { hubFunction } from "./function.ts";
import { projectLogs } from "./logs.ts";
import { encrypted, twoWeeks } from "./queue.ts";
import { named } from "./stage.ts";
import { table } from "./storage.ts";

/** What is said of changes that could not be projected for a day waits here for the operator, two weeks long. */
export const failedChanges = new sst.aws.Queue("FailedChanges", { transform: { queue: { ...encrypted, messageRetentionSeconds: twoWeeks } } });

export const projectFunction = hubFunction("Project", {
  handler: "packages/functions/src/project.handler",
  memory: "1024 MB",
  timeout: "60 seconds",
  logs: projectLogs,
  permissions: [
    // Of queries it needs those on the audit trail and its seals.
    { actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem"], resources: [table.arn] },
    // What ends by itself stands in an index, by its day.
    { actions: ["dynamodb:Query"], resources: [$interpolate`${table.arn}/index/*`] },
    {
      actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      resources: [table.nodes.table.streamArn],
    },
    { actions: ["sqs:SendMessage"], resources: [failedChanges.arn] },
  ],
});

/** Records, which seals on the audit trail are too, and the pulse: the log and the totals are written to the same table, and would call the function for ever. */
const prefixes = [{ prefix: "ENT#" }, { prefix: "SUB#" }, { prefix: "AUD#" }, { prefix: "PULSE#sent" }];
const records = { eventName: ["INSERT", "MODIFY"], dynamodb: { Keys: { pk: { S: prefixes } } } };

table.subscribe("Changes", projectFunction.arn, {
  filters: [records],
  transform: {
    eventSourceMapping: {
      // What was written before the function was there belongs into the log, too.
      startingPosition: "TRIM_HORIZON",
      batchSize: 500,
      maximumBatchingWindowInSeconds: 1,
      // The log is one line: more at once would only wait for each other.
      parallelizationFactor: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
      bisectBatchOnFunctionError: true,
      // As long as the stream keeps it; what one record's fault holds up for longer, hub rebuild takes up.
      maximumRetryAttempts: 10_000,
      maximumRecordAgeInSeconds: 20 * 3_600,
      destinationConfig: { onFailure: { destinationArn: failedChanges.arn } },
    },
  },
});

// By which the lag of the log is known: see pulse.ts of core's projection. Written out, for SST's Cron lets the rules of every account call the function.
const pulse = new aws.cloudwatch.EventRule("PulseRule", { name: named("Pulse"), scheduleExpression: "rate(1 minute)" });
new aws.cloudwatch.EventTarget("PulseTarget", { rule: pulse.name, arn: projectFunction.arn, input: "{}" });
new aws.lambda.Permission("PulsePermission", {
  action: "lambda:InvokeFunction",
  function: projectFunction.name,
  principal: "events.amazonaws.com",
  sourceArn: pulse.arn,
});
