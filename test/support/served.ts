import type { ChildProcess } from "node:child_process";
import { type Ended, start } from "./cli.ts";

export interface Served {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly url: string;
  /** What was said until it served. */
  readonly said: string;
}

/** Starts `hub serve` on a free port and waits until it says where. */
export async function served(env: Readonly<Record<string, string>>): Promise<Served> {
  const { child, ended } = start(["serve"], { env: { HUB_PORT: "0", HUB_LOG: "warn", HUB_DEMO: "40", ...env } });
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on("data", (text: string) => {
      said += text;
      const found = /serves on (http:\S+)\/graphql/.exec(said)?.[1];
      if (found) resolve(found.replace("localhost", "127.0.0.1"));
    });
    ended.then(({ stderr }) => reject(new Error(stderr)), reject);
  });
  return { child, ended, url, said };
}

/** What a hub answers to a query. */
export async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query }) });
  return (await response.json()) as unknown;
}
