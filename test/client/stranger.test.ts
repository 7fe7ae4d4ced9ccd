import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { fixedClock } from "@hub/core/clock";
import { Evidence } from "@hub/core/evidence";
import { expect, it } from "vitest";
import { issuerWith } from "../support/issuer.ts";
import { builder } from "../support/rows.ts";
import { temporaryFolder, world } from "../support/world.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** What a partner writes: nothing but the package's name and what the README shows. */
const program = `
import { readFileSync } from "node:fs";
import { verifyCertificate, verifySeal } from "@hub/client";
const { jws, seal, keys, now } = JSON.parse(readFileSync("given.json", "utf8"));
const options = { now: new Date(now) };
const verdicts = [await verifyCertificate(jws, keys, options), await verifySeal(seal, keys, { ...options, certificate: jws }), await verifyCertificate(jws.replace(".", "x."), keys, options)];
console.log(JSON.stringify(verdicts.map((verdict) => (verdict.ok ? verdict.claims.asOf : verdict.code))));
`;

it("a stranger installs the package into an empty folder, without a registry and without the hub, and verifies with it", async () => {
  const [made, folder] = [temporaryFolder(), temporaryFolder()];
  await run(process.execPath, [join(root, "packages/client/pack.ts"), made]);
  const npm = (...args: readonly string[]) => run("npm", ["--offline", "--no-audit", "--no-fund", "--silent", ...args], { cwd: folder });
  await npm("pack", made);
  await npm("pack", join(root, "node_modules/jose"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  const { jose } = (JSON.parse(readFileSync(join(made, "package.json"), "utf8")) as { readonly dependencies: { readonly jose: string } }).dependencies;
  await npm("install", "./hub-client-0.1.0.tgz", `./jose-${jose}.tgz`);

  const hub = world();
  await hub.take("penalty", [{}]);
  const issuer = issuerWith();
  const now = "2026-01-06T02:00:00.000Z";
  const { jws, seal } = await Evidence.issue({ ...hub.ctx, clock: fixedClock(now), issuer }, { uscc: builder.uscc });
  writeFileSync(join(folder, "given.json"), JSON.stringify({ jws, seal, keys: await issuer.published(), now }));
  writeFileSync(join(folder, "program.js"), program);
  const { stdout } = await run(process.execPath, ["program.js"], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(["2026-01-06", "2026-01-06", "MALFORMED"]);
});
