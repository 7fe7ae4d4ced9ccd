import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { legalDay } from "@hub/core/clock";
import { Publicity } from "@hub/core/publicity";
import { writeCsv } from "@hub/files/write";
import { penaltyRows, writeDemo } from "@hub/hub/demo";
import { describe, expect, it } from "vitest";
import { run, start } from "../support/cli.ts";
import { temporaryFolder } from "../support/world.ts";

const kills = 10;
const projectorKills = 20;

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

describe("a projector that is killed with -9 while files come in", () => {
  it(`at ${projectorKills} random moments loses no change and logs none twice`, { timeout: 300_000 }, async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data") };
    const paths: string[] = [];
    // The same decisions twice, the second time with other words: versions are replaced while they are projected.
    for (const [at, text] of ["甲", "乙"].entries()) {
      const { header, rows } = penaltyRows({ enterprises: 2_000, rows: 15_000, seed: 1 });
      const place = header.indexOf("违法事实");
      const path = join(folder, `${at}.csv`);
      await writeCsv(
        path,
        header,
        Array.from(rows, (row) => row.with(place, text)),
        { encoding: "utf-8" },
      );
      paths.push(path);
    }
    const importing = run(["import", ...paths], { env });
    let interrupted = 0;
    for (let kill = 0; kill < projectorKills; kill += 1) {
      const { child, ended } = start(["project"], { env });
      // A process takes a quarter of a second to start.
      await Promise.race([wait(200 + 400 * Math.random()), ended]);
      child.kill("SIGKILL");
      if ((await ended).code === null) interrupted += 1;
    }
    expect(await importing).toMatchObject({ code: 0, stderr: "" });
    expect(interrupted).toBeGreaterThan(0);
    // Two go on at once.
    const [one, other] = await Promise.all([run(["project"], { env }), run(["project"], { env })]);
    expect([one.code, one.stderr, other.code, other.stderr]).toEqual([0, "", 0, ""]);
    const { code, stdout } = await run(["verify", "--json"], { env });
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { sequence: 30_000, records: 15_000, pending: 0, differences: [], isBusy: false }]);
    const statistics = await run(["statistics"], { env });
    const { header, rows } = penaltyRows({ enterprises: 2_000, rows: 15_000, seed: 1 });
    const today = legalDay(new Date());
    const decidedOn = (row: readonly string[]) => (row[header.indexOf("处罚决定日期")] ?? "").replaceAll("/", "-");
    // Totals are of what is published.
    const count = Array.from(rows, decidedOn).filter(
      (day) => Publicity.publicityOf({ decidedOn: day, penaltyTypes: ["fine"], standing: null }, today).isPublished,
    );
    expect(statistics.stdout).toContain(`penalty\t\t\t${count.length}\n`);
  });
});
