import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Kept {
  readonly bytes: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/** A server in the place of S3, with one bucket. */
export interface Bucket {
  readonly endpoint: string;
  readonly bucket: string;
  /** What was put, by its key. */
  readonly objects: Map<string, Kept>;
  /** Methods of all requests, in their order. */
  readonly calls: string[];
  /** Is asked before each request: true where it has answered itself. */
  answer: (response: ServerResponse, method: string) => boolean;
}

export async function bucket(): Promise<Bucket> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const { method = "", headers } = request;
      place.calls.push(method);
      if (place.answer(response, method)) return;
      const { pathname } = new URL(request.url ?? "/", "http://x");
      const [, name, key = ""] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(pathname)) ?? [];
      if (name !== place.bucket) refuseWith(404, "NoSuchBucket")(response);
      else if (method === "PUT") put(response, key, { bytes: Buffer.concat(chunks), headers });
      else if (method === "DELETE") {
        place.objects.delete(key);
        response.writeHead(204).end();
      } else get(response, key, headers["x-amz-checksum-mode"] === "ENABLED");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place: Bucket = { endpoint, bucket: "files", objects: new Map(), calls: [], answer: () => false };

  /** As S3 does, what does not fit its checksum is not taken. */
  function put(response: ServerResponse, key: string, kept: Kept): void {
    const isWhole = kept.headers["x-amz-checksum-sha256"] === createHash("sha256").update(kept.bytes).digest("base64");
    if (isWhole) place.objects.set(key, kept);
    if (isWhole) response.writeHead(200, { etag: '"x"' }).end();
    else refuseWith(400, "BadDigest")(response);
  }

  function get(response: ServerResponse, key: string, withChecksum: boolean): void {
    const found = place.objects.get(key);
    if (!found) {
      refuseWith(404, "NoSuchKey")(response);
      return;
    }
    const { "content-type": type = "", "x-amz-checksum-sha256": checksum } = found.headers;
    response
      .writeHead(200, {
        "content-type": type,
        "content-length": found.bytes.length,
        ...(withChecksum && { "x-amz-checksum-sha256": checksum }),
      })
      .end(found.bytes);
  }

  return place;
}

export function refuseWith(status: number, code: string): (response: ServerResponse) => void {
  return (response) => {
    response.writeHead(status, { "content-type": "application/xml" }).end(`<Error><Code>${code}</Code><Message>${code} as it is told</Message></Error>`);
  };
}
