import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDemo } from "@hub/hub/demo";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { writeWorkbook } from "../files/support/workbook.ts";
import { run } from "../support/cli.ts";
import { penaltyCells, tableOf } from "../support/rows.ts";
import { temporaryFolder } from "../support/world.ts";

interface Place {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly file: (name: string, text: string | Buffer) => string;
}

function place(): Place {
  const folder = temporaryFolder();
  return {
    folder,
    env: { HUB_DATA: join(folder, "data"), HUB_CLOCK: "2026-01-05T01:00:00.000Z" },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}

function csvOf(...changes: Parameters<typeof tableOf>[1][number][]): string {
  const { header, rows } = tableOf("penalty", changes);
  return [header, ...rows].map((cells) => cells.join(",")).join("\n");
}

describe("hub import", () => {
  it("takes a folder in and says at the end what the demo promised", async () => {
    const { folder, env } = place();
    const out = join(folder, "files");
    const promised = await writeDemo({ enterprises: 300, seed: 5, out });
    const first = await run(["import", out], { env: { ...env, HUB_CLOCK: "2026-11-24T01:00:00.000Z" } });
    expect([first.code, first.stderr]).toEqual([1, ""]);
    for (const { rows, created, changed, unchanged, rejected } of promised.files) {
      expect(first.stdout).toContain(`  ${rows} rows: ${created} created, ${changed} changed, ${unchanged} unchanged, ${rejected} rejected;`);
    }
    const second = await run(["import", out], { env });
    expect([...second.stdout.matchAll(/(\d+) created, (\d+) changed/g)].map(([, created, changed]) => [created, changed])).toEqual(
      promised.files.map(() => ["0", "0"]),
    );
    expect(second.stdout.match(/imported before/g)).toHaveLength(promised.files.length);
  });

  it("says of each file what it was, what became of it, and how well its source reports", async () => {
    const { env, file } = place();
    const path = file("处罚.csv", csvOf({}, { CF_WSH: "2号", CF_SY: "" }, { CF_WSH: "3号", HUB_BSRQ: "2025/05/20" }));
    expect(await run(["import", path], { env })).toEqual({
      code: 1,
      stderr: "",
      stdout: [
        "处罚.csv (CSV, UTF-8) → 行政处罚 administrative penalties",
        "  3 rows: 2 created, 0 changed, 0 unchanged, 1 rejected; 0 with warnings",
        "  REQUIRED: 1 row. Fill in the column.",
        "  示例市生态环境局: compliance (合规率) 66.7 %, timeliness (及时率) 66.7 % (2 in time, 1 late, 0 not measured)",
        "",
      ].join("\n"),
    });
  });

  it("writes a report of rows with column, value, code and what to do, as CSV and as JSON", async () => {
    const { env, folder, file } = place();
    const path = file("p.csv", csvOf({}, { CF_WSH: "2号", CF_JDRQ: "昨天" }));
    const [csv, json] = [join(folder, "r.csv"), join(folder, "r.json")];
    await run(["import", path, "--report", csv], { env });
    const line = {
      file: "p.csv",
      row: "3",
      outcome: "rejected",
      column: "处罚决定日期",
      value: "昨天",
      code: "DATE",
      message: '"昨天" is not a date',
      fix: "Write the date as 2026/03/05.",
      fixZh: "请按 2026/03/05 的格式填写日期。",
    };
    const source = { ...line, row: "", outcome: "summary", column: "示例市生态环境局", fix: "", fixZh: "" };
    expect(parse(readFileSync(csv), { columns: true, bom: true })).toEqual([
      line,
      { ...source, code: "COMPLIANCE", value: "50.0 %", message: "合规率: 1 of 2 rows passed all checks" },
      { ...source, code: "TIMELINESS", value: "100.0 %", message: "及时率: 1 in time, 0 late, 0 not measured" },
    ]);
    await run(["import", path, "--report", json], { env });
    const report = JSON.parse(readFileSync(json, "utf8")) as { imports: Record<string, unknown>[] };
    expect(report.imports).toMatchObject([
      {
        fileName: "p.csv",
        created: 0,
        unchanged: 1,
        rejected: 1,
        compliance: 0.5,
        timeliness: 1,
        sources: [{ name: "示例市生态环境局", rows: 2, accepted: 1, onTime: 1 }],
        rows: [{ ...line, row: 3 }],
      },
    ]);
  });

  it("protects a spreadsheet that opens the report from formulas in the file", async () => {
    const { env, folder, file } = place();
    const path = file("p.csv", csvOf({ CF_JDRQ: "=1+1" }));
    await run(["import", path, "--report", join(folder, "r.csv")], { env });
    const [row] = parse(readFileSync(join(folder, "r.csv")), { columns: true, bom: true }) as Record<string, string>[];
    expect(row?.["value"]).toBe("'=1+1");
  });

  it("reads standard input when told what it holds", async () => {
    const { env } = place();
    const input = csvOf({});
    const refused = await run(["import", "-"], { env, input });
    expect(refused).toMatchObject({ code: 2, stdout: "", stderr: "BAD_INPUT: Say what standard input holds: --format csv, xlsx or xml\n" });
    const xml = `<ExchangeMessage><Body><fields>${Object.entries(penaltyCells)
      .map(([code, value]) => `<${code}>${value}</${code}>`)
      .join("")}</fields></Body></ExchangeMessage>`;
    expect((await run(["import", "-", "--format", "csv"], { env, input })).stdout).toContain("1 created");
    expect((await run(["import", "-", "--format", "xml"], { env, input: xml })).stdout).toContain("1 unchanged");
    expect(await run(["import", "-", "--format", "xlsx"], { env, input })).toMatchObject({
      code: 2,
      stderr: "stdin.xlsx: FILE_UNREADABLE: this is CSV, not XLSX\n",
    });
  });

  it("refuses what can't be read with one line and exit code 2, and takes the other files", async () => {
    const { env, folder, file } = place();
    const good = file("good.csv", csvOf({}));
    const bad = [file("empty.csv", ""), file("binary.csv", Buffer.from([1, 0, 2])), file("strange.csv", "a,b,c\n1,2,3"), join(folder, "absent.csv")];
    for (const path of bad.slice(0, 3)) {
      const { code, stdout, stderr } = await run(["import", path], { env });
      expect([code, stdout, stderr.split("\n").length, stderr]).toEqual([2, "", 2, expect.stringMatching(/FILE_UN(READABLE|KNOWN): /)]);
    }
    const { code, stdout, stderr } = await run(["import", ...bad.slice(0, 3), good], { env });
    expect([code, stdout.includes("good.csv"), stderr.trim().split("\n").length]).toEqual([2, true, 3]);
    expect(await run(["import", join(folder, "absent.csv")], { env })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("FILE_UNREADABLE: "),
    });
  });

  it("takes the other files when one name is wrong, and leaves nothing of standard input behind", async () => {
    const { env, folder, file } = place();
    const good = file("good.csv", csvOf({ CF_WSH: "2号" }));
    const { code, stdout, stderr } = await run(["import", "--format", "csv", "-", join(folder, "absent.csv"), good], { env, input: csvOf({}) });
    expect([code, stdout.match(/1 created/g)?.length, stderr.trim().split("\n").length]).toEqual([2, 2, 1]);
    expect(readdirSync(env["HUB_DATA"] ?? "").filter((name) => name.startsWith("incoming-"))).toEqual([]);
  });

  it("takes a folder's files, and names its subfolders, which it leaves alone", async () => {
    const { env, folder } = place();
    mkdirSync(join(folder, "in/sub"), { recursive: true });
    writeFileSync(join(folder, "in/a.csv"), csvOf({}));
    writeFileSync(join(folder, "in/sub/b.csv"), csvOf({ CF_WSH: "2号" }));
    const { code, stdout, stderr } = await run(["import", join(folder, "in")], { env });
    expect([code, stdout.includes("a.csv"), stdout.includes("b.csv")]).toEqual([0, true, false]);
    expect(stderr).toBe(`${join(folder, "in")}: subfolders are not looked into: sub. Import them by name\n`);
  });

  it("takes each sheet of a workbook as an import of its own", async () => {
    const { env, folder } = place();
    const path = join(folder, "two.xlsx");
    const sheet = (kind: "penalty" | "licence") => {
      const { header, rows } = tableOf(kind, [{}]);
      return [header, ...rows].map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`).join("");
    };
    await writeWorkbook(path, {
      sheets: [
        { name: "处罚", rows: sheet("penalty") },
        { name: "许可", rows: sheet("licence") },
      ],
    });
    for (const args of [[], ["--sheet", "许可"]]) expect((await run(["import", path, ...args], { env })).stdout).toContain("1 created");
    for (const args of [
      ["--sheet", "处罚"],
      ["--sheet", "许可"],
    ])
      expect((await run(["import", path, ...args], { env })).stdout).toContain("imported before");
  });

  it("refuses a data folder or a report that is something else, before anything is imported", async () => {
    const { env, folder, file } = place();
    const path = file("p.csv", csvOf({}));
    const taken = file("taken", "mine");
    expect(await run(["import", path], { env: { ...env, HUB_DATA: taken } })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^STORE_UNUSABLE: .*\n$/),
    });
    mkdirSync(join(folder, "r.csv"));
    expect(await run(["import", path, "--report", join(folder, "r.csv")], { env })).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^BAD_INPUT: .*\n$/),
    });
    expect(await run(["demo", "--out", taken], { env })).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^FILE_UNREADABLE: .*\n$/) });
    expect(readFileSync(taken, "utf8")).toBe("mine");
  });

  it("refuses options that mean nothing", async () => {
    const { env, file } = place();
    const path = file("p.csv", csvOf({}));
    for (const [args, words] of [
      [["--received", "5.1.2026"], "BAD_INPUT"],
      [["--report", "r.txt"], "BAD_INPUT"],
      [["--kind", "permit"], "Allowed choices are register, licence, penalty"],
      [["--format", "pdf"], "Allowed choices are csv, xlsx, xml"],
    ] as const) {
      const { code, stdout, stderr } = await run(["import", path, ...args], { env });
      expect([args, code, stdout, stderr.includes(words)]).toEqual([args, 2, "", true]);
    }
  });
});
