import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** What a bench tells: names of metrics, each with its number and unit. */
export interface Metric {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

export interface Bench {
  /** What is measured and against what, in a sentence. */
  readonly about: string;
  readonly run: (say: (text: string) => void) => Promise<readonly Metric[]>;
}

/** Thrown by a bench that this machine lacks something for; the message says what. */
export class Unable extends Error {}

/** A folder for a bench's data. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "hub-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Whole numbers from an environment variable, e.g. BENCH_ROWS=1000,100000. */
export function sizes(variable: string, otherwise: readonly number[]): readonly number[] {
  const given = process.env[variable];
  return given ? given.split(",").map(Number) : otherwise;
}

/** 100000 → "100k", 1000000 → "1m". */
export function sizeName(count: number): string {
  if (count % 1_000_000 === 0) return `${count / 1_000_000}m`;
  return count % 1_000 === 0 ? `${count / 1_000}k` : String(count);
}

const usageReporter = fileURLToPath(new URL("./report-usage.ts", import.meta.url));
export const hubCommand = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));

export interface ProcessUsage {
  readonly seconds: number;
  readonly peakRssMb: number;
}

/** Runs a script in a process of its own, to its end; time includes its start. */
export async function measured(script: string, args: readonly string[], folder: string, env: Readonly<Record<string, string>> = {}): Promise<ProcessUsage> {
  const report = join(folder, `usage-${Math.random()}.json`);
  const begun = performance.now();
  const child = spawn(process.execPath, ["--import", usageReporter, script, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE: report },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = (await once(child, "close")) as [number | null];
  const seconds = (performance.now() - begun) / 1_000;
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  const { maxRssKb } = JSON.parse(readFileSync(report, "utf8")) as { readonly maxRssKb: number };
  return { seconds, peakRssMb: maxRssKb / 1_024 };
}
