import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { run } from "../../../.sst/platform/src/auto/run.ts";
import * as sst from "../../../.sst/platform/src/components/index.ts";
import * as shim from "../../../.sst/platform/src/shim/run.js";
import { account, mocksOf } from "./mocks.ts";

/**
 * One synthesis in a process of its own: what a deployment would make, by SST's own component classes under Pulumi's
 * mocks. The bundled sst.config.ts is named by SYNTH_CONFIG.
 */

/** What sst.config.ts exports, as far as it is asked here. */
interface Config {
  readonly app: (input: { readonly stage: string }) => { readonly name: string; readonly providers: { readonly aws: { readonly region: string } } };
  readonly run: () => Promise<Record<string, unknown>>;
}

interface Call {
  readonly method: string;
  readonly params: readonly [{ readonly handler: string; readonly copyFiles?: readonly { readonly from: string }[] }];
}

/** What the command line's server answers: where it keeps its own files, and that a function was built. */
const build = { out: process.env["SYNTH_CODE"], errors: [], sourcemaps: [] };
const built: string[] = [];
const copied: string[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.once("end", () => {
    const { method, params } = JSON.parse(Buffer.concat(chunks).toString()) as Call;
    const answers: Readonly<Record<string, () => unknown>> = {
      "Provider.Aws.Bootstrap": () => ({ asset: "sst-asset", state: "sst-state", assetEcrRegistryId: account, assetEcrUrl: "ecr" }),
      "Runtime.Build": () => {
        const [{ handler, copyFiles = [] }] = params;
        built.push(handler);
        copied.push(...copyFiles.map(({ from }) => from));
        return { ...build, handler: basename(handler) };
      },
    };
    response.end(JSON.stringify({ result: answers[method]?.() ?? {} }));
  });
});
server.on("connection", (socket) => socket.unref());
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
server.unref();
process.env["SST_SERVER"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

Object.assign(globalThis, shim, { sst, aws });
const { default: config } = (await import(process.env["SYNTH_CONFIG"] ?? "")) as { readonly default: Config };
const app = config.app({ stage: $app.stage });
const { region } = app.providers.aws;
Object.assign($app, app);
const { resources, mocks, retain } = mocksOf(region);
pulumi.runtime.setMocks(mocks, app.name, $app.stage, false);
pulumi.runtime.setAllConfig({ "aws:region": region });

let outputs: unknown;
// The stack's root, which SST's transformations need.
await pulumi.runtime.runInPulumiStack(async () => {
  const made = await run(async () => {
    // After SST's own transformation, which decides what stays.
    pulumi.runtime.registerStackTransformation(({ type, name, opts }) => {
      if (opts.retainOnDelete === true) retain(`${type} ${name}`);
      return undefined;
    });
    return config.run();
  });
  pulumi.output(made).apply((known) => {
    outputs = known;
  });
  return {};
});

// Resources that are made within an apply come later: all are there when nothing is left to do.
process.once("beforeExit", () => {
  process.stdout.write(JSON.stringify({ app, resources, outputs, built, copied }));
});
