import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { synthesise } from "../support/synth.ts";

const root = new URL("../..", import.meta.url);

it("every handler that the stacks name is exported by a file, and every function has a stack", async () => {
  const { built } = await synthesise();
  const parts = built.map((handler) => /^(packages\/functions\/src\/([\w-]+))\.(\w+)$/.exec(handler) ?? [handler]);
  expect(parts.filter(([, file]) => file === undefined || !existsSync(new URL(`${file}.ts`, root)))).toEqual([]);
  for (const [, file, , name] of parts) {
    expect(readFileSync(new URL(`${file}.ts`, root), "utf8")).toMatch(new RegExp(`^export (async )?(function|const) ${name}\\b`, "m"));
  }
  const entries = readdirSync(fileURLToPath(new URL("packages/functions/src", root))).filter((file) =>
    /^export (async )?(function|const) handler\b/m.test(readFileSync(new URL(`packages/functions/src/${file}`, root), "utf8")),
  );
  expect(entries.sort()).toEqual(parts.map(([, , file]) => `${file}.ts`).sort());
});

it("the files that are copied beside a function are there when the packages are installed", async () => {
  const { copied } = await synthesise();
  expect(copied.map((file) => file.replace(/^.*\//, "")).sort()).toEqual(["NotoSansHans-Bold.otf", "NotoSansHans-Regular.otf"]);
  expect(copied.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
});

it("the lines of a log that an alarm counts are those that a function writes", async () => {
  const { resources } = await synthesise();
  const messages = resources.flatMap(({ inputs: { pattern } }) => /\$\.msg = "(.+)"/.exec(String(pattern))?.[1] ?? []);
  expect(messages).toEqual(["file refused"]);
  expect(readFileSync(new URL("packages/functions/src/import.ts", root), "utf8")).toContain(`"${messages[0]}")`);
});
