import { PassThrough } from "node:stream";
import { operator } from "@hub/core/ctx";
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
  readonly ask: (query: string, variables?: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>) => Promise<Answer>;
}

type Doors = Pick<ServeOptions, "vault" | "verify" | "allowances" | "proxies">;

/** What a test may say of the server. */
export interface Served extends Pick<ServeOptions, "actor" | "execution" | "introspection" | "signer" | "publicUrl" | "vault"> {
  /** Lets in by keys and tokens, as a hub in use does; without it everybody is the actor. */
  readonly doors?: Doors;
}

/** Serves a world's store over HTTP until the test ends. */
export async function serving({ ctx, store }: Pick<World, "ctx" | "store">, { doors, ...options }: Served = {}): Promise<Serving> {
  const lines: string[] = [];
  const sink = new PassThrough().setEncoding("utf8").on("data", (text: string) => lines.push(...text.split("\n").filter((line) => line !== "")));
  const running = await serve({
    store,
    clock: ctx.clock,
    blobs: ctx.blobs,
    log: createLogger("info", sink),
    host: "127.0.0.1",
    port: 0,
    signer: issuerWith().signer,
    // Whoever has the machine, unless the test is about somebody else, or about the doors.
    ...(doors ?? { actor: operator }),
    ...options,
  });
  onTestFinished(() => running.close());
  return {
    url: running.url,
    log: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    async ask(query, variables = {}, headers = {}) {
      const response = await fetch(`${running.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<Answer>;
      return { status: response.status, headers: response.headers, data, errors };
    },
  };
}
