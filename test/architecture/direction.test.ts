import { execFile } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const biome = join(root, "node_modules/.bin/biome");

/** Where each line would be planted, and whether the fence must report it. */
const planted: readonly (readonly [file: string, line: string, isForbidden: boolean])[] = [
  ["packages/core/src/planted/a.ts", 'import "@hub/store/sqlite";', true],
  ["packages/core/src/planted/a.ts", 'import "@hub/core/error";', true],
  ["packages/core/src/planted/a.ts", 'import "node:fs/promises";', true],
  ["packages/core/src/planted/a.ts", 'import "node:fs";', true],
  ["packages/core/src/planted/a.ts", 'import "@aws-sdk/client-dynamodb/dist/x.js";', true],
  ["packages/core/src/planted/a.ts", 'import "graphql";', true],
  ["packages/core/src/planted/a.ts", 'import "../../../store/src/sqlite/index.ts";', true],
  ["packages/core/src/planted/a.ts", 'import "../penalty/penalty.ts";', true],
  ["packages/core/src/planted/a.ts", 'import "../penalty/index.ts";', false],
  ["packages/core/src/planted/a.ts", 'import "../error.ts";', false],
  ["packages/core/src/planted/a.ts", 'import "@hub/client";', true],
  ["packages/core/src/planted/a.ts", 'import "zod";', false],
  ["packages/core/src/planted/a.ts", 'import "@noble/hashes/sha2.js";', false],
  ["packages/store/src/planted/b.ts", 'import "@hub/core/penalty";', true],
  ["packages/store/src/planted/b.ts", 'import "@hub/files/read";', true],
  ["packages/store/src/planted/b.ts", 'import "@hub/core/ports";', false],
  ["packages/store/src/planted/b.ts", 'import "node:sqlite";', false],
  ["packages/files/src/planted/c.ts", 'import "@hub/core/intake";', true],
  ["packages/files/src/planted/c.ts", 'import "@hub/core/error";', false],
  ["packages/client/src/planted/g.ts", 'import "@hub/core/evidence";', true],
  ["packages/client/src/planted/g.ts", 'import "../../../core/src/evidence/statement.ts";', true],
  ["packages/client/src/planted/g.ts", 'import "node:crypto";', true],
  ["packages/client/src/planted/g.ts", 'import "zod";', true],
  ["packages/client/src/planted/g.ts", 'import "graphql";', true],
  ["packages/client/src/planted/g.ts", "export const home = process.env.HOME;", true],
  ["packages/client/src/planted/g.ts", 'import "jose";', false],
  ["packages/client/src/planted/g.ts", 'import "../verdict.ts";', false],
  ["packages/print/src/planted/h.ts", 'import "@hub/store/sqlite";', true],
  ["packages/print/src/planted/h.ts", 'import "@hub/server/routes";', true],
  ["packages/print/src/planted/h.ts", 'import "@hub/core/evidence";', false],
  ["packages/print/src/planted/h.ts", 'import "node:path";', false],
  ["schema/planted.ts", 'import "@hub/client";', true],
  ["schema/planted.ts", 'import "@hub/store/sqlite";', true],
  ["schema/planted.ts", 'import "node:fs";', true],
  ["schema/planted.ts", 'import "../packages/core/src/error.ts";', true],
  ["schema/planted.ts", 'import "@hub/core/penalty";', false],
  ["packages/server/src/planted/d.ts", 'import "@hub/hub/local";', true],
  ["packages/server/src/planted/d.ts", 'import "@hub/store/sqlite";', true],
  ["packages/server/src/planted/d.ts", "export const home = process.env.HOME;", true],
  ["packages/server/src/planted/d.ts", 'import "@hub/schema";', false],
  ["packages/server/src/planted/d.ts", 'import "@hub/client";', false],
  ["packages/functions/src/planted/f.ts", 'import "@hub/store/sqlite";', true],
  ["packages/functions/src/planted/f.ts", 'import "@hub/hub/local";', true],
  ["packages/functions/src/planted/f.ts", "export const home = process.env.HOME;", true],
  ["packages/functions/src/planted/f.ts", 'import "@hub/store/dynamodb";', false],
  ["packages/functions/src/settings.ts", "export const home = process.env.HOME;", false],
  ["stacks/planted.ts", 'import "@hub/store/dynamodb";', true],
  ["stacks/planted.ts", 'import "../packages/functions/src/graphql.ts";', true],
  ["stacks/planted.ts", 'import "@pulumi/aws";', true],
  ["stacks/planted.ts", "export const home = process.env.HOME;", true],
  ["stacks/planted.ts", 'import "./stage.ts";', false],
  ["stacks/planted.ts", 'import "zod";', false],
  ["stacks/settings.ts", "export const home = process.env.HOME;", false],
  ["packages/hub/src/planted/e.ts", 'import "@hub/store/sqlite";', false],
  ["packages/hub/src/planted/e.ts", "export const home = process.env.HOME;", false],
];

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number } };
}

/** What the linter says of a folder: rule, file and line. */
async function lint(folder: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(biome, ["lint", "--reporter=json", "--max-diagnostics=500", "."], { cwd: folder }).catch(
    (error: { readonly stdout: string }) => error,
  );
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
  const rules = ["lint/style/noRestrictedImports", "lint/style/noProcessEnv", "lint/suspicious/noImportCycles"];
  return diagnostics
    .filter(({ category }) => rules.includes(category))
    .map(({ location }) => `${location.path}:${location.start.line}`)
    .sort();
}

describe("import directions", () => {
  it("are watched: of the lines planted, exactly the forbidden ones are reported", async () => {
    const folder = temporaryFolder();
    cpSync(join(root, ".biome.json"), join(folder, ".biome.json"));
    const files = new Map<string, string[]>();
    const expected: string[] = [];
    for (const [file, line, isForbidden] of planted) {
      const lines = files.get(file) ?? [];
      lines.push(line);
      files.set(file, lines);
      if (isForbidden) expected.push(`${file}:${lines.length}`);
    }
    for (const [file, lines] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
    }
    expect(await lint(folder)).toEqual(expected.sort());
  });

  it("see a cycle", async () => {
    const folder = temporaryFolder();
    cpSync(join(root, ".biome.json"), join(folder, ".biome.json"));
    mkdirSync(join(folder, "packages/core/src"), { recursive: true });
    writeFileSync(join(folder, "packages/core/src/one.ts"), 'import { two } from "./two.ts";\nexport const one = () => two;\n');
    writeFileSync(join(folder, "packages/core/src/two.ts"), 'import { one } from "./one.ts";\nexport const two = () => one;\n');
    expect(await lint(folder)).toEqual(["packages/core/src/one.ts:1", "packages/core/src/two.ts:1"]);
  });

  it("are kept in the whole tree", async () => {
    expect(await lint(root)).toEqual([]);
  });
});
