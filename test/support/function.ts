import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { ItemStore } from "@hub/core/ports";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { afterAll, inject, onTestFinished, vi } from "vitest";
import { bundle } from "./bundle.ts";
import { temporaryFolder } from "./world.ts";

/** Where DynamoDB Local answers; "" where it does not run, and what needs it is left out. */
export const dynamodb: string = inject("dynamodb") ?? "";

/** An empty table of a test's own. */
export async function emptyTable(): Promise<{ readonly table: string; readonly store: ItemStore }> {
  const table = `test-${randomUUID()}`;
  await makeTable({ table, endpoint: dynamodb });
  const store = openDynamo({ table, endpoint: dynamodb });
  onTestFinished(() => store.close());
  return { table, store };
}

type Name = "graphql" | "import" | "print" | "project";

/** Made once in each test file. */
const bundles = new Map<Name, Promise<string>>();
const folder = mkdtempSync(join(tmpdir(), "hub-functions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function bundled(name: Name): Promise<string> {
  const file = join(folder, name, `${name}.mjs`);
  const made = bundles.get(name) ?? bundle(`packages/functions/src/${name}.ts`, file).then(() => file);
  bundles.set(name, made);
  return made;
}

/** A bundle in a folder of its own: all of its parts start anew, as they do on Lambda. */
async function ownCopy(file: string): Promise<string> {
  const own = join(folder, randomUUID());
  await cp(dirname(file), own, { recursive: true });
  return join(own, basename(file));
}

// Each start is a process of its own on Lambda, whose logger listens for the end; here they are many in one.
process.setMaxListeners(0);

/** A function as Lambda would start it: bundled, in an environment of its own. */
export async function started<Handler>(name: Name, env: Readonly<Record<string, string>>): Promise<Handler> {
  const file = await ownCopy(await bundled(name));
  for (const [variable, value] of Object.entries({ ...environment(), HUB_LOG: "silent", ...env })) vi.stubEnv(variable, value);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const { handler } = (await import(pathToFileURL(file).href)) as { readonly handler: Handler };
  return handler;
}

/** What Lambda and the stack set, and a disk of the function's own. */
function environment(): Readonly<Record<string, string>> {
  return { AWS_REGION: "local", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", HUB_ENDPOINT: dynamodb, TMPDIR: temporaryFolder() };
}

/** DynamoDB Local for a test, which refuses some calls as if the right to them lacked. Answers where it listens. */
export async function relay(isRefused: (body: string) => boolean): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const type = "application/x-amz-json-1.0";
      const denied = JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message: "denied by the test" });
      if (isRefused(body)) return response.writeHead(400, { "content-type": type }).end(denied);
      const { "x-amz-target": target = "", authorization = "", "x-amz-date": date = "" } = request.headers as Readonly<Record<string, string>>;
      const answer = await fetch(dynamodb, {
        method: "POST",
        body,
        headers: { "content-type": type, "x-amz-target": target, authorization, "x-amz-date": date },
      });
      return response.writeHead(answer.status, { "content-type": type }).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const callOnce = `
const [, file, event] = process.argv;
const { handler } = await import(file);
await handler(JSON.parse(event), { awsRequestId: "lambda-request", getRemainingTimeInMillis: () => 900_000 });
process.exit();
`;

/** What a function logs of one call, in a process of its own. */
export async function logOf(name: Name, env: Readonly<Record<string, string>>, event: unknown): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = pathToFileURL(await bundled(name)).href;
  const options = { env: { ...environment(), ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", callOnce, file, JSON.stringify(event)], options);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
