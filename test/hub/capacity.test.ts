import { readFileSync } from "node:fs";
import { join } from "node:path";
import { History } from "@hub/core/history";
import { estimate, load, prices, weightOf, withSections } from "@hub/hub/capacity";
import { getUnits, itemSize, writeUnits } from "@hub/store/capacity";
import { openSqlite } from "@hub/store/sqlite";
import { describe, expect, it } from "vitest";
import { run } from "../support/cli.ts";
import { everyItem, temporaryFolder } from "../support/world.ts";

const readme = readFileSync(new URL("../../packages/core/README.md", import.meta.url), "utf8");

describe("core's README", () => {
  it("has fresh tables: npm run keys prints them anew", () => {
    expect(withSections(readme)).toBe(readme);
  });

  it("shows what hub capacity prints", async () => {
    const { code, stdout, stderr } = await run(["capacity"]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(/<!-- capacity\b.*-->\n\n([\s\S]*)\n<!-- \/capacity -->/.exec(readme)?.[1]).toBe(stdout);
  });

  it("must keep the marks between which the tables stand", () => {
    expect(() => withSections(readme.replace("<!-- /keys -->", ""))).toThrow("has lost the mark");
  });
});

describe("an estimate", () => {
  it("of 100 enterprises is what a person reckons", () => {
    // Units by the key table: a record costs 4 to write, a penalty as much again for its two indexes, a version replaced 4, an old number 2, a run 2, a listing 3, a remark 2.
    // A pointer costs 2, the head of the log 2, 40 entries of it 28, a total 2; 60 versions go into the log with 12 totals.
    const replaced = 247 * 1.01;
    const logged = (versions: number) => versions * 2 + (versions / 60) * 2 + (versions / 40) * 28 + (versions / 60) * 12 * 2;
    const [licences, penalties, monthly] = [133, 14, 1.03];
    const [rows, firstRows] = [247 * monthly, 247];
    // An entry of the trail costs 2, and as much in each of two lists; an allowance 2.
    const trail = 2;
    const progress = (of: number) => (of / 32 + (2 * of) / 1_000) * 2 + ((2 * of) / 1_000) * (3 + trail) + of * 0.037 * 2;
    const written =
      (100 + licences + 2 * penalties) * 4 * monthly + replaced * 4 + 100 * 0.02 * 1.92 * 2 + progress(rows) + logged(rows) + 50.5 * 2 + 50 * trail * 3;
    const first = (100 + licences + 2 * penalties) * 4 + 192 * 2 + progress(firstRows) + logged(firstRows);
    // A profile costs 2 units, by an old number 3; each row asks for its record, its firm or its old numbers, at 1 each.
    const read = 98 * 2 + 2 * 3 + (100 * (1 + 1.92) + (licences + penalties) * 2 + 247 * 2) * monthly + (rows / 1_000) * 2 + 50.5;
    const bytesOf = (kind: string) => weightOf(kind).bytes + 100;
    const kept = rows * 12;
    const table =
      100 * bytesOf("enterprise") +
      licences * bytesOf("licence") +
      penalties * bytesOf("penalty") +
      replaced * 12 * bytesOf("version") +
      247 * bytesOf("pointer") +
      ((247 + replaced * 12) / 40) * bytesOf("logEntries") +
      192 * bytesOf("identifier") +
      (kept / 1_000) * (bytesOf("import") + bytesOf("importListing")) +
      kept * 0.037 * bytesOf("importRow") +
      (600 + (2 * kept) / 1_000) * bytesOf("trailEntry") +
      1_200 * bytesOf("trailListing");
    const indexes = (kept / 1_000) * bytesOf("importListing") + penalties * 2 * bytesOf("penalty");
    const near = (value: number): number => expect.closeTo(value, 6) as number;
    const cost = { write: written * 1e-6, read: read * 2e-6, storage: ((table + indexes) / 2 ** 30) * 3, backup: (table / 2 ** 30) * 4 };
    expect(estimate(100, { currency: "CNY", write: 1, read: 2, storage: 3, backup: 4, source: "a test" })).toEqual({
      enterprises: 100,
      records: near(247),
      items: near(247 * 2 + replaced * 12 + (247 + replaced * 12) / 40 + 192 + (4 * kept) / 1_000 + kept * 0.037 + 600 + 1_200),
      bytes: { table: near(table), indexes: near(indexes) },
      rows: near(rows),
      requests: near(50.5),
      readUnits: near(read),
      writeUnits: near(written),
      cost: {
        read: near(cost.read),
        write: near(cost.write),
        storage: near(cost.storage),
        backup: near(cost.backup),
        total: near(cost.read + cost.write + cost.storage + cost.backup),
      },
      firstLoad: { writeUnits: near(first), cost: near(first * 1e-6) },
    });
  });

  it("grows with the enterprises and with nothing else", () => {
    const [one, many] = [estimate(1_000, prices), estimate(180_000_000, prices)];
    expect(many.cost.total / one.cost.total).toBeCloseTo(180_000, 3);
  });
});

it("the load's shares and the examples' sizes are those of the demo's files", async () => {
  const folder = temporaryFolder();
  await run(["demo", "--out", join(folder, "files")]);
  expect((await run(["import", join(folder, "files")], { env: { HUB_DATA: folder } })).code).toBe(1);
  const store = openSqlite({ file: join(folder, "hub.sqlite") });
  // What waited for its firm has left a mark behind: a few in a first load, and none afterwards. Who imported is told by others' numbers.
  const items = (await everyItem(store)).filter((item) => !History.isRemoved(item) && !item.pk.startsWith("AUDIT#"));
  await store.close();
  const kinds: readonly (readonly [kind: string, begin: RegExp])[] = [
    ["enterprise", /^ENT#.* A#REGISTER$/],
    ["licence", /^ENT#.* LIC#/],
    ["penalty", /^ENT#.* PEN#/],
    ["version", /^HIST#/],
    ["identifier", /^IDN#/],
    ["import", /^IMPORT#.* RUN$/],
    ["importListing", /^IMPORT#.* LISTING$/],
    ["importRow", /^IMPORT#.* ROW#/],
  ];
  const found = new Map(kinds.map(([kind, begin]) => [kind, items.filter(({ pk, sk }) => begin.test(`${pk} ${sk}`))]));
  expect([...found.values()].flat()).toHaveLength(items.length);
  const count = (kind: string) => found.get(kind)?.length ?? 0;
  expect([count("licence") / 1_147, count("penalty") / 1_147, count("identifier") / 1_147, count("importRow") / 2_950]).toEqual([
    expect.closeTo(load.licences.is, 2),
    expect.closeTo(load.penalties.is, 2),
    expect.closeTo(load.identifiers.is, 2),
    expect.closeTo(load.remarks.is, 3),
  ]);
  for (const [kind, all] of found) {
    const mean = all.reduce((sum, item) => sum + itemSize(item), 0) / all.length;
    // A penalty that is over stands in one index; the estimate takes all for published ones, which stand in two.
    const counted = kind === "penalty" ? all.filter(({ indexes }) => indexes?.gsi1) : all;
    const middle = counted.toSorted((a, b) => itemSize(a) - itemSize(b))[Math.floor(counted.length / 2)];
    const { bytes, write } = weightOf(kind);
    // A version is as large as the record that it was, of whatever kind.
    if (kind !== "version") expect(Math.abs(bytes / mean - 1), `${kind}: ${bytes} bytes by its example, ${mean} in the demo`).toBeLessThan(0.15);
    if (middle) expect([writeUnits(middle), getUnits(itemSize(middle))], kind).toEqual([write, getUnits(bytes)]);
  }
});

describe("hub capacity", () => {
  it("takes other numbers of enterprises side by side, and other prices", async () => {
    const priced = ["--currency", "CNY", "--write-price", "100", "--read-price", "0", "--storage-price", "0", "--backup-price", "0"];
    const { code, stdout, stderr } = await run(["capacity", "--enterprises", "500000", "2000000", ...priced]);
    expect([code, stderr]).toEqual([0, ""]);
    const free = { ...prices, write: 100, read: 0, storage: 0, backup: 0 };
    const totals = [500_000, 2_000_000].map((count) => estimate(count, free).cost.total.toLocaleString("en-US", { maximumSignificantDigits: 3 }));
    const cells = (name: string) =>
      new RegExp(`^\\| ${name} *\\|(.*)\\|$`, "m")
        .exec(stdout)?.[1]
        ?.split("|")
        .map((cell) => cell.trim());
    expect([cells("Enterprises"), cells("All of these, CNY")]).toEqual([["500,000", "2,000,000"], totals]);
    expect(stdout).toContain("The prices, in CNY: 100 per million write units");
    expect(stdout).toContain("as given to the command.");
    expect(stdout).not.toMatch(/USD|us-east-1/);
  });

  it("says which prices are its own where only some are given", async () => {
    const { stdout } = await run(["capacity", "--write-price", "0.7"]);
    expect(stdout).toContain("as given to the command, but for --read-price, --storage-price, --backup-price: us-east-1 on demand since 2024-11-01");
  });

  it("mixes no currencies", async () => {
    expect(await run(["capacity", "--currency", "CNY", "--write-price", "4"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "BAD_INPUT: The hub knows prices in USD only; in CNY it also needs --read-price, --storage-price, --backup-price\n",
    });
  });

  it.each([
    [["--enterprises", "0"], "A whole number from 1 is needed."],
    [["--enterprises", "5", "many"], "A whole number from 1 is needed."],
    [["--read-price", "-1"], "An amount from 0 is needed, e.g. 0.625."],
    [["--currency", "yuan"], "Three capital letters are needed, e.g. CNY."],
  ])("refuses %j", async (args, why) => {
    expect(await run(["capacity", ...args])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(why) });
  });
});
