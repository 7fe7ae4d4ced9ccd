import { Audit } from "@hub/core/audit";
import { systemClock } from "@hub/core/clock";
import { anyone, operator } from "@hub/core/ctx";
import type { Change, ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import { type Noted, trailWrite } from "@hub/core/trail";
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent, ScheduledEvent } from "aws-lambda";
import { describe, expect, it } from "vitest";
import { bodiesOf } from "../support/access.ts";
import { dynamodb, emptyTable, logOf, started } from "../support/function.ts";
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

const noted: Noted = {
  ...{ kind: "read", actor: "psn_1", role: "officer", agency: null, actions: ["history:read"], subject: null, target: null, purpose: null },
  ...{ requestId: "request-1", channel: "graphql" },
};

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

  it("seals what came to the audit trail when the rule calls it, and the stream brings the seal into the log", async () => {
    const { table, store } = await emptyTable();
    const handler = await started<Handler>("project", { HUB_TABLE: table });
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();
    // The newest may still have company on its way.
    await store.transact([300, 200, 0].map((seconds) => trailWrite(noted, ago(seconds))));
    for (const _call of [1, 2]) expect(await handler({} as ScheduledEvent, call)).toEqual({ batchItemFailures: [] });
    expect(await bodiesOf(store, "AUD#")).toMatchObject([{ number: 1, from: null, entries: 2, provenance: { recorded: { by: "operator" } } }]);
    const ctx = { actor: operator, store, clock: systemClock };
    expect(await Audit.verify(ctx, {})).toEqual({ seals: 1, entries: 2, broken: [], falseListings: [] });
    await handler(recordsOf(await streamOf(store)), call);
    expect(await Projection.verify(ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 1 });
  });

  it("sends its pulse although the trail cannot be sealed, and logs that as an error", async () => {
    const { table, store } = await emptyTable();
    await store.transact([{ put: { pk: "AUD#seals", sk: "SEAL#0000000001", version: 1, body: { number: "one" } } }]);
    const log = await logOf("project", { HUB_TABLE: table }, {});
    expect(log).toMatchObject([{ level: 50, msg: "sealing the audit trail failed", requestId: "lambda-request", err: { message: expect.any(String) } }]);
    expect(await bodiesOf(store, "PULSE#sent")).toMatchObject([{ place: "sent" }]);
  });
});
