import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Calendar } from "@hub/core/calendar";
import { type Ctx, operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Identity } from "@hub/core/identity";
import { Industry } from "@hub/core/industry";
import { Intake } from "@hub/core/intake";
import { openTable } from "@hub/files/read";
import { type Demo, penaltyRows, registerRows, summaryText, thread, writeDemo } from "@hub/hub/demo";
import { openSqlite } from "@hub/store/sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { capitals, tenThousands } from "../../packages/hub/src/demo/amount.ts";
import { firmOf } from "../../packages/hub/src/demo/firm.ts";
import { characters, realNames, tradeNameOf } from "../../packages/hub/src/demo/name.ts";
import { licenceFile, penaltyFile, type Row } from "../../packages/hub/src/demo/row.ts";
import { trades } from "../../packages/hub/src/demo/trade.ts";
import vectors from "../core/vectors/uscc.json" with { type: "json" };

const folder = mkdtempSync(join(tmpdir(), "hub-demo-"));
afterAll(() => rmSync(folder, { recursive: true }));

let written = 0;
async function demoOf(enterprises: number, seed: number): Promise<{ demo: Demo; out: string; bytes: readonly Buffer[] }> {
  written += 1;
  const out = join(folder, String(written));
  const demo = await writeDemo({ enterprises, seed, out });
  return { demo, out, bytes: demo.files.map(({ name }) => readFileSync(join(out, name))) };
}

/** A clock that begins at an instant and goes on by a minute each time it is read. */
function operatorOn(instant: string): Ctx {
  let minutes = 0;
  const now = () => {
    minutes += 1;
    return new Date(Date.parse(instant) + 60_000 * minutes);
  };
  return { actor: operator, store: openSqlite({ file: ":memory:" }), clock: { now } };
}

async function imported(ctx: Ctx, out: string, name: string, again: boolean): Promise<Intake.Run> {
  const table = await openTable(join(out, name));
  return (await Intake.run(ctx, { file: { ...table, name, rows: () => table.rows() }, again })).run;
}

const sorted = (codes: Readonly<Record<string, number>>) => Object.entries(codes).sort(([a], [b]) => (a < b ? -1 : 1));
const givenBy = ({ rows, created, changed, unchanged, rejected, warnings, issues }: Intake.Run) => ({
  rows,
  created,
  changed,
  unchanged,
  rejected,
  warned: warnings,
  codes: sorted(issues),
});
const promisedBy = ({ rows, created, changed, unchanged, rejected, warned, rejectedBy, warnedBy }: Demo["files"][number]) => ({
  rows,
  created,
  changed,
  unchanged,
  rejected,
  warned,
  codes: sorted({ ...rejectedBy, ...warnedBy }),
});

