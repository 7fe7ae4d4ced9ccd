import { Audit } from "@hub/core/audit";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { Expiry } from "@hub/core/expiry";
import { Projection } from "@hub/core/projection";
import { openTracing } from "@hub/server/tracing";
import { openDynamo } from "@hub/store/dynamodb";
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent, ScheduledEvent } from "aws-lambda";
import { createLogger } from "./log.ts";
import { readSettings } from "./settings.ts";

/**
 * Follows the table's stream: puts what was written into the change log and the totals. Lambda hands records over at
 * least once, those of one item in their order; the projector passes over what it knows. What fails is handed over again
 * from the first record that was not taken. A rule calls the same function each minute, for what wants no change to begin.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
const store = openDynamo({ table: settings.HUB_TABLE, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-project", log });

/** Records that are taken together, so that little is done twice where the next ones fail. */
const together = 50;

/** @public Lambda calls it by name. */
export async function handler(
  event: DynamoDBStreamEvent | ScheduledEvent,
  { awsRequestId: requestId }: Pick<Context, "awsRequestId">,
): Promise<DynamoDBBatchResponse> {
  if (!("Records" in event)) {
    await beat(ctxOf(requestId));
    return { batchItemFailures: [] };
  }
  const { Records } = event;
  const trace = tracing.begin("project", { "faas.trigger": "datasource", "faas.invocation_id": requestId });
  const ctx = { ...ctxOf(requestId), store: trace.over(store) };
  let at = 0;
  try {
    for (; at < Records.length; at += together) await Projection.take(ctx, { changes: Records.slice(at, at + together).flatMap(changeIn) });
    log.info({ requestId, records: Records.length }, "projected");
    trace.end();
    return { batchItemFailures: [] };
  } catch (error) {
    log.error({ err: error, requestId, records: Records.length, taken: at }, "projecting failed");
    trace.end(error);
    return { batchItemFailures: [{ itemIdentifier: Records[at]?.dynamodb?.SequenceNumber ?? "" }] };
  } finally {
    await tracing.flush();
  }
}

function ctxOf(requestId: string) {
  return { actor: operator, store, clock: systemClock, request: { id: requestId, channel: "job", purpose: null } } as const;
}

/** What is done each minute: the pulse, a seal on what came to the audit trail, and the end of publicity whose term is over. */
async function beat(ctx: Ctx): Promise<void> {
  await Projection.pulse(ctx, {});
  try {
    const seal = await Audit.seal(ctx, {});
    if (seal) log.info({ requestId: ctx.request?.id, number: seal.number, entries: seal.entries, to: seal.to }, "audit trail sealed");
  } catch (error) {
    // The pulse was sent: the rule calls again in a minute, and then more is sealed at once. An alarm counts these lines.
    log.error({ err: error, requestId: ctx.request?.id }, "sealing the audit trail failed");
  }
  try {
    const { ended } = await Expiry.sweep(ctx, {});
    if (ended > 0) log.info({ requestId: ctx.request?.id, ended }, "terms of publicity were over");
  } catch (error) {
    // Views know by themselves what is over; the rule calls again in a minute.
    log.error({ err: error, requestId: ctx.request?.id }, "ending terms of publicity failed");
  }
}

/** The write that a record of the stream tells of; none for what was taken away, as records of the hub never are. */
function changeIn({ dynamodb }: DynamoDBRecord) {
  const { Keys, NewImage } = dynamodb ?? {};
  const [pk, sk, version] = [Keys?.["pk"]?.S, Keys?.["sk"]?.S, NewImage?.["v"]?.N];
  return pk === undefined || sk === undefined || version === undefined ? [] : [{ pk, sk, version: Number(version) }];
}
