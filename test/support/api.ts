import { PassThrough } from "node:stream";
import { type ServeOptions, serve } from "@hub/hub/local";
import { createLogger } from "@hub/server/logger";
import { onTestFinished } from "vitest";
import { issuerWith } from "./issuer.ts";
import type { World } from "./world.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of the test's own query
  readonly data: any;
  readonly errors: readonly { readonly message: string; readonly path?: readonly unknown[]; readonly extensions: Readonly<Record<string, unknown>> }[];
}

export interface Serving {
  readonly url: string;
  /** The log so far, a record a line. */
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>) => Promise<Answer>;
}

/** Serves a world's store over HTTP until the test ends. */
export async function serving(
  { ctx, store }: Pick<World, "ctx" | "store">,
  options: Pick<ServeOptions, "actor" | "execution" | "introspection" | "signer" | "publicUrl"> = {},
): Promise<Serving> {
  const lines: string[] = [];
  const sink = new PassThrough().setEncoding("utf8").on("data", (text: string) => lines.push(...text.split("\n").filter((line) => line !== "")));
  const running = await serve({
    store,
    clock: ctx.clock,
    log: createLogger("info", sink),
    host: "127.0.0.1",
    port: 0,
    signer: issuerWith().signer,
    ...options,
  });
  onTestFinished(() => running.close());
  return {
    url: running.url,
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    async ask(query, variables = {}) {
      const response = await fetch(`${running.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
      return { status: response.status, headers: response.headers, data, errors };
    },
  };
}
