import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import autocannon from "autocannon";
import { type Bench, inFolder, median, sizes } from "./harness.ts";
import { bodyOf, fill } from "./profile.ts";

const connections = 16;
const rounds = 7;
const contenders = ["open", "guarded"] as const;
type Contender = (typeof contenders)[number];
const server = fileURLToPath(new URL("./access-server.ts", import.meta.url));

export const accessBench: Bench = {
  about:
    "what doors cost: a partner with a key asks for profiles with their provenance, which is noted, against the same server without key, rights of divisions, trail and allowance (BENCH_ENTERPRISES=100000, BENCH_SECONDS=5)",
  run: (say) =>
    inFolder(async (folder) => {
      const [enterprises = 100_000] = sizes("BENCH_ENTERPRISES", [100_000]);
      const [seconds = 5] = sizes("BENCH_SECONDS", [5]);
      const usccs = await fill(folder, enterprises, say);
      // Each has a store of its own: one writes to it.
      cpSync(join(folder, "data"), join(folder, "open"), { recursive: true });
      cpSync(join(folder, "data"), join(folder, "guarded"), { recursive: true });
      const served = new Map<Contender, Served>();
      try {
        for (const contender of contenders) served.set(contender, await serve(contender, join(folder, contender)));
        await compareAnswers([...served.values()], usccs.slice(0, 200));
        const speeds = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
        for (const of of served.values()) await load(of, usccs, 2);
        for (let round = 1; round <= rounds; round += 1) {
          for (const [contender, of] of served) {
            const speed = await load(of, usccs, seconds);
            speeds.get(contender)?.push(speed);
            say(`round ${round}, ${contender}: ${Math.round(speed)} requests/s`);
          }
        }
        const [open, guarded] = contenders.map((contender) => median(speeds.get(contender) ?? [])) as [number, number];
        return [
          { name: "profile_cost", value: open / guarded - 1, unit: "share" },
          { name: "open_requests_per_s", value: open, unit: "requests/s" },
          { name: "guarded_requests_per_s", value: guarded, unit: "requests/s" },
        ];
      } finally {
        for (const { child } of served.values()) child.kill("SIGKILL");
      }
    }),
};

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function serve(contender: Contender, data: string): Promise<Served> {
  const child = spawn(process.execPath, [server, contender, data], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  const [url = "", key = ""] = line.trim().split(" ");
  return { child, url, headers: { "content-type": "application/json", "x-api-key": key, "x-purpose": "bench" } };
}

/** Both must give the same answers, or there is nothing to compare. */
async function compareAnswers(served: readonly Served[], usccs: readonly string[]): Promise<void> {
  for (const uscc of usccs) {
    const bodies = await Promise.all(served.map(async ({ url, headers }) => (await fetch(url, { method: "POST", headers, body: bodyOf(uscc) })).text()));
    if (new Set(bodies).size !== 1 || bodies[0]?.includes('"errors"')) throw new Error(`Different answers, or none:\n${bodies.join("\n")}`);
  }
}

async function load({ url, headers }: Served, usccs: readonly string[], seconds: number): Promise<number> {
  const requests = Array.from({ length: 2_000 }, (_, at) => ({
    method: "POST" as const,
    headers: { ...headers },
    body: bodyOf(usccs[(at * 7_919) % usccs.length] ?? ""),
  }));
  const result = await autocannon({ url, connections, duration: seconds, requests });
  if (result.errors > 0 || result.non2xx > 0) throw new Error(`${result.errors} errors, ${result.non2xx} refusals`);
  return result.requests.average;
}
