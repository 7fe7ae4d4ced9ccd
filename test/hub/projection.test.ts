import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { writeCsv } from "@hub/files/write";
import { penaltyRows } from "@hub/hub/demo";
import { describe, expect, it } from "vitest";
import { run } from "../support/cli.ts";
import { served } from "../support/served.ts";
import { temporaryFolder } from "../support/world.ts";

interface Health {
  readonly changesLag: { readonly changes: number };
}

describe("a hub that serves", () => {
  it("keeps its log up while files come in and while it is rebuilt, and cursors go on", { timeout: 120_000 }, async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data") };
    const hub = await served(env);
    const changes = async (query: string) => {
      const response = await fetch(`${hub.url}/changes?${query}`);
      const lines = (await response.text()).split("\n").filter(Boolean);
      return { sequences: lines.map((line) => (JSON.parse(line) as { sequence: number }).sequence), cursor: response.headers.get("x-next-cursor") };
    };
    const settled = async () => {
      for (;;) {
        const { changesLag } = (await (await fetch(`${hub.url}/health`)).json()) as Health;
        if (changesLag.changes === 0) return;
        await wait(20);
      }
    };
    await settled();
    const before = await changes("first=1000");
    expect(before.sequences.length).toBeGreaterThan(80);

    const { header, rows } = penaltyRows({ enterprises: 300, rows: 3_000, seed: 1 });
    await writeCsv(join(folder, "penalties.csv"), header, rows, { encoding: "utf-8" });
    const [imported, ...rebuilds] = await Promise.all([
      run(["import", join(folder, "penalties.csv")], { env }),
      run(["rebuild"], { env }),
      wait(700).then(() => run(["rebuild"], { env })),
    ]);
    expect([imported.code, imported.stderr]).toEqual([0, ""]);
    // One of two at once may find itself overtaken; then it has changed nothing.
    expect(rebuilds.map(({ code }) => code)).toContain(0);
    for (const { code, stdout, stderr } of rebuilds)
      expect(code === 0 ? stdout : stderr).toMatch(code === 0 ? /the log is the same, entry by entry/ : /^CONFLICT: /);
    await settled();

    const after = await changes(`first=1000&after=${before.cursor}`);
    expect(after.sequences).toEqual(Array.from({ length: 1_000 }, (_, at) => before.sequences.length + at + 1));
    const verified = await run(["verify", "--json"], { env });
    expect(JSON.parse(verified.stdout)).toMatchObject({ differences: [], pending: 0, isBusy: false, sequence: before.sequences.length + 3_000 });
    hub.child.kill("SIGTERM");
    expect(await hub.ended).toMatchObject({ code: 0 });
  });
});

describe("the commands of the log", () => {
  it("print entries, totals and what was verified, and say where to go on", async () => {
    const folder = temporaryFolder();
    const env = { HUB_DATA: join(folder, "data"), HUB_CLOCK: "2026-11-24T01:00:00.000Z" };
    expect(await run(["changes"], { env })).toMatchObject({ code: 0, stdout: "", stderr: "The log is empty\n" });
    await run(["demo", "--enterprises", "5", "--seed", "9", "--out", join(folder, "files")]);
    await run(["import", join(folder, "files")], { env });
    expect(await run(["verify"], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^Sound: \d+ records, 0 entries .* [1-9]\d* versions not yet in it\.\nThe audit trail is what was sealed: 0 entries under 0 seals\.\n$/,
      ),
    });
    expect(await run(["project"], { env })).toMatchObject({ code: 0, stdout: expect.stringMatching(/^[1-9]\d* changes projected\n$/), stderr: "" });
    expect(await run(["project"], { env })).toMatchObject({ code: 0, stdout: "0 changes projected\n" });
    const page = await run(["changes", "--kinds", "enterprise", "--first", "2"], { env });
    expect(
      page.stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ kind: "enterprise" }, { kind: "enterprise" }]);
    const cursor = /^More: --after (\S+)\n$/.exec(page.stderr)?.[1] ?? "";
    expect((await run(["changes", "--after", cursor, "--first", "1"], { env })).stdout).toContain('"sequence":3');
    expect(await run(["changes", "--after", "x"], { env })).toMatchObject({ code: 2, stderr: expect.stringMatching(/^BAD_CURSOR: /) });
    expect((await run(["statistics"], { env })).stdout).toMatch(/^enterprise\t\t\t5\nenterprise\tstate\tactive\t5\n/);
    expect(await run(["rebuild"], { env })).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Generation 2 is in use: \d+ entries; the log is the same, entry by entry; \d+ items/),
    });
    const shown = await run(["show", "91140581DEM0000064", "--known-at", "2026-11-23T00:00:00.000Z"], { env });
    expect([shown.code, shown.stdout]).toEqual([1, "null\n"]);
    const timeline = await run(["show", "91140581DEM0000064", "--timeline"], { env });
    expect(JSON.parse(timeline.stdout)).toEqual(expect.arrayContaining([expect.objectContaining({ kind: "penalty", version: 1 })]));
  });
});
