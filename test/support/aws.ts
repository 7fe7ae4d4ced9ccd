import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { S3Event, SQSEvent } from "aws-lambda";
import { onTestFinished } from "vitest";

/** The two calls that the import function makes beside DynamoDB's: an object of a bucket, and a message to a queue. */
export interface Aws {
  /** What tells the SDK where the two services are. */
  readonly env: Readonly<Record<string, string>>;
  readonly put: (key: string, content: Buffer) => void;
  /** Bodies of the messages that were sent. */
  readonly sent: string[];
}

export async function standIn(): Promise<Aws> {
  const objects = new Map<string, Buffer>();
  const sent: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      if (request.method === "GET") {
        const found = objects.get(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
        if (found) response.writeHead(200, { "content-length": found.length }).end(found);
        else response.writeHead(404, { "content-type": "application/xml" }).end("<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
        return;
      }
      const { MessageBody } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly MessageBody: string };
      sent.push(MessageBody);
      const MD5OfMessageBody = createHash("md5").update(MessageBody).digest("hex");
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify({ MessageId: String(sent.length), MD5OfMessageBody }));
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
    put: (key, content) => objects.set(`/uploads/${key}`, content),
    sent,
  };
}

/** What S3 tells the queue of a new object. */
export function created(key: string): string {
  // S3 writes keys as in a form.
  const written = encodeURIComponent(key).replaceAll("%20", "+").replaceAll("%2F", "/");
  const event = { Records: [{ eventName: "ObjectCreated:Put", s3: { bucket: { name: "uploads" }, object: { key: written } } }] };
  return JSON.stringify(
    event satisfies { readonly Records: readonly { readonly s3: { readonly object: Pick<S3Event["Records"][0]["s3"]["object"], "key"> } }[] },
  );
}

/** Messages as a queue hands them to a function. */
export function messages(...bodies: readonly string[]): SQSEvent {
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: "0", SenderId: "x", ApproximateFirstReceiveTimestamp: "0" };
  const rest = { receiptHandle: "x", attributes, messageAttributes: {}, md5OfBody: "", eventSource: "aws:sqs", awsRegion: "local" };
  return { Records: bodies.map((body, n) => ({ ...rest, messageId: `message-${n}`, body, eventSourceARN: "arn:aws-cn:sqs:cn-north-1:000000000000:imports" })) };
}
