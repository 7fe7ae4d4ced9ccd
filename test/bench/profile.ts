import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeCsv } from "@hub/files/write";
import { penaltyRows, registerRows } from "@hub/hub/demo";
import autocannon from "autocannon";
import { type Bench, hubCommand, inFolder, type Metric, measured, median, sizes } from "./harness.ts";
import { profileQuery } from "./profile-query.ts";

const connections = 16;
const rounds = 5;
const contenders = ["hub", "bare", "interpreted", "stock"] as const;
type Contender = (typeof contenders)[number];
const server = fileURLToPath(new URL("./profile-server.ts", import.meta.url));

export const profileBench: Bench = {
  about:
    "profiles over HTTP, 16 connections, against a bare node:http server and stock Apollo Server over the same store (BENCH_ENTERPRISES=100000, BENCH_SECONDS=5)",
  run: (say) =>
    inFolder(async (folder) => {
      const [enterprises = 100_000] = sizes("BENCH_ENTERPRISES", [100_000]);
      const [seconds = 5] = sizes("BENCH_SECONDS", [5]);
      const usccs = await fill(folder, enterprises, say);
      const servers = new Map<Contender, Served>();
      try {
        for (const contender of contenders) servers.set(contender, await serve(contender, join(folder, "data")));
        await compareAnswers(servers, usccs.slice(0, 200));
        const results = new Map<Contender, Load[]>(contenders.map((contender) => [contender, []]));
        for (const [contender, { url }] of servers) {
          say(`warming up ${contender}`);
          await load(url, usccs, 2);
          results.set(contender, []);
        }
        // Rounds in turn, so that what else the machine does falls on all alike.
        for (let round = 1; round <= rounds; round += 1) {
          for (const [contender, { url }] of servers) {
            const result = await load(url, usccs, seconds);
            results.get(contender)?.push(result);
            say(`round ${round}, ${contender}: ${Math.round(result.requestsPerS)} requests/s, p99 ${result.p99Ms} ms`);
          }
        }
        return metricsOf(results);
      } finally {
        for (const { child } of servers.values()) child.kill("SIGKILL");
      }
    }),
};

/** A register and as many penalties as enterprises, imported. Answers the enterprises' codes. */
export async function fill(folder: string, enterprises: number, say: (text: string) => void): Promise<readonly string[]> {
  const register = registerRows({ enterprises, seed: 1 });
  const penalties = penaltyRows({ enterprises, rows: enterprises, seed: 1 });
  const files = [join(folder, "register.csv"), join(folder, "penalties.csv")] as const;
  await writeCsv(files[0], register.header, register.rows, { encoding: "utf-8" });
  await writeCsv(files[1], penalties.header, penalties.rows, { encoding: "utf-8" });
  say(`importing ${enterprises} enterprises and as many penalties`);
  await measured(hubCommand, ["import", ...files], folder, { HUB_DATA: join(folder, "data") });
  const place = register.header.indexOf("统一社会信用代码");
  return [...register.rows].map((row) => row[place] ?? "");
}

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serve(contender: Contender, data: string): Promise<Served> {
  const child = spawn(process.execPath, [server, contender, data], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  return { child, url: line.trim() };
}

/** All must give the same answers, or there is nothing to compare. */
async function compareAnswers(servers: ReadonlyMap<Contender, Served>, usccs: readonly string[]): Promise<void> {
  for (const uscc of usccs) {
    const bodies = await Promise.all([...servers.values()].map(async ({ url }) => (await fetch(url, { method: "POST", headers, body: bodyOf(uscc) })).text()));
    if (new Set(bodies.map((body) => body.trim())).size !== 1) throw new Error(`Different answers:\n${bodies.join("\n")}`);
  }
}

const headers = { "content-type": "application/json" };

export function bodyOf(uscc: string): string {
  return JSON.stringify({ query: profileQuery, variables: { uscc } });
}

interface Load {
  readonly requestsPerS: number;
  readonly p99Ms: number;
}

async function load(url: string, usccs: readonly string[], seconds: number): Promise<Load> {
  // A stride that is prime to the number walks all of them in an order that no cache likes.
  const requests = Array.from({ length: 2_000 }, (_, at) => ({ method: "POST" as const, headers, body: bodyOf(usccs[(at * 7_919) % usccs.length] ?? "") }));
  const result = await autocannon({ url, connections, duration: seconds, requests });
  if (result.errors > 0 || result.non2xx > 0) throw new Error(`${result.errors} errors, ${result.non2xx} refusals`);
  return { requestsPerS: result.requests.average, p99Ms: result.latency.p99 };
}

function metricsOf(results: ReadonlyMap<Contender, readonly Load[]>): readonly Metric[] {
  const of = (contender: Contender, field: keyof Load) => median((results.get(contender) ?? []).map((each) => each[field]));
  const speed = (contender: Contender) => of(contender, "requestsPerS");
  return [
    { name: "requests_per_s", value: speed("hub"), unit: "requests/s" },
    { name: "p99_ms", value: of("hub", "p99Ms"), unit: "ms" },
    { name: "vs_bare_http", value: speed("hub") / speed("bare"), unit: "ratio" },
    { name: "vs_stock_apollo", value: speed("hub") / speed("stock"), unit: "ratio" },
    { name: "vs_interpreted", value: speed("hub") / speed("interpreted"), unit: "ratio" },
    { name: "bare_requests_per_s", value: speed("bare"), unit: "requests/s" },
    { name: "interpreted_requests_per_s", value: speed("interpreted"), unit: "requests/s" },
    { name: "stock_requests_per_s", value: speed("stock"), unit: "requests/s" },
  ];
}