describe("the demo's files", () => {
  it.each([1, 50, 1147])("are the same bytes for the same seed and others for another, with %i firms", async (enterprises) => {
    const [once, again, other] = [await demoOf(enterprises, 7), await demoOf(enterprises, 7), await demoOf(enterprises, 8)];
    expect(again.bytes.every((bytes, at) => bytes.equals(once.bytes[at] as Buffer))).toBe(true);
    expect(again.demo).toEqual(once.demo);
    expect(other.bytes.some((bytes, at) => !bytes.equals(once.bytes[at] as Buffer))).toBe(true);
    expect(once.demo.files.map(({ name, kind }) => [name, kind])).toEqual([
      ["1-register.csv", "register"],
      ["2-licences.csv", "licence"],
      ["3-penalties.xlsx", "penalty"],
      ["4-penalties-messages.xml", "penalty"],
      ["5-register-update.csv", "register"],
    ]);
  });

  it.each([
    [1, 1],
    [2, 5],
    [50, 1],
    [50, 2],
    [200, 3],
    [1147, 1],
    [1147, 2020],
  ])("give in an import exactly what is promised: %i firms, seed %i", async (enterprises, seed) => {
    const { demo, out } = await demoOf(enterprises, seed);
    const ctx = operatorOn("2026-11-23T02:00:00.000Z");
    for (const file of demo.files) {
      const run = await imported(ctx, out, file.name, false);
      expect(givenBy(run), file.name).toEqual(promisedBy(file));
      const repeated = await imported(ctx, out, file.name, true);
      expect([repeated.created, repeated.changed, repeated.unchanged, repeated.rejected], `${file.name} again`).toEqual([
        0,
        0,
        run.rows - run.rejected,
        run.rejected,
      ]);
    }
    // Read once more after the update, the first register does not take its firms back.
    for (const file of demo.files) {
      const { created, changed, unchanged, issues } = await imported(ctx, out, file.name, true);
      expect([created, changed, unchanged], file.name).toEqual([0, 0, file.rows - file.rejected]);
      expect(issues["SUPERSEDED"] ?? 0, file.name).toBe(file.name === "1-register.csv" ? demo.files[4]?.changed : 0);
    }
    await ctx.store.close();
  });

  it("hold every kind of wrong row once there are 200 firms, and few of them in a county's number", async () => {
    const codes = ({ files }: Demo) => new Set(files.flatMap(({ rejectedBy }) => Object.keys(rejectedBy)));
    const [small, county] = [await demoOf(200, 4), await demoOf(1147, 4)];
    const all = [
      "AMOUNT",
      "AMOUNT_MISSING",
      "AMOUNT_UNEXPECTED",
      "CERTIFICATE_MISSING",
      "CHARACTERS",
      "COLUMN_COUNT",
      "DATE",
      "DATE_ORDER",
      "DUPLICATE",
      "ENUM",
      "IDENTIFIER",
      "LENGTH",
      "NAME_MISMATCH",
      "NATURAL_PERSON",
      "REQUIRED",
      "SUBJECT_MISSING",
      "USCC",
    ];
    expect([...codes(small.demo)].sort()).toEqual(all);
    expect([...codes(county.demo)].sort()).toEqual(all);
    const [rows, rejected] = (["rows", "rejected"] as const).map((field) => county.demo.files.reduce((sum, file) => sum + file[field], 0)) as [number, number];
    expect(rejected / rows).toBeLessThan(0.035);
    expect(county.demo.files[0]?.created).toBe(1147);
    expect(summaryText(county.demo)).toContain("1-register.csv");
  });

  it("let decisions wait under an old number until the update of the register brings it", async () => {
    const { demo, out } = await demoOf(50, 1);
    const ctx = operatorOn("2026-11-23T02:00:00.000Z");
    const late = firmOf(1, 5);
    const value = late.registrationNumber ?? "";
    for (const { name } of demo.files.slice(0, 4)) await imported(ctx, out, name, false);
    expect(await Enterprise.getByIdentifier(ctx, { kind: "registrationNumber", value })).toBeNull();
    expect((await Enterprise.get(ctx, { uscc: late.uscc }))?.licences).toEqual([]);
    await imported(ctx, out, "5-register-update.csv", false);
    const profile = await Enterprise.getByIdentifier(ctx, { kind: "registrationNumber", value });
    expect([profile?.uscc, (profile?.licences.length ?? 0) > 0, profile?.penalties.length]).toEqual([late.uscc, true, 1]);
    await ctx.store.close();
  });

  it.each([1, 99])("tell the thread whatever the seed (%i)", async (seed) => {
    const { demo, out } = await demoOf(1, seed);
    const ctx = operatorOn("2026-11-24T02:00:00.000Z");
    for (const { name } of demo.files) await imported(ctx, out, name, false);
    const profile = await Enterprise.get(ctx, { uscc: thread.uscc });
    expect(profile).toMatchObject({
      name: thread.name,
      register: { formerNames: [thread.formerName], registrationNumber: thread.registrationNumber },
      penalties: [
        {
          decisionNumber: thread.decisionNumber,
          decidedOn: thread.decidedOn,
          fineFen: 1_000_000,
          content: "罚款人民币壹万元整",
          legalBasis: "《中华人民共和国大气污染防治法》第一百一十五条",
          authority: { uscc: thread.authority },
        },
      ],
      licences: [{ documentNumber: thread.licenceNumbers[1] }, { documentNumber: thread.licenceNumbers[0] }],
    });
    expect(profile?.penalties[0]?.facts).toContain("野川镇某幼儿园");
    await ctx.store.close();
  });
});

