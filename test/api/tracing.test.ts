import { PassThrough } from "node:stream";
import { serve } from "@hub/hub/local";
import { createLogger } from "@hub/server/logger";
import { openTracing } from "@hub/server/tracing";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Collector, collector } from "../support/collector.ts";
import { builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

const query = "query P($u: String!) { enterprise(uscc: $u) { name penalties { totalCount } } }";
const caller = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };

/** A hub with one firm that sends its traces to a collector. */
async function traced({ endpoint }: Pick<Collector, "endpoint">) {
  const hub = world();
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  const lines: string[] = [];
  const log = createLogger(
    "warn",
    new PassThrough().setEncoding("utf8").on("data", (line: string) => lines.push(line)),
  );
  const tracing = await openTracing({ endpoint, service: "credit-hub", log });
  const running = await serve({ store: hub.store, clock: hub.ctx.clock, log, host: "127.0.0.1", port: 0, tracing });
  onTestFinished(() => running.close());
  return {
    lines,
    async ask(path: string, init: RequestInit = {}) {
      const response = await fetch(`${running.url}${path}`, init);
      const text = await response.text();
      // The request ends when its answer has been sent, which is after the caller has it.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await tracing.flush();
      return { status: response.status, text };
    },
  };
}

const post = (variables: object, headers: Readonly<Record<string, string>> = {}): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", "x-request-id": "r1", ...headers },
  body: JSON.stringify({ query, variables }),
});

describe("traces", () => {
  it("show a request with its calls to the store, and go on with the caller's", async () => {
    const sink = await collector();
    const { ask } = await traced(sink);
    await ask("/graphql", post({ u: builder.uscc }, { traceparent: `00-${caller.traceId}-${caller.spanId}-01` }));
    expect(sink.spans()).toEqual([
      {
        traceId: caller.traceId,
        name: "store query",
        within: "POST /graphql",
        facts: { "db.operation.name": "query", "db.collection.name": "table" },
        isError: false,
      },
      {
        traceId: caller.traceId,
        name: "POST /graphql",
        within: caller.spanId,
        facts: {
          "http.request.method": "POST",
          "url.path": "/graphql",
          "hub.request_id": "r1",
          "graphql.operation.type": "query",
          "graphql.document.hash": expect.stringMatching(/^[0-9a-f]{64}$/),
          "http.response.status_code": 200,
        },
        isError: false,
      },
    ]);
  });

  it("hold nothing of what was asked or answered", async () => {
    const sink = await collector();
    const { ask } = await traced(sink);
    expect((await ask("/graphql", post({ u: builder.uscc }))).text).toContain(builder.name);
    expect((await ask(`/graphql?query=${encodeURIComponent(`{ enterprise(uscc: "${builder.uscc}") { name } }`)}`)).text).toBeTruthy();
    expect(sink.spans().length).toBeGreaterThan(2);
    for (const secret of [builder.uscc, builder.name, "enterprise("]) expect(sink.raw()).not.toContain(secret);
  });

  it("that the collector does not take are lost and told of once; requests are answered all the same", async () => {
    const { ask, lines } = await traced(await collector(400));
    for (let at = 0; at < 3; at += 1) expect((await ask("/graphql", post({ u: builder.uscc }))).status).toBe(200);
    expect(lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg)).toEqual(["traces were lost: the collector did not take them"]);
  });
});
