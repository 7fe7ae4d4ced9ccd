import { HubError } from "@hub/core/error";
import type { ItemStore } from "@hub/core/ports";
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { type ExportResult, ExportResultCode, parseTraceParent } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, type ReadableSpan, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Logger } from "../logger.ts";
import type { Facts, Tracing } from "./index.ts";

/** A collector that does not answer must not hold up a request for longer, in milliseconds. */
const patienceMs = 1_000;

/**
 * Traces as OpenTelemetry has them, sent by OTLP over HTTP. Nothing is ambient: a span's parent is handed on with the
 * store, as the actor and the clock are. X-Ray would do in some regions, but China's Lambda does not know it, and its
 * rights know no single resource.
 */
export function otlpTracing(endpoint: string, service: string, log: Logger): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, "")}/v1/traces`, timeoutMillis: patienceMs });
  const processor = new BatchSpanProcessor({ exporter: telling(exporter, log), scheduledDelayMillis: 2_000, exportTimeoutMillis: patienceMs });
  const provider = new TracerProvider({ resource: resourceFromAttributes({ "service.name": service }), spanProcessors: [processor] });
  const tracer = provider.getTracer("hub");
  return {
    begin: (name, facts, traceparent) => {
      const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
      const from = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
      const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: facts }, from);
      return {
        over: (store) => tracedStore(store, (call, given) => tracer.startSpan(`store ${call}`, { kind: SpanKind.CLIENT, attributes: given }, within(span))),
        note: (more) => void span.setAttributes(more),
        end: (error) => finish(span, error),
      };
    },
    flush: () => processor.forceFlush().catch(() => {}),
    close: () => provider.shutdown().catch(() => {}),
  };
}

function within(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

function finish(span: Span, error: unknown): void {
  if (error !== undefined) {
    // Messages can name records; codes can't.
    span.setAttribute("error.type", error instanceof HubError ? error.code : "INTERNAL");
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** A store that begins a span with each call and ends it with its answer. */
function tracedStore(store: ItemStore, begin: (call: string, facts: Facts) => Span): ItemStore {
  const around = async <T>(call: string, facts: Facts, work: () => Promise<T>): Promise<T> => {
    const span = begin(call, { "db.operation.name": call, ...facts });
    try {
      const result = await work();
      finish(span, undefined);
      return result;
    } catch (error) {
      finish(span, error);
      throw error;
    }
  };
  return {
    get: (key) => around("get", {}, () => store.get(key)),
    getMany: (keys) => around("getMany", { "db.operation.batch.size": keys.length }, () => store.getMany(keys)),
    query: (query) => around("query", { "db.collection.name": query.index ?? "table" }, () => store.query(query)),
    transact: (writes, options) => around("transact", { "db.operation.batch.size": writes.length }, () => store.transact(writes, options)),
    changes: (after, limit) => around("changes", {}, () => store.changes(after, limit)),
    scan: (cursor, limit) => around("scan", {}, () => store.scan(cursor, limit)),
    close: () => store.close(),
  };
}

/** How often a lasting failure is logged, in milliseconds. */
const remindMs = 60_000;

/** Says in the hub's own log when traces are lost, once a minute: OpenTelemetry itself says nothing. */
function telling(exporter: OTLPTraceExporter, log: Logger): OTLPTraceExporter {
  let saidAt = Number.NEGATIVE_INFINITY;
  const send = exporter.export.bind(exporter);
  exporter.export = (spans: ReadableSpan[], done: (result: ExportResult) => void) =>
    send(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS && performance.now() - saidAt > remindMs) {
        saidAt = performance.now();
        log.warn({ err: result.error, spans: spans.length }, "traces were lost: the collector did not take them");
      }
      done(result);
    });
  return exporter;
}
