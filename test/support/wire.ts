import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** One call as it arrived: the operation and its input. */
export interface Call {
  readonly operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: the input of any operation
  readonly input: any;
}

/** What is done with one call. */
export type Step = (response: ServerResponse, call: Call) => void;

/** A server in the place of DynamoDB that does what a test tells it, call by call; the last step goes on for ever. */
export interface Wire {
  readonly endpoint: string;
  readonly calls: readonly Call[];
}

export async function wire(...steps: readonly [Step, ...Step[]]): Promise<Wire> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      const operation = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
      const call = { operation, input: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
      calls.push(call);
      (steps[calls.length - 1] ?? steps.at(-1))?.(response, call);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls };
}

const type = { "content-type": "application/x-amz-json-1.0" };

export function answer(output: object): Step {
  return (response) => response.writeHead(200, type).end(JSON.stringify(output));
}

export function refuse(name: string, { status = 400, message = `${name} as it is told`, ...rest }: Refusal = {}): Step {
  const body = JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message, ...rest });
  return (response) => response.writeHead(status, type).end(body);
}

interface Refusal {
  readonly status?: number;
  readonly message?: string;
  readonly CancellationReasons?: readonly object[];
}

/** A cancelled transaction, with a code for each write. */
export function cancel(...codes: readonly string[]): Step {
  const CancellationReasons = codes.map((Code) => ({ Code, Message: `${Code} as it is told` }));
  return refuse("TransactionCanceledException", { message: `Transaction cancelled [${codes.join(", ")}]`, CancellationReasons });
}

/** The call arrives, its answer does not. */
export const lose: Step = (response) => response.destroy();

export const beSilent: Step = () => {};

/** Begins an answer and never ends it. */
export const stall: Step = (response) => response.writeHead(200, { ...type, "content-length": "1000" }).write('{"Item":');

/** What stands between the hub and DynamoDB answers instead of it. */
export function proxyAnswer(status: number): Step {
  return (response) => response.writeHead(status, { "content-type": "text/html" }).end("<html>gateway</html>");
}
