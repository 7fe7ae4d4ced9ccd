import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeDemo } from "@hub/hub/demo";
import { describe, expect, it } from "vitest";
import { run, start } from "../support/cli.ts";
import { temporaryFolder } from "../support/world.ts";

const kills = 10;

describe("an import that is killed with -9 and started again", () => {
  it(`at ${kills} random moments ends with the digest of one that was left alone`, { timeout: 300_000 }, async () => {
    const folder = temporaryFolder();
    const files = join(folder, "files");
    await writeDemo({ enterprises: 900, seed: 3, out: files });
    const envOf = (name: string) => ({ HUB_DATA: join(folder, name), HUB_CLOCK: "2026-11-24T01:00:00.000Z" });
    const digestOf = async (name: string) => (await run(["digest"], { env: envOf(name) })).stdout;

    const begun = performance.now();
    expect((await run(["import", files], { env: envOf("whole") })).code).toBe(1);
    const whole = performance.now() - begun;
    const expected = await digestOf("whole");
    expect(expected).toMatch(/^[0-9a-f]{64} \d{4,} items\n$/);

    let interrupted = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const name = `killed-${kill}`;
      // Starting takes the first third: most moments lie in the midst of the rows.
      const moment = whole * (0.25 + 0.7 * Math.random());
      const { child, ended } = start(["import", files], { env: envOf(name) });
      await Promise.race([wait(moment), ended]);
      child.kill("SIGKILL");
      if ((await ended).code === null) interrupted += 1;
      const again = await run(["import", files], { env: envOf(name) });
      expect([again.code, again.stderr], `killed after ${moment} ms`).toEqual([1, ""]);
      expect(await digestOf(name), `killed after ${moment} ms`).toBe(expected);
    }
    expect(interrupted).toBeGreaterThan(0);
  });
});
