import { expect } from "vitest";
import { plain } from "../stack.ts";
import { edit, type Promised } from "./promised.ts";

export const alarms: readonly Promised[] = [
  {
    says: "alarms watch errors, throttles, slowness, waiting and failed files, and the table",
    kept: ({ all, app, one }) => {
      const watched = all("MetricAlarm").map(({ inputs: { name, namespace, metricName, dimensions } }) => {
        const [of] = Object.values(dimensions as Record<string, string>);
        if (of === undefined) return `${plain(name).replace(/^credit-hub-\w+-/, "")}: lines of a log`;
        return `${plain(name).replace(/^credit-hub-\w+-/, "")}: ${namespace} ${metricName} of ${plain(of ?? "").replace(/^credit-hub-\w+-/, "")}`;
      });
      expect(app.name).toBe("credit-hub");
      expect(watched.sort()).toEqual([
        `ApiFaults: AWS/ApiGateway 5xx of ${one("Api").name}-id`,
        "ChangesLate: AWS/Lambda IteratorAge of ProjectFunction",
        "FailedChanges: AWS/SQS ApproximateNumberOfMessagesVisible of FailedChangesQueue",
        "FailedImports: AWS/SQS ApproximateNumberOfMessagesVisible of FailedImportsQueue",
        "GraphqlBugs: lines of a log",
        "GraphqlErrors: AWS/Lambda Errors of GraphqlFunction",
        "GraphqlSlow: AWS/Lambda Duration of GraphqlFunction",
        "GraphqlThrottles: AWS/Lambda Throttles of GraphqlFunction",
        "ImportBugs: lines of a log",
        "ImportErrors: AWS/Lambda Errors of ImportFunction",
        "ImportThrottles: AWS/Lambda Throttles of ImportFunction",
        "ImportsDepth: AWS/SQS ApproximateNumberOfMessagesVisible of ImportsQueue",
        "ImportsWaiting: AWS/SQS ApproximateAgeOfOldestMessage of ImportsQueue",
        "PrintBugs: lines of a log",
        "PrintErrors: AWS/Lambda Errors of PrintFunction",
        "ProjectBugs: lines of a log",
        "ProjectErrors: AWS/Lambda Errors of ProjectFunction",
        "RefusedFiles: lines of a log",
        "TableReadThrottles: AWS/DynamoDB ReadThrottleEvents of HubTableTable",
        "TableWriteThrottles: AWS/DynamoDB WriteThrottleEvents of HubTableTable",
      ]);
    },
    broken: [
      edit("alarms", /^alarm\("FailedImports",[\s\S]*?^\}\);/m, ""),
      edit("alarms", '"Throttles", dimensions: graphqlDimensions', '"Throttles", dimensions: importDimensions'),
      edit("alarms", /^alarm\("ChangesLate",[\s\S]*?^\}\);/m, ""),
      edit("alarms", '"ReadThrottleEvents"', '"ConsumedReadCapacityUnits"'),
    ],
  },
  {
    says: "an alarm begins and ends with a message that says what to do, and silence is none",
    kept: ({ all, one }) => {
      const topic = one("TopicPolicy").inputs.arn;
      for (const { inputs } of all("MetricAlarm")) {
        expect(inputs).toMatchObject({
          ...{ alarmActions: [topic], okActions: [topic], comparisonOperator: "GreaterThanThreshold", treatMissingData: "notBreaching" },
          alarmDescription: expect.stringMatching(/^[A-Z].{30,}\.$/),
        });
      }
    },
    broken: [
      edit("alarms", "alarmActions: [topic.arn],", ""),
      edit("alarms", /^ *treatMissingData: .*\n/m, ""),
      edit("alarms", "alarmDescription: description,", ""),
    ],
  },
  {
    says: "lines of the logs are counted that tell of refused files and of errors of the hub's own",
    kept: ({ all, one }) => {
      const counted = all("LogMetricFilter").map(({ inputs: { pattern, logGroupName, metricTransformation: to } }) => {
        const alarm = one("MetricAlarm", `${to.name}Alarm`).inputs;
        expect([alarm.namespace, alarm.metricName, alarm.threshold, to.value]).toEqual([to.namespace, to.name, 0, "1"]);
        return `${pattern} of ${logGroupName.replace(/^.*-/, "")}`;
      });
      expect(counted.sort()).toEqual([
        "{ $.level >= 50 } of Graphql",
        "{ $.level >= 50 } of Import",
        "{ $.level >= 50 } of Print",
        "{ $.level >= 50 } of Project",
        '{ $.msg = "file refused" } of Import',
      ]);
    },
    broken: [
      edit("alarms", '"file refused"', '"file read"'),
      edit("alarms", 'graphqlLogs, "{ $.level', 'importLogs, "{ $.level'),
      edit("alarms", "metricName: name", 'metricName: "x"'),
    ],
  },
  {
    says: "only CloudWatch of this account may write to the alarms",
    kept: ({ one }) =>
      expect(JSON.parse(one("TopicPolicy").inputs.policy).Statement).toEqual([
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: one("TopicPolicy").inputs.arn,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ]),
    broken: [edit("alarms", 'Principal: { Service: "cloudwatch.amazonaws.com" }', 'Principal: "*"'), edit("alarms", /^ *Condition: .*\n/m, "")],
  },
];
