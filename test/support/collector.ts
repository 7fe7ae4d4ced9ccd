import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A span as OTLP writes it in JSON. */
interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status?: { readonly code?: number };
}

export interface Collected {
  readonly traceId: string;
  readonly name: string;
  /** Name of the span that it is a part of; null at the top, and the caller's id where the caller began the trace. */
  readonly within: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

export interface Collector {
  readonly endpoint: string;
  /** What has been sent so far, in the order in which spans ended. */
  readonly spans: () => readonly Collected[];
  /** All that came, as it came. */
  readonly raw: () => string;
}

/** Takes traces as a real collector does, by OTLP over HTTP; or refuses them; or says nothing. */
export async function collector(status: number | "silent" = 200): Promise<Collector> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      if (request.url === "/v1/traces") bodies.push(Buffer.concat(chunks).toString());
      if (status !== "silent") response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    raw: () => bodies.join("\n"),
    spans: () => {
      const sent = bodies.flatMap((body) =>
        (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Sent[] }[] }[] }).resourceSpans.flatMap(({ scopeSpans }) =>
          scopeSpans.flatMap(({ spans }) => spans),
        ),
      );
      const names = new Map(sent.map(({ spanId, name }) => [spanId, name]));
      return sent.map(({ traceId, name, parentSpanId, attributes, status: { code } = {} }) => ({
        traceId,
        name,
        within: parentSpanId ? (names.get(parentSpanId) ?? parentSpanId) : null,
        facts: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]])),
        isError: code === 2,
      }));
    },
  };
}
