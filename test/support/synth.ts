import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build, type Plugin } from "esbuild";
import { platform } from "./platform.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A resource that a deployment would make. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own inputs
  readonly inputs: any;
  /** Whether the resource stays when it is taken out of the stack. */
  readonly isRetained: boolean;
}

export interface Synthesis {
  readonly app: { readonly name: string; readonly removal: string; readonly protect: boolean; readonly home: string };
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, string>>;
  /** Handlers of the functions that would be bundled. */
  readonly built: readonly string[];
  /** Files that would lie beside them. */
  readonly copied: readonly string[];
}

/** A change of one source file, to see that a test notices it. */
export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

export interface SynthOptions {
  readonly stage?: string;
  /** Settings of the deployment; nothing of the caller's environment gets in. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly edits?: readonly Edit[];
}

/**
 * What `sst deploy` would make, without an account: sst.config.ts and the stacks are bundled as SST does, and run with
 * its own component classes in a process of their own. Throws an Error with what the process said.
 */
export async function synthesise({ stage = "dev", settings = {}, edits = [] }: SynthOptions = {}): Promise<Synthesis> {
  const folder = await runnerFolder();
  const work = join(folder, randomUUID());
  const config = join(work, "sst.config.mjs");
  await build({
    ...common,
    entryPoints: ["sst.config.ts"],
    outfile: config,
    plugins: [editing(edits)],
  });
  const env = { PATH: process.env["PATH"] ?? "", SYNTH_CODE: join(folder, "code"), SYNTH_WORK: work, SYNTH_CONFIG: config, SYNTH_STAGE: stage, ...settings };
  const run = ["--import", join(folder, "globals.mjs"), join(folder, "run.mjs")];
  const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: root, env, maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Synthesis;
}

const common = { absWorkingDir: root, bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "error" } as const;

let runner: Promise<string> | null = null;

/** A folder with what every synthesis shares: SST's components, bundled once, and a function's code to zip. */
function runnerFolder(): Promise<string> {
  runner ??= makeRunner();
  return runner;
}

async function makeRunner(): Promise<string> {
  // Beside the platform's packages: two copies of Pulumi would be two runtimes.
  const folder = mkdtempSync(join(platform, "synth-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await build({
    ...common,
    entryPoints: ["test/stacks/synth/run.ts"],
    outfile: join(folder, "run.mjs"),
    inject: [join(platform, "src/shim/run.js")],
    define: { $dev: "false" },
  });
  mkdirSync(join(folder, "code"));
  writeFileSync(join(folder, "code/handler.mjs"), "export const handler = async () => {};\n");
  writeFileSync(
    join(folder, "globals.mjs"),
    `const work = process.env.SYNTH_WORK;
globalThis.$app = { stage: process.env.SYNTH_STAGE };
globalThis.$cli = { command: "deploy", rpc: "", home: "aws", paths: { home: work, root: ${JSON.stringify(root)}, work, platform: ${JSON.stringify(platform)} }, state: { version: {} } };
`,
  );
  return folder;
}

function editing(edits: readonly Edit[]): Plugin {
  return {
    name: "edits",
    setup({ onLoad, onEnd }) {
      const open = new Set(edits);
      onLoad({ filter: /\/(stacks\/[^/]+|sst\.config)\.ts$/ }, ({ path }) => {
        let contents = readFileSync(path, "utf8");
        for (const edit of edits) {
          if (relative(root, path) !== edit.file) continue;
          const edited = contents.replace(edit.from, edit.to);
          if (edited === contents) throw new Error(`${edit.file} does not hold ${edit.from}`);
          contents = edited;
          open.delete(edit);
        }
        return { contents, loader: "ts" };
      });
      onEnd(() => {
        for (const { file } of open) throw new Error(`${file} is not part of the stacks`);
      });
    },
  };
}
