import { api, graphqlFunction } from "./api.ts";
import { printFunction } from "./certificates.ts";
import { failedChanges, projectFunction } from "./changes.ts";
import { failedImports, importFunction, imports } from "./intake.ts";
import { graphqlLogs, importLogs, printLogs, projectLogs } from "./logs.ts";
import { settings } from "./settings.ts";
import { named } from "./stage.ts";
import { table } from "./storage.ts";

/** Where alarms go, and what tells that all is well again. */
export const topic = new aws.sns.Topic("Alarms", { name: named("Alarms") });

new aws.sns.TopicPolicy("AlarmsPolicy", {
  arn: topic.arn,
  policy: $jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput().accountId } },
      },
    ],
  }),
});

if (settings.HUB_ALARM_EMAIL !== undefined) {
  new aws.sns.TopicSubscription("AlarmsEmail", { topic: topic.arn, protocol: "email", endpoint: settings.HUB_ALARM_EMAIL });
}

interface Alarm {
  /** What is wrong and what to look at first, for the person who is woken. */
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, $util.Input<string>>;
  readonly statistic?: "Sum" | "Maximum";
  /** Above this it is an alarm. */
  readonly threshold: number;
  /** Seconds that one value covers. */
  readonly period?: number;
  /** How many values in a row. */
  readonly evaluationPeriods?: number;
}

function alarm(name: string, { description, statistic = "Sum", period = 300, evaluationPeriods = 1, ...metric }: Alarm): void {
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    name: named(name),
    alarmDescription: description,
    ...metric,
    statistic,
    period,
    evaluationPeriods,
    comparisonOperator: "GreaterThanThreshold",
    // Where nobody calls there is nothing to count, and nothing wrong.
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });
}

/** An alarm on lines of a log, which no metric of AWS counts. */
function logAlarm(name: string, logs: aws.cloudwatch.LogGroup, pattern: string, description: string): void {
  const metric = { name, namespace: named("Logs") };
  new aws.cloudwatch.LogMetricFilter(`${name}Filter`, {
    name: named(name),
    logGroupName: logs.name,
    pattern,
    metricTransformation: { ...metric, value: "1" },
  });
  alarm(name, { description, namespace: metric.namespace, metricName: name, dimensions: {}, threshold: 0 });
}

logAlarm(
  "RefusedFiles",
  importLogs,
  '{ $.msg = "file refused" }',
  "A file could not be read as what it should be, and nothing of it was taken in. The import function's log names it and says why.",
);
logAlarm("GraphqlBugs", graphqlLogs, "{ $.level >= 50 }", "The graphql function met an error of its own. Its log has it whole, under the request id.");
logAlarm("ImportBugs", importLogs, "{ $.level >= 50 }", "The import function could not take a file in. Its log says why; the queue hands the file over again.");
logAlarm("PrintBugs", printLogs, "{ $.level >= 50 }", "The print function met an error of its own. Its log has it whole, under the request id.");
logAlarm(
  "ProjectBugs",
  projectLogs,
  "{ $.level >= 50 }",
  "Changes could not be put into the log, or the audit trail not be sealed. The project function's log says which and why; both are tried again.",
);

const lambda = "AWS/Lambda";
const graphqlDimensions = { FunctionName: graphqlFunction.name };
const importDimensions = { FunctionName: importFunction.name };
const printDimensions = { FunctionName: printFunction.name };
const projectDimensions = { FunctionName: projectFunction.name };

alarm("GraphqlErrors", {
  description: "The graphql function ended without an answer. Its log group says why, under the request id.",
  ...{ namespace: lambda, metricName: "Errors", dimensions: graphqlDimensions, threshold: 0 },
});
alarm("GraphqlThrottles", {
  description: "Requests were turned away because all concurrent executions of the account were taken.",
  ...{ namespace: lambda, metricName: "Throttles", dimensions: graphqlDimensions, threshold: 0 },
});
alarm("GraphqlSlow", {
  description: "A request took nearly as long as it may (10 s). Look for a throttled table, or for one costly query.",
  ...{ namespace: lambda, metricName: "Duration", dimensions: graphqlDimensions, statistic: "Maximum", threshold: 8_000, evaluationPeriods: 3 },
});
alarm("ImportErrors", {
  description: "The import function was ended in the middle of a file: its time or memory was up. The queue hands the file over again.",
  ...{ namespace: lambda, metricName: "Errors", dimensions: importDimensions, threshold: 0 },
});
alarm("ImportThrottles", {
  description: "Imports wait because all concurrent executions of the account are taken.",
  ...{ namespace: lambda, metricName: "Throttles", dimensions: importDimensions, threshold: 0, evaluationPeriods: 3 },
});
alarm("ImportsWaiting", {
  description: "A file has waited for more than an hour to be taken in.",
  namespace: "AWS/SQS",
  metricName: "ApproximateAgeOfOldestMessage",
  dimensions: { QueueName: imports.nodes.queue.name },
  statistic: "Maximum",
  threshold: 3_600,
});
alarm("ImportsDepth", {
  description: "More than 100 files wait to be taken in.",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: imports.nodes.queue.name },
  statistic: "Maximum",
  threshold: 100,
});
alarm("FailedImports", {
  description: "A file could not be taken in after three tries. Its message lies in the queue FailedImports; move it back once the cause is gone.",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: failedImports.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
});
alarm("PrintErrors", {
  description: "The print function ended without an answer. Its log group says why, under the request id.",
  ...{ namespace: lambda, metricName: "Errors", dimensions: printDimensions, threshold: 0 },
});
alarm("ProjectErrors", {
  description: "The project function was ended before it had answered: its time or memory was up. The stream hands the changes over again.",
  ...{ namespace: lambda, metricName: "Errors", dimensions: projectDimensions, threshold: 0 },
});
alarm("ChangesLate", {
  description: "The change log and the totals are more than five minutes behind the records. The project function's log says what holds them up.",
  ...{ namespace: lambda, metricName: "IteratorAge", dimensions: projectDimensions, statistic: "Maximum", threshold: 300_000 },
});
alarm("FailedChanges", {
  description: "Changes were given up after 20 hours and are not in the log. Once the cause is gone, run hub rebuild on the table, and empty the queue.",
  namespace: "AWS/SQS",
  metricName: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: failedChanges.nodes.queue.name },
  statistic: "Maximum",
  threshold: 0,
});
alarm("ApiFaults", {
  description: "API Gateway answered with a 5xx status. Its access log has the requests.",
  ...{ namespace: "AWS/ApiGateway", metricName: "5xx", dimensions: { ApiId: api.nodes.api.id }, threshold: 0 },
});
alarm("TableReadThrottles", {
  description: "DynamoDB turned reads away. They are tried again; when it lasts, one partition is asked too much.",
  ...{ namespace: "AWS/DynamoDB", metricName: "ReadThrottleEvents", dimensions: { TableName: table.name }, threshold: 0, evaluationPeriods: 3 },
});
alarm("TableWriteThrottles", {
  description: "DynamoDB turned writes away. They are tried again; when it lasts, fewer imports should run at once.",
  ...{ namespace: "AWS/DynamoDB", metricName: "WriteThrottleEvents", dimensions: { TableName: table.name }, threshold: 0, evaluationPeriods: 3 },
});
