import { existsSync, readdirSync } from "node:fs";
import { openTable } from "@hub/files/read";
import { describe, expect, it } from "vitest";
import { read, workbookOf } from "./support/read.ts";
import { manyTexts } from "./support/workbook.ts";

const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c t="inlineStr"><is><t> 乙 </t></is></c><c t="str"><f>"丙"</f><v>丙</v></c></row>';
const texts = (...cells: readonly string[]) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`;

it("a workbook tells which other sheets hold something, unless one was asked for", async () => {
  const filled = { rows: header };
  const path = await workbookOf({
    sheets: [
      { name: "许可", ...filled },
      { name: "空", rows: "" },
      { name: "处罚", ...filled },
      { name: "藏", ...filled, state: "hidden" },
    ],
  });
  expect((await openTable(path)).otherSheets).toEqual(["处罚"]);
  expect((await openTable(path, { sheet: "处罚" })).otherSheets).toEqual([]);
});

describe("the cells of a workbook", () => {
  it("are texts, shared or not, in runs, without readings, with spaces and escapes", async () => {
    const strings = [
      "<si><t>一</t></si>",
      '<si><r><rPr><b/></rPr><t>加</t></r><r><t xml:space="preserve"> 粗 </t></r><rPh sb="0" eb="1"><t>jiā</t></rPh><phoneticPr fontId="1"/></si>',
      "<si><t>第一行_x000D_\n第二行 &amp; _x005F_x000D_</t></si>",
      "<si><t/></si>",
    ];
    const rows = `${header}<row r="3"><c r="A3" t="s"><v>2</v></c><c r="C3" t="s"><v>1</v></c></row><row r="4"><c r="B4" t="s"><v>0</v></c><c t="s"><v>3</v></c></row>
      <row><c t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c></row>`;
    expect(await read(await workbookOf({ sheets: [{ name: "表", rows }], strings: strings.join("") }))).toEqual({
      format: "xlsx",
      encoding: null,
      sheet: "表",
      header: ["甲", "乙", "丙"],
      rows: [
        [3, "第一行\r\n第二行 & _x000D_", "", "加 粗 "],
        [4, "", "一", ""],
        [5, "甲乙", "", ""],
      ],
    });
  });

  it("are numbers, truths and errors as a person sees them", async () => {
    const values: readonly (readonly [type: string, value: string, seen: string])[] = [
      ["n", "0.30000000000000004", "0.3"],
      ["n", "123456789012345", "123456789012345"],
      ["n", "1E-7", "0.0000001"],
      ["n", "9.1E20", "910000000000000000000"],
      ["n", "1.5E21", "1500000000000000000000"],
      ["n", "-12.50", "-12.5"],
      ["n", "", ""],
      ["b", "1", "TRUE"],
      ["b", "0", "FALSE"],
      ["e", "#N/A", "#N/A"],
      ["d", "2024-03-05T00:00:00Z", "2024-03-05"],
      ["d", "2024-03-05T10:30:00.000", "2024-03-05 10:30:00"],
      ["str", "_x0041_", "A"],
    ];
    const rows = values.map(([type, value]) => `<row><c t="${type}"><f>X1</f><v>${value}</v></c><c t="str"><v>.</v></c><c/></row>`);
    const { rows: seen } = await read(await workbookOf({ sheets: [{ name: "表", rows: [header, ...rows] }] }));
    expect(seen).toEqual(values.map(([, , text], index) => [index + 2, text, ".", ""]));
  });

  const dates: readonly (readonly [format: number | string, value: string, from1900: string, from1904: string])[] = [
    [14, "45356", "2024-03-05", "2028-03-06"],
    [22, "45356.4375", "2024-03-05 10:30:00", "2028-03-06 10:30:00"],
    [31, "45356", "2024-03-05", "2028-03-06"],
    [21, "0.4375", "10:30:00", "10:30:00"],
    ["yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@", "45356", "2024-03-05", "2028-03-06"],
    ["[$-804]aaaa", "45356", "2024-03-05", "2028-03-06"],
    ["[h]:mm", "45356.5", "2024-03-05 12:00:00", "2028-03-06 12:00:00"],
    [14, "45356.999999999", "2024-03-06", "2028-03-07"],
    [14, "59", "1900-02-28", "1904-02-29"],
    [14, "60", "1900-02-29", "1904-03-01"],
    [14, "61", "1900-03-01", "1904-03-02"],
    [14, "-1", "-1", "1904-01-01"],
    [14, "2958466", "2958466", "2958466"],
    [0, "45356", "45356", "45356"],
    ["0.00&quot;days&quot;", "45356", "45356", "45356"],
    ["[Red]General", "45356", "45356", "45356"],
    ["#,##0\\d", "45356", "45356", "45356"],
  ];

  it.each([false, true])("are days and times where their format says so; counted from 1904: %s", async (from1904) => {
    const rows = dates.map(([, value], index) => `<row><c s="${index}"><v>${value}</v></c><c t="str"><v>.</v></c></row>`);
    const hand = { sheets: [{ name: "表", rows: [header, ...rows] }], styles: dates.map(([format]) => format), from1904 };
    const { rows: seen } = await read(await workbookOf(hand));
    // A day before 1904 is a number of its own: -1 is a day of 1903 there.
    const wanted = dates.map(([, value, from1900, later]) => (from1904 ? (value === "-1" ? "1903-12-31" : later) : from1900));
    expect(seen).toEqual(wanted.map((text, index) => [index + 2, text, ".", ""]));
  });
});

describe("the sheet that is read", () => {
  const filled = (name: string, cell: string, state?: "hidden" | "veryHidden") => ({ name, rows: `${header}${texts(cell)}`, ...(state && { state }) });
  const sheets = [
    filled("隐藏", "1", "hidden"),
    filled("深藏", "2", "veryHidden"),
    { name: "空白", rows: "<row><c/></row>" },
    filled("许可", "3"),
    filled("处罚", "4"),
  ];

  it("is the first one that is visible and not empty, below its title", async () => {
    expect(await read(await workbookOf({ sheets }))).toMatchObject({ sheet: "许可", rows: [[2, "3", "", ""]] });
    const rows = `<row r="2"><c r="A2" t="str"><v>某市信息</v></c><c r="B2"/></row>${header.replace('r="1"', 'r="4"').replace("A1", "A4")}${texts("", "5")}`;
    expect(await read(await workbookOf({ sheets: [{ name: "题", rows }] }))).toMatchObject({
      sheet: "题",
      header: ["甲", "乙", "丙"],
      rows: [[5, "", "5", ""]],
    });
  });

  it.each(["隐藏", "深藏", "许可", "处罚"])("is the named one, be it hidden: %s", async (sheet) => {
    expect((await read(await workbookOf({ sheets }), { sheet })).sheet).toBe(sheet);
  });

  it("has rows that are too long named, and blank ones left out", async () => {
    const rows = `${header}${texts("一", "二", "三", "四")}${texts("", " ", "")}${texts("一\ufffd")}${texts("一", "二", "三", " ")}`;
    expect((await read(await workbookOf({ sheets: [{ name: "表", rows }] }))).rows).toEqual([
      [2, "COLUMN_COUNT", "The row has 4 cells, the header 3"],
      [4, "一\ufffd", "", ""],
      [5, "一", "二", "三"],
    ]);
  });
});

describe("a workbook that is left early", () => {
  const open = () => (existsSync("/proc/self/fd") ? readdirSync("/proc/self/fd").length : 0);

  it("leaves no file open", async () => {
    const path = await workbookOf(manyTexts(3_000));
    const table = await openTable(path);
    for await (const _ of table.rows()) break;
    const before = open();
    for (let time = 0; time < 5; time += 1) {
      for await (const _ of (await openTable(path)).rows()) break;
      await expect(openTable(path, { sheet: "没有" })).rejects.toThrow("it has no sheet");
    }
    await new Promise((done) => setTimeout(done, 50));
    expect(open() - before).toBeLessThanOrEqual(2);
  });
});
