import { expect } from "vitest";
import { plain, statementsOf } from "../stack.ts";
import { edit, type Promised } from "./promised.ts";

export const intake: readonly Promised[] = [
  {
    says: "a new object of the bucket becomes a message of the queue",
    kept: ({ one }) => {
      const { bucket, queues } = one("BucketNotification").inputs;
      expect(bucket).toBe(one("Bucket", "UploadsBucket").inputs.bucket);
      expect(queues).toEqual([
        { id: "imports", queueArn: expect.stringMatching(`:${one("Queue", "ImportsQueue").inputs.name}$`), events: ["s3:ObjectCreated:*"] },
      ]);
    },
    broken: [edit("intake", '"s3:ObjectCreated:*"', '"s3:ObjectRemoved:*"'), edit("intake", /queues: \[.*?\] \}\]/, "queues: []")],
  },
  {
    says: "only the bucket, of this account, may write to the queue from outside, and only by TLS",
    kept: ({ one }) => {
      const [allowed, denied, ...others] = statementsOf(one("QueuePolicy").inputs.policy);
      expect(allowed).toMatchObject({
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "sqs:SendMessage",
        Condition: {
          ArnEquals: { "aws:SourceArn": expect.stringMatching(`:s3:::${one("Bucket", "UploadsBucket").inputs.bucket}$`) },
          StringEquals: { "aws:SourceAccount": "123456789012" },
        },
      });
      expect(denied).toMatchObject({ Effect: "Deny", Principal: "*", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } });
      expect(others).toEqual([]);
      expect(one("QueuePolicy").inputs.queueUrl).toMatch(new RegExp(`/${one("Queue", "ImportsQueue").inputs.name}$`));
    },
    broken: [
      edit("intake", /^ *Condition: \{ ArnEquals.*\n/m, ""),
      edit("intake", 'Principal: { Service: "s3.amazonaws.com" }', 'Principal: "*"'),
      edit("intake", 'Effect: "Deny"', 'Effect: "Allow"'),
    ],
  },
  {
    says: "what fails three times waits two weeks in a queue of its own, encrypted like the first",
    kept: ({ one }) => {
      const { redrivePolicy, ...first } = one("Queue", "ImportsQueue").inputs;
      const second = one("Queue", "FailedImportsQueue").inputs;
      expect(JSON.parse(redrivePolicy)).toEqual({ deadLetterTargetArn: expect.stringMatching(`:${second.name}$`), maxReceiveCount: 3 });
      expect([first.sqsManagedSseEnabled, second.sqsManagedSseEnabled]).toEqual([true, true]);
      expect(second.messageRetentionSeconds).toBe(1_209_600);
    },
    broken: [
      edit("intake", /^ *dlq: .*\n/m, ""),
      edit("intake", "retry: 3", "retry: 300"),
      edit("queue", "sqsManagedSseEnabled: true", "sqsManagedSseEnabled: false"),
      edit("intake", ", messageRetentionSeconds: twoWeeks", ""),
    ],
  },
  {
    says: "a message stays hidden for longer than the function may take",
    kept: ({ one }) =>
      expect(one("Queue", "ImportsQueue").inputs.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(one("Function", "ImportFunction").inputs.timeout + 60),
    broken: [edit("intake", '"20 minutes"', '"15 minutes"'), edit("intake", /^ *visibilityTimeout: .*\n/m, "")],
  },
  {
    says: "the queue hands the function one file at a time, four at most at once, and hears which failed",
    kept: ({ all }) => {
      const mapping = all("EventSourceMapping").find(({ inputs }) => inputs.eventSourceArn.includes(":sqs:"));
      const { batchSize, functionResponseTypes, scalingConfig, eventSourceArn, functionName } = mapping?.inputs ?? {};
      expect({ batchSize, functionResponseTypes, scalingConfig }).toEqual({
        ...{ batchSize: 1, functionResponseTypes: ["ReportBatchItemFailures"], scalingConfig: { maximumConcurrency: 4 } },
      });
      expect([plain(eventSourceArn), plain(functionName)]).toEqual([expect.stringMatching(/-ImportsQueue$/), expect.stringMatching(/-ImportFunction$/)]);
    },
    broken: [
      edit("intake", "size: 1, ", ""),
      edit("intake", "partialResponses: true", "partialResponses: false"),
      edit("intake", "maximumConcurrency: 4", "maximumConcurrency: 400"),
    ],
  },
];