describe("the demo's firms", () => {
  it("have sound codes of their own, none of them a real one, and names nobody has twice", () => {
    const real = new Set(vectors.valid.map(({ uscc }) => uscc));
    const [codes, names, numbers] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (let index = 0; index < 20_000; index += 1) {
      const { uscc, name, registrationNumber } = firmOf(3, index);
      if (!Identity.checkUscc(uscc).ok || real.has(uscc) || !/^9[123]140581DEM/.test(uscc)) expect.fail(uscc);
      if (registrationNumber !== null) {
        const parsed = Identity.parseIdentifier("registrationNumber", registrationNumber);
        if ("fault" in parsed || parsed.notes.length > 0 || numbers.has(registrationNumber)) expect.fail(registrationNumber);
        numbers.add(registrationNumber);
      }
      codes.add(uscc);
      names.add(name);
    }
    expect([codes.size, names.size]).toEqual([20_000, 20_000]);
    expect(Identity.checkUscc(thread.authority)).toMatchObject({ ok: true, parts: { division: "140581" } });
    for (const index of [0, 199_999, 999_999]) expect(Identity.checkUscc(firmOf(3, index).uscc).ok).toBe(true);
  });

  it("share no character with the known firms, so that no part of a trade name can be one of theirs", () => {
    expect(characters).toHaveLength(83);
    expect(new Set(characters).size).toBe(83);
    expect(realNames.filter((name) => [...name].some((character) => characters.includes(character)))).toEqual([]);
    expect(realNames.filter((name) => thread.name.includes(name))).toEqual([]);
    const seen = new Set<string>();
    for (const index of [
      ...Array(2_000).keys(),
      ...Array.from({ length: 20_000 }, (_, at) => 2_000 + at * 14),
      ...Array.from({ length: 20_000 }, (_, at) => 300_000 + at * 35),
    ])
      seen.add(tradeNameOf(5, index));
    expect(seen.size).toBe(42_000);
  });

  it("work in industries of GB/T 4754", () => {
    expect(trades.filter(({ industry }) => Industry.find(industry)?.level !== "class" && industry !== "B0610")).toEqual([]);
    expect(trades.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  });
});

describe("the demo's decisions", () => {
  const county = { enterprises: 4_000, seed: 6 };
  const taken = (rows: Iterable<Row>) => [...rows].filter(({ outcome }) => outcome !== "rejected").map(({ cells }) => cells);
  const penalties = [...taken(penaltyFile(county, "sheet")), ...taken(penaltyFile(county, "messages"))];
  const licences = taken(licenceFile(county));
  const dayOf = (cells: Row["cells"], code: string) => (cells[code] ?? "").replaceAll("/", "-");

  it("have numbers of their own and stand on working days up to 2026-11-20", () => {
    expect(new Set(penalties.map((cells) => cells["CF_WSH"])).size).toBe(penalties.length);
    expect(new Set(licences.map((cells) => cells["XK_WSH"])).size).toBe(licences.length);
    expect(penalties.every((cells) => Identity.normaliseDocumentNumber(cells["CF_WSH"] ?? "").kind === "罚")).toBe(true);
    const days = [...penalties.map((cells) => dayOf(cells, "CF_JDRQ")), ...licences.map((cells) => dayOf(cells, "XK_JDRQ"))];
    expect(days.filter((day) => !Calendar.isWorkday(day) || day < "2017-01-04" || day > "2026-11-20")).toEqual([]);
    expect(penalties.length / county.enterprises).toBeGreaterThan(0.11);
    expect(licences.length / county.enterprises).toBeGreaterThan(1.2);
  });

  it("rest on the law of their day and name documents as the law did", () => {
    const isCode = (cells: Row["cells"]) => cells["CF_YJ"]?.includes("生态环境法典") === true;
    expect(penalties.filter((cells) => isCode(cells) !== dayOf(cells, "CF_JDRQ") >= "2026-08-15")).toEqual([]);
    expect(penalties.filter(isCode).length).toBeGreaterThan(0);
    expect(penalties.filter((cells) => cells["CF_YJ"]?.includes("排污许可管理条例") && dayOf(cells, "CF_JDRQ") < "2021-03-01")).toEqual([]);
    const eia = licences.filter((cells) => cells["XK_XKWS"]?.includes("环境影响报告表"));
    expect(eia.filter((cells) => cells["XK_XKWS"]?.includes("生态环境影响报告表") !== dayOf(cells, "XK_JDRQ") >= "2026-08-15")).toEqual([]);
  });

  it("state the same sum in figures and in capitals", () => {
    expect([10_000, 15_000, 200_500, 210_000, 305_000, 1_000_000, 10_000_000, 60, 1_005].map(capitals)).toEqual([
      "壹万元整",
      "壹万伍仟元整",
      "贰拾万零伍佰元整",
      "贰拾壹万元整",
      "叁拾万伍仟元整",
      "壹佰万元整",
      "壹仟万元整",
      "陆拾元整",
      "壹仟零伍元整",
    ]);
    expect(tenThousands(15_000)).toBe("1.500000");
    for (const cells of penalties) {
      const yuan = Math.round(Number(cells["CF_NR_FK"]) * 10_000);
      expect(cells["CF_NR"]).toContain(`罚款人民币${capitals(yuan)}`);
    }
  });

  it("come in any number without faults, for measuring", () => {
    const { header, rows } = penaltyRows({ enterprises: 30, rows: 100, seed: 2 });
    const [all, register] = [[...rows], registerRows({ enterprises: 30, seed: 2 })];
    expect([all.length, all.every((row) => row.length === header.length), [...register.rows].length]).toEqual([100, true, 30]);
    const number = header.indexOf("行政处罚决定书文号");
    expect(new Set(all.map((row) => row[number])).size).toBe(100);
    expect(Intake.matchHeader(header)?.kind).toBe("penalty");
    expect(Intake.matchHeader(register.header)?.kind).toBe("register");
  });
});
