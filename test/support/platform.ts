import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where SST keeps its component classes, which the stacks and their tests are made of. */
export const platform = join(root, ".sst/platform");

/**
 * Unpacks SST's platform if it is not there in the installed version: half a minute, once, with nothing but npm's registry.
 * Throws an Error with what `sst install` said.
 */
export async function unpackPlatform(say: (text: string) => void): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "node_modules/sst/package.json"), "utf8")) as { readonly version: string };
  const mark = join(platform, "version");
  const isThere = existsSync(mark) && readFileSync(mark, "utf8").trim() === version && existsSync(join(platform, "node_modules/@pulumi/aws/package.json"));
  if (isThere) return;
  say(`Unpacking SST ${version} into .sst (once, about half a minute)`);
  const quiet = { SST_SKIP_DEPENDENCY_CHECK: "1", SST_NO_BUN: "1", SST_TELEMETRY_DISABLED: "1", AWS_EC2_METADATA_DISABLED: "true" };
  await promisify(execFile)(join(root, "node_modules/.bin/sst"), ["install", "--stage", "dev"], { cwd: root, env: { ...process.env, ...quiet } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await unpackPlatform((text) => process.stderr.write(`${text}\n`));
