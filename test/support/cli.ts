import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../../packages/hub/src/main.ts", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
}

/** Starts the hub's command in a process of its own, without any setting of this one. It is killed when the test ends. */
export function start(args: readonly string[], { env = {}, input }: Start = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("HUB_")));
  const child = spawn(process.execPath, [main, ...args], { env: { ...inherited, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(input);
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, ended };
}

/** Runs the hub's command to its end. */
export function run(args: readonly string[], options: Start = {}): Promise<Ended> {
  return start(args, options).ended;
}
