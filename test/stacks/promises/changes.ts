import { Projection } from "@hub/core/projection";
import { expect } from "vitest";
import { edit, type Promised } from "./promised.ts";

export const changes: readonly Promised[] = [
  {
    says: "the stream calls the project function, from its beginning, in one line, and tells it what to do again",
    kept: ({ one }) => {
      const { inputs } = one("EventSourceMapping", "HubTableSubscriberChangesEventSourceMapping");
      expect(inputs).toMatchObject({
        eventSourceArn: expect.stringMatching(`:table/${one("Table").inputs.name}/stream/`),
        startingPosition: "TRIM_HORIZON",
        parallelizationFactor: 1,
        functionResponseTypes: ["ReportBatchItemFailures"],
        bisectBatchOnFunctionError: true,
      });
      expect(inputs.functionName).toMatch(/:function:.*Project/);
      expect(inputs.batchSize).toBeLessThanOrEqual(1_000);
    },
    broken: [
      edit("changes", /^ *startingPosition: .*\n/m, ""),
      edit("changes", /^ *functionResponseTypes: .*\n/m, ""),
      edit("changes", "parallelizationFactor: 1", "parallelizationFactor: 10"),
      edit("changes", "projectFunction.arn, {", '"arn:aws:lambda:us-east-1:123456789012:function:another", {'),
    ],
  },
  {
    says: "only records and the pulse call the function, and never what it writes itself",
    kept: ({ one }) => {
      const { filters } = one("EventSourceMapping", "HubTableSubscriberChangesEventSourceMapping").inputs.filterCriteria;
      const [only, ...others] = (filters as readonly { readonly pattern: string }[]).map(({ pattern }) => JSON.parse(pattern));
      expect(others).toEqual([]);
      expect(only.eventName).toEqual(["INSERT", "MODIFY"]);
      const prefixes = only.dynamodb.Keys.pk.S.map(({ prefix }: { readonly prefix: string }) => prefix);
      expect(prefixes.sort()).toEqual([...Projection.streamed].sort());
    },
    broken: [
      edit("changes", "filters: [records],", ""),
      edit("changes", '{ prefix: "SUB#" }, ', ""),
      edit("changes", '{ prefix: "AUD#" }, ', ""),
      edit("changes", '{ prefix: "AUD#" }', '{ prefix: "AUD" }'),
      edit("changes", '{ prefix: "SUB#" }', '{ prefix: "SUB#" }, { prefix: "LOG#" }'),
    ],
  },
  {
    says: "what could not be projected is given up after hours, not for ever, and said in a queue that keeps it two weeks",
    kept: ({ one }) => {
      const { destinationConfig, maximumRetryAttempts, maximumRecordAgeInSeconds } = one(
        "EventSourceMapping",
        "HubTableSubscriberChangesEventSourceMapping",
      ).inputs;
      const queue = one("Queue", "FailedChangesQueue").inputs;
      expect(destinationConfig.onFailure.destinationArn).toMatch(new RegExp(`:${queue.name}$`));
      expect([queue.sqsManagedSseEnabled, queue.messageRetentionSeconds]).toEqual([true, 1_209_600]);
      expect(maximumRetryAttempts).toBe(10_000);
      expect(maximumRecordAgeInSeconds).toBeGreaterThan(12 * 3_600);
      expect(maximumRecordAgeInSeconds).toBeLessThan(24 * 3_600);
    },
    broken: [
      edit("changes", /^ *destinationConfig: .*\n/m, ""),
      edit("changes", "20 * 3_600", "86_400"),
      edit("changes", ", messageRetentionSeconds: twoWeeks", ""),
    ],
  },
  {
    says: "a pulse goes through the stream each minute",
    kept: ({ one }) => {
      const { name, scheduleExpression } = one("EventRule").inputs;
      expect(scheduleExpression).toBe("rate(1 minute)");
      const { rule, arn, input } = one("EventTarget").inputs;
      expect([rule, input]).toEqual([name, "{}"]);
      expect(arn).toMatch(/:function:.*Project/);
      expect(one("Permission", "PulsePermission").inputs).toMatchObject({
        action: "lambda:InvokeFunction",
        function: one("Function", "ProjectFunction").inputs.name,
        principal: "events.amazonaws.com",
        sourceArn: expect.stringMatching(new RegExp(`:rule/${name}$`)),
      });
    },
    broken: [
      edit("changes", /^new aws\.cloudwatch\.EventTarget.*$/m, ""),
      edit("changes", "rate(1 minute)", "rate(1 hour)"),
      edit("changes", /^ *sourceArn: .*\n/m, ""),
    ],
  },
];
