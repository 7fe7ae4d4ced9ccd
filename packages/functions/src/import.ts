import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { systemClock } from "@hub/core/clock";
import { operator } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { openTable, spool } from "@hub/files/read";
import { createLogger } from "@hub/server/logger";
import { openDynamo } from "@hub/store/dynamodb";
import type { Context, S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { readSettings } from "./settings.ts";

/**
 * Takes a file in that was put into the bucket. The bucket tells the queue, the queue calls this function with one
 * message at a time. A file too long for the function's fifteen minutes is left where it stands, and the same message
 * is sent once more: the import's progress is stored with its records, so the next call goes on there.
 */
const settings = readSettings();
const log = createLogger(settings.HUB_LOG);
const store = openDynamo({ table: settings.HUB_TABLE, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) });
// An object is asked for once: its bytes go straight to a file, and a broken transfer is the queue's to try again.
const bucket = new S3Client({});
const queue = new SQSClient({});

/** Time kept for the last batch of rows and for the message, in milliseconds. */
const reserveMs = 60_000;

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
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function takeMessage({ body }: SQSRecord, context: Context): Promise<void> {
  // S3 also sends a test event without records when the notification is made.
  const { Records: created = [] } = JSON.parse(body) as Partial<S3Event>;
  for (const { s3 } of created) {
    const isDone = await takeObject(s3.bucket.name, keyOf(s3.object.key), context);
    if (!isDone) await queue.send(new SendMessageCommand({ QueueUrl: ownQueue(), MessageBody: body }));
  }
}

/** S3 writes keys in its events as in a form: spaces as "+", the rest as %XX. */
function keyOf(written: string): string {
  return decodeURIComponent(written.replaceAll("+", " "));
}

function ownQueue(): string {
  if (settings.HUB_QUEUE === undefined) throw new HubError("BAD_INPUT", "The setting HUB_QUEUE is missing", { setting: "HUB_QUEUE" });
  return settings.HUB_QUEUE;
}

/** Whether the whole file was taken in. A file that no retry would mend is logged and counts as done. */
async function takeObject(Bucket: string, Key: string, context: Context): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "import-"));
  const at = { bucket: Bucket, key: Key, requestId: context.awsRequestId };
  try {
    const { Body } = await bucket.send(new GetObjectCommand({ Bucket, Key }));
    const table = await openTable(await spool(Body as Readable, folder));
    const file = { ...table, name: basename(Key), rows: () => table.rows() };
    const shouldPause = () => context.getRemainingTimeInMillis() < reserveMs;
    const { run, isRepeat } = await Intake.run({ actor: operator, store, clock: systemClock }, { file, shouldPause });
    const { sha256, kind, state, rows, created, changed, unchanged, rejected } = run;
    log.info({ ...at, sha256, kind, state, isRepeat, rows, created, changed, unchanged, rejected }, "import");
    return state === "done";
  } catch (error) {
    if (!(error instanceof HubError) || !hopeless.has(error.code)) throw error;
    log.warn({ ...at, code: error.code, message: error.message }, "file refused");
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What the file itself is to blame for, or what another call is doing already. */
const hopeless: ReadonlySet<string> = new Set(["FILE_UNREADABLE", "FILE_UNKNOWN", "IMPORT_RUNNING"]);
