import type { ItemStore } from "@hub/core/ports";
import type { Logger } from "../logger.ts";

/** What a span says beside its name: numbers and short texts, by OpenTelemetry's semantic conventions. Never what was asked or answered. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** The way of one request or file through the hub. */
export interface Trace {
  /** The store, each of whose calls is a span of the trace. */
  readonly over: (store: ItemStore) => ItemStore;
  /** Adds to what the trace's first span says. */
  readonly note: (facts: Facts) => void;
  /** Ends it; with an error where it failed. */
  readonly end: (error?: unknown) => void;
}

export interface Tracing {
  /** Begins a trace, or goes on with the caller's (`traceparent`, W3C Trace Context). */
  readonly begin: (name: string, facts: Facts, traceparent?: string) => Trace;
  /** Sends what has ended. For a function, which sleeps between two requests. Takes a second at most, and never throws. */
  readonly flush: () => Promise<void>;
  /** Sends what has ended, and ends. */
  readonly close: () => Promise<void>;
}

const untraced: Trace = { over: (store) => store, note: () => {}, end: () => {} };

/** Traces that nobody looks at, and that cost nothing. */
export const noTracing: Tracing = { begin: () => untraced, flush: async () => {}, close: async () => {} };

export interface TracingOptions {
  /** Collector that takes OTLP over HTTP, e.g. http://127.0.0.1:4318; without it, nothing is traced. */
  readonly endpoint: string | undefined;
  /** What the collector shows the hub as. */
  readonly service: string;
  readonly log: Logger;
}

/** Traces of requests and files. OpenTelemetry's packages are loaded only where there is a collector: a cold start without one does not pay for them. */
export async function openTracing({ endpoint, service, log }: TracingOptions): Promise<Tracing> {
  if (endpoint === undefined) return noTracing;
  const { otlpTracing } = await import("./otlp.ts");
  return otlpTracing(endpoint, service, log);
}
