import { join } from "node:path";
import { openTable } from "@hub/files/read";
import { writeCsv, writeXlsx, writeXml } from "@hub/files/write";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/world.ts";
import { read } from "./support/read.ts";

const pieces = [
  '"',
  '""',
  ",",
  ";",
  "\t",
  "\n",
  "\r\n",
  "\r",
  " ",
  "　",
  "=1+1",
  "0012",
  "1E5",
  "真",
  "高平市示例铸造厂",
  "㐂",
  "𠮷",
  "😀",
  "<",
  ">",
  "&amp;",
  "]]>",
  "_x000D_",
  "'",
  "\\",
];
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 6 })
  .map((some) => some.join(""));
/** No characters that XML cannot hold, and none that are but a mark of loss. */
const sound = text.filter((one) => /^[^\p{Cc}\p{Cs}\ufffd\ufffe\uffff]*$/u.test(one.replaceAll(/[\t\n\r]/g, "")));
const filled = sound.filter((one) => one.trim() !== "");
const header = fc.uniqueArray(filled, { minLength: 3, maxLength: 5, selector: (one) => one.trim() }).map(([first, ...rest]) => [`列${first}`, ...rest]);
/** A header and rows, each row with something in it: blank rows are left out on reading. */
const table = header.chain((names) => {
  const row = fc.tuple(filled, fc.array(sound, { minLength: names.length - 1, maxLength: names.length - 1 })).map(([first, rest]) => [first, ...rest]);
  return fc.record({ names: fc.constant(names), rows: fc.array(row, { maxLength: 5 }) });
});

async function back(path: string): Promise<{ header: readonly string[]; rows: readonly (readonly string[])[] }> {
  const { header: names, rows } = await openTable(path);
  const all = [];
  for await (const batch of rows()) all.push(...batch);
  expect(all.filter(({ fault }) => fault)).toEqual([]);
  return { header: names, rows: all.map(({ cells }) => cells) };
}

const trimmed = (texts: readonly string[]) => texts.map((one) => one.trim());

describe("what was written comes back", () => {
  it.each([{ encoding: "utf-8", bom: true }, { encoding: "utf-8" }, { encoding: "gb18030" }] as const)("from CSV, spaces included: %j", async (options) => {
    const path = join(temporaryFolder(), "a.csv");
    const round = fc.asyncProperty(table, async ({ names, rows }) => {
      await writeCsv(path, names, rows, options);
      expect(await back(path)).toEqual({ header: trimmed(names), rows });
    });
    await fc.assert(round, { numRuns: 150, examples: [[{ names: ["列;;x;x;x", "乙", "丙"], rows: [] }]] });
  });

  it("from XLSX, spaces included", async () => {
    const path = join(temporaryFolder(), "a.xlsx");
    const round = fc.asyncProperty(table, fc.constantFrom({}, { title: "某市信息" }), async ({ names, rows }, title) => {
      await writeXlsx(path, { sheet: "表", ...title, header: names, rows });
      expect(await back(path)).toEqual({ header: trimmed(names), rows });
    });
    await fc.assert(round, { numRuns: 100 });
  });

  it("from XLSX with control characters", async () => {
    const path = join(temporaryFolder(), "a.xlsx");
    await writeXlsx(path, { sheet: "表", header: ["甲", "乙", "丙"], rows: [["一\u0000", "\u001f二", "三"]] });
    expect((await read(path)).rows).toEqual([[2, "一\u0000", "\u001f二", "三"]]);
  });

  it.each(["\ufffe", "\ud83d"])("with a mark of loss where XML has no such character: %j", async (character) => {
    const [sheet, message] = [join(temporaryFolder(), "a.xlsx"), join(temporaryFolder(), "a.xml")];
    await writeXlsx(sheet, { sheet: "表", header: ["甲", "乙", "丙"], rows: [[`一${character}`, "二", "三"]] });
    await writeXml(message, [{ A: `一${character}\u0000` }]);
    expect((await read(sheet)).rows).toEqual([[2, "一\ufffd", "二", "三"]]);
    expect((await read(message)).rows).toEqual([[1, "一\ufffd\ufffd"]]);
  });

  it("from XML, without the spaces around", async () => {
    const path = join(temporaryFolder(), "a.xml");
    const codes = ["CF_WSH", "CF_NR", "HUB_BSRQ"];
    const records = fc.array(fc.tuple(filled, sound, sound), { minLength: 1, maxLength: 5 });
    const round = fc.asyncProperty(records, async (rows) => {
      await writeXml(
        path,
        rows.map((row) => Object.fromEntries(codes.map((code, index) => [code, row[index] ?? ""]))),
      );
      expect(await back(path)).toEqual({ header: codes, rows: rows.map(trimmed) });
    });
    await fc.assert(round, { numRuns: 150 });
  });
});
