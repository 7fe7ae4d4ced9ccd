import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Makes the package that partners install, in the folder named: JavaScript with types, since Node runs no TypeScript out of
 * node_modules. `npm pack FOLDER` makes of it the file to hand over.
 */
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const [, , folder] = process.argv;
if (folder === undefined) throw new Error("Name the folder to make the package in: npm run client -- FOLDER");
const out = resolve(folder);

execFileSync(process.execPath, [here("../../node_modules/typescript/bin/tsc"), "-p", here("tsconfig.json"), "--outDir", out], { stdio: "inherit" });
const { name, version, type, dependencies } = JSON.parse(readFileSync(here("package.json"), "utf8")) as Readonly<Record<string, unknown>>;
const description = "Verifies certificates of the Enterprise Environmental Credit Hub without any network";
const exports = { ".": { types: "./index.d.ts", default: "./index.js" } };
writeFileSync(join(out, "package.json"), `${JSON.stringify({ name, version, description, license: "MIT", type, exports, dependencies }, null, 2)}\n`);
copyFileSync(here("README.md"), join(out, "README.md"));
