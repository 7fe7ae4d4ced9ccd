import { systemClock } from "@hub/core/clock";
import { anyone, operator } from "@hub/core/ctx";
import type { Change, ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent, ScheduledEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { dynamodb, emptyTable, started } from "../support/function.ts";
import { world } from "../support/world.ts";

type Handler = (event: DynamoDBStreamEvent | ScheduledEvent, context: Pick<Context, "awsRequestId">) => Promise<DynamoDBBatchResponse>;

/** What Lambda hands over for changes: numbered as the stream does. */
function recordsOf(changes: readonly Change[]): DynamoDBStreamEvent {
  return {
    Records: changes.map(({ pk, sk, version, operation }, at) => ({
      eventName: operation === "delete" ? "REMOVE" : "MODIFY",
      dynamodb: {
        Keys: { pk: { S: pk }, sk: { S: sk } },
        ...(operation === "put" && { NewImage: { pk: { S: pk }, sk: { S: sk }, v: { N: String(version) }, b: { M: {} } } }),
        SequenceNumber: String(1_000 + at),
      },
    })),
  };
}

async function streamOf(store: ItemStore): Promise<readonly Change[]> {
  const changes: Change[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<ItemStore["changes"]>> = await store.changes(cursor);
    if (page.items.length === 0) return changes;
    changes.push(...page.items);
    cursor = page.cursor;
  }
}

async function filled() {
  const { table, store } = await emptyTable();
  const hub = world({ store });
  await hub.take(
    "penalty",
    Array.from({ length: 60 }, (_, at) => ({ CF_WSH: `${at}号` })),
    { name: "one.csv" },
  );
  await hub.take("penalty", [{ CF_WSH: "3号", CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
  return { table, store, hub, records: recordsOf(await streamOf(store)) };
}

const call = { awsRequestId: "lambda-request" };

describe.skipIf(dynamodb === "")("the project function, bundled, on DynamoDB Local", () => {
  it("puts the stream's records into the log and the totals, once, also when they are handed over again or to two at once", async () => {
    const { table, hub, records } = await filled();
    const handler = await started<Handler>("project", { HUB_TABLE: table });
    const other = await started<Handler>("project", { HUB_TABLE: table });
    const answers = await Promise.all([handler(records, call), other(records, call)]);
    answers.push(await handler({ Records: records.Records.toReversed() }, call));
    expect(answers).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }, { batchItemFailures: [] }]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 61, records: 60 });
  });

  it("names the first record that it did not take, and takes it when it comes again", async () => {
    const { table, hub, records } = await filled();
    const handler = await started<Handler>("project", { HUB_TABLE: table });
    const place = records.Records.findIndex(({ dynamodb }) => dynamodb?.Keys?.["sk"]?.S?.endsWith("#55号"));
    const broken = structuredClone(records);
    const keys = broken.Records[place]?.dynamodb?.Keys;
    if (keys?.["sk"]) keys["sk"].S = `PEN#${"长".repeat(1_000)}`;
    const { batchItemFailures } = await handler(broken, call);
    const [failed] = batchItemFailures;
    expect(batchItemFailures).toHaveLength(1);
    // Those before it, in whole batches, are in the log.
    const at = records.Records.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed?.itemIdentifier);
    expect(at).toBeGreaterThanOrEqual(0);
    expect(at).toBeLessThanOrEqual(place);
    expect(await handler({ Records: records.Records.slice(at) }, call)).toEqual({ batchItemFailures: [] });
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 61 });
  });

  it("sends a pulse when the rule calls it, and notes it when the stream brings it back: by that health tells the lag", async () => {
    const { table, store } = await emptyTable();
    const handler = await started<Handler>("project", { HUB_TABLE: table });
    const ctx = { actor: anyone, store, clock: systemClock };
    expect(await Projection.streamLag(ctx, {})).toBeNull();
    await handler({} as ScheduledEvent, call);
    expect(await Projection.streamLag(ctx, {})).toBeNull();
    await handler(recordsOf(await streamOf(store)), call);
    expect(await Projection.streamLag(ctx, {})).toEqual({ seconds: 0 });
    const later = { now: () => new Date(Date.now() + 200_000) };
    expect((await Projection.streamLag({ ...ctx, clock: later }, {}))?.seconds).toBeGreaterThan(130);
    // The next pulse ends the lag.
    await Projection.pulse({ actor: operator, store, clock: later }, {});
    await handler(recordsOf(await streamOf(store)), call);
    expect(await Projection.streamLag({ ...ctx, clock: later }, {})).toEqual({ seconds: 0 });
  });
});
