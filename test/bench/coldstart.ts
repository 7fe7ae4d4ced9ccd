import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundle } from "../support/bundle.ts";
import { type Bench, inFolder, median } from "./harness.ts";

const contenders = {
  hub: { entry: "packages/functions/src/graphql.ts", query: '{ enterprise(uscc: "91140581MA0DEMX13N") { name } }', answer: '{"data":{"enterprise":null}}' },
  bare: { entry: "test/bench/coldstart-bare.ts", query: "{ hello }", answer: '{"data":{"hello":"nobody"}}' },
} as const;
type Contender = keyof typeof contenders;
const names = Object.keys(contenders) as readonly Contender[];
const runner = fileURLToPath(new URL("./coldstart-run.ts", import.meta.url));

export const coldstartBench: Bench = {
  about: "start and first answer of the graphql function's bundle, median of 15 processes, against one of bare Apollo Server with the DynamoDB client",
  run: (say) =>
    inFolder(async (folder) => {
      const sizes = new Map<Contender, number>();
      for (const name of names) sizes.set(name, await bundle(contenders[name].entry, join(folder, `${name}.mjs`)));
      const { endpoint, close } = await emptyDynamo();
      try {
        const times = new Map<Contender, { readonly init: number; readonly first: number }[]>(names.map((name) => [name, []]));
        for (let round = 0; round <= 15; round += 1) {
          for (const name of names) {
            const once = await coldStart(join(folder, `${name}.mjs`), contenders[name], endpoint);
            // The first round fills the disk's cache.
            if (round > 0) times.get(name)?.push(once);
            say(`round ${round}, ${name}: init ${once.init.toFixed(0)} ms, first answer ${once.first.toFixed(0)} ms`);
          }
        }
        const of = (name: Contender, part: "init" | "first") => median((times.get(name) ?? []).map((each) => each[part]));
        const total = (name: Contender) => median((times.get(name) ?? []).map(({ init, first }) => init + first));
        return [
          { name: "bundle_kb", value: (sizes.get("hub") ?? 0) / 1_024, unit: "kB" },
          { name: "init_ms", value: of("hub", "init"), unit: "ms" },
          { name: "first_ms", value: of("hub", "first"), unit: "ms" },
          { name: "bare_bundle_kb", value: (sizes.get("bare") ?? 0) / 1_024, unit: "kB" },
          { name: "bare_init_ms", value: of("bare", "init"), unit: "ms" },
          { name: "bare_first_ms", value: of("bare", "first"), unit: "ms" },
          { name: "vs_bare_apollo", value: total("hub") / total("bare"), unit: "ratio" },
        ];
      } finally {
        close();
      }
    }),
};

async function coldStart(module: string, { query, answer }: (typeof contenders)[Contender], endpoint: string) {
  const env = {
    PATH: process.env["PATH"] ?? "",
    NODE_ENV: "production",
    HUB_TABLE: "hub",
    HUB_LOG: "error",
    AWS_REGION: "local",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [runner, module, query], { env });
  const { init, first, body } = JSON.parse(stdout) as { readonly init: number; readonly first: number; readonly body: unknown };
  if (JSON.stringify(body) !== answer) throw new Error(`${module} answered ${JSON.stringify(body)}`);
  return { init, first };
}

/** Stands in for a table without items and answers at once, so that the functions alone are measured. */
async function emptyDynamo(): Promise<{ readonly endpoint: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const isQuery = String(request.headers["x-amz-target"]).endsWith(".Query");
    request.resume().once("end", () => {
      response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(isQuery ? '{"Items":[],"Count":0,"ScannedCount":0}' : "{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => void server.close() };
}
