import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { SQSEvent } from "aws-lambda";
import { onTestFinished } from "vitest";

/** The two calls that the import function makes beside DynamoDB's: an object of a bucket, and a message to a queue. */
export interface Aws {
  /** What tells the SDK where the two services are. */
  readonly env: Readonly<Record<string, string>>;
  /** Puts an object in the place of the one before. Returns what S3 tells the queue of it. */
  readonly put: (key: string, content: Buffer, options?: PutOptions) => string;
  /** Bodies of the messages that were sent. */
  readonly sent: string[];
  /** Seconds for which each of them is held back. */
  readonly delays: number[];
}

interface PutOptions {
  /** Of a bucket that keeps versions, where the object before stays. */
  readonly versionId?: string;
  /** How long the object says it is: after its content nothing comes. */
  readonly length?: number;
}

interface Stored extends PutOptions {
  readonly content: Buffer;
  readonly eTag: string;
}

export async function standIn(): Promise<Aws> {
  const objects = new Map<string, Stored>();
  const [sent, delays]: [string[], number[]] = [[], []];
  const md5 = (content: Buffer | string) => createHash("md5").update(content).digest("hex");
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      if (request.method === "GET") {
        const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
        const found = objects.get(`${decodeURIComponent(pathname)}?${searchParams.get("versionId") ?? ""}`);
        const refuse = (status: number, code: string) =>
          response
            .writeHead(status, { "content-type": "application/xml" })
            .end(`<Error><Code>${code}</Code><Message>no such object</Message><Key>${decodeURIComponent(pathname)}</Key></Error>`);
        if (!found) return refuse(404, "NoSuchKey");
        const wanted = request.headers["if-match"];
        if (wanted !== undefined && wanted !== `"${found.eTag}"`) return refuse(412, "PreconditionFailed");
        const { content, length = content.length } = found;
        response.writeHead(200, { "content-length": length, etag: `"${found.eTag}"` }).write(content);
        return length > content.length ? undefined : response.end();
      }
      const { MessageBody, DelaySeconds } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly MessageBody: string; readonly DelaySeconds: number };
      sent.push(MessageBody);
      delays.push(DelaySeconds);
      const answer = { MessageId: String(sent.length), MD5OfMessageBody: md5(MessageBody) };
      return response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { AWS_ENDPOINT_URL_S3: url, AWS_ENDPOINT_URL_SQS: url, HUB_QUEUE: `${url}/000000000000/imports` },
    put(key, content, options = {}) {
      const stored = { ...options, content, eTag: md5(content) };
      for (const version of new Set(["", options.versionId ?? ""])) objects.set(`/uploads/${key}?${version}`, stored);
      return created(key, stored);
    },
    sent,
    delays,
  };
}

/** What S3 tells the queue of a new object. */
export function created(key: string, { eTag = "", versionId }: { readonly eTag?: string; readonly versionId?: string } = {}): string {
  // S3 writes keys as in a form.
  const written = encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
  const object = { key: written, size: 1, eTag, sequencer: "0", ...(versionId !== undefined && { versionId }) };
  return JSON.stringify({ Records: [{ eventName: "ObjectCreated:Put", s3: { bucket: { name: "uploads" }, object } }] });
}

/** Messages as a queue hands them to a function. */
export function messages(...bodies: readonly string[]): SQSEvent {
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "0", SenderId: "x", ApproximateFirstReceiveTimestamp: "0" };
  const rest = { receiptHandle: "x", attributes, messageAttributes: {}, md5OfBody: "", eventSource: "aws:sqs", awsRegion: "local" };
  return { Records: bodies.map((body, n) => ({ ...rest, messageId: `message-${n}`, body, eventSourceARN: "arn:aws-cn:sqs:cn-north-1:000000000000:imports" })) };
}
