import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { systemClock } from "@hub/core/clock";
import { operator } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Identity } from "@hub/core/identity";
import { Intake } from "@hub/core/intake";
import { openTable } from "@hub/files/read";
import { openTracing, type Trace } from "@hub/server/tracing";
import { openDynamo } from "@hub/store/dynamodb";
import type { Context, S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { createLogger } from "./log.ts";
import { readSettings, requireQueue } from "./settings.ts";
import { fetchUpload, isFolder, makeFolder, removeLeftFolders, type Upload, uploadOf } from "./upload.ts";

/**
 * Takes a file in that was put into the bucket. The bucket tells the queue, the queue calls this function with one
 * message at a time. A file too long for the function's fifteen minutes is left where it stands, and its message
 * is sent once more: the import's progress is stored with its records, so the next call goes on there.
 */
const settings = readSettings();
const QueueUrl = requireQueue(settings);
const log = createLogger(settings.HUB_LOG);
const store = openDynamo({ table: settings.HUB_TABLE, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
/** What says nothing for so long is lost: the queue tries again, and the function's time is not waited away. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true, socketTimeout: 10_000 };
// An object is asked for once: its bytes go straight to a file, and a broken transfer is the queue's to try again.
const bucket = new S3Client({ requestHandler: timeouts });
const queue = new SQSClient({ requestHandler: timeouts });
const tracing = await openTracing({ endpoint: settings.HUB_OTLP_ENDPOINT, service: "credit-hub-import", log });
removeLeftFolders();

/** Time kept for the last batch of rows and for the message, in milliseconds. */
const reserveMs = 60_000;

/** Seconds after which a file is looked at again that another call was found importing: the most that a queue allows. */
const laterSeconds = 900;

/** @public Lambda calls it by name. */
export async function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const record of Records) {
    try {
      await takeMessage(record, context);
    } catch (error) {
      log.error({ err: error, messageId: record.messageId, requestId: context.awsRequestId }, "import failed");
      failed.push(record.messageId);
    }
  }
  await tracing.flush();
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function takeMessage({ body, attributes }: SQSRecord, context: Context): Promise<void> {
  // S3 also sends a test event without records when the notification is made.
  const { Records: created = [] } = JSON.parse(body) as Partial<S3Event>;
  for (const record of created) {
    const upload = uploadOf(record);
    if (isFolder(upload)) continue;
    const at = { bucket: upload.bucket, key: scrubbed(upload.key), requestId: context.awsRequestId };
    // Of a call that is ended from outside, for its time or its memory, this line is all that names the file.
    log.info({ ...at, receives: Number(attributes.ApproximateReceiveCount) }, "import begins");
    const trace = tracing.begin("import", { "faas.trigger": "pubsub", "faas.invocation_id": context.awsRequestId });
    const outcome = await takeUpload(upload, { at, context, trace }).catch((error: unknown) => {
      trace.end(error);
      throw error;
    });
    trace.note({ "hub.import.outcome": outcome });
    trace.end();
    if (outcome === "done") continue;
    const DelaySeconds = outcome === "elsewhere" ? laterSeconds : 0;
    await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ Records: [record] }), DelaySeconds }));
  }
}

/** Names that the log keeps, without personal numbers, as in the store. */
function scrubbed(text: string): string {
  return Identity.scrubResidentIds(text).text;
}

/** What became of a file. One that no retry would mend is logged and counts as done. */
async function takeUpload(
  upload: Upload,
  { at, context, trace }: { readonly at: object; readonly context: Context; readonly trace: Trace },
): Promise<"done" | "paused" | "elsewhere"> {
  const folder = await makeFolder();
  try {
    const path = await fetchUpload(bucket, upload, folder);
    if (path === null) {
      log.warn({ ...at }, "file replaced before it was taken in");
      return "done";
    }
    const table = await openTable(path);
    const file = { ...table, name: basename(upload.key), rows: () => table.rows() };
    const shouldPause = () => context.getRemainingTimeInMillis() < reserveMs;
    const request = { id: context.awsRequestId, channel: "job", purpose: null } as const;
    const { run, isRepeat } = await Intake.run({ actor: operator, store: trace.over(store), clock: systemClock, request }, { file, shouldPause });
    const { sha256, kind, state, rows, created, changed, unchanged, rejected } = run;
    const { otherSheets = [] } = table;
    log.info({ ...at, sha256, kind, state, isRepeat, rows, created, changed, unchanged, rejected, otherSheets: otherSheets.map(scrubbed) }, "import");
    return state === "done" ? "done" : "paused";
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const { code, message, details } = error;
    if (code === "IMPORT_RUNNING") {
      // Should the other call end before its time, nobody else may know of the file: one message can reach two calls.
      log.info({ ...at, code }, "import goes on elsewhere");
      return "elsewhere";
    }
    if (!hopeless.has(code)) throw error;
    log.warn({ ...at, code, message: scrubbed(message.replace(`${String(details["path"])}: `, "")) }, "file refused");
    return "done";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the file itself is to blame for. */
const hopeless: ReadonlySet<string> = new Set(["FILE_UNREADABLE", "FILE_UNKNOWN"]);
