import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openTable } from "@hub/files/read";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/world.ts";
import { fileOf, refusal, workbookOf } from "./support/read.ts";
import type { Hand } from "./support/workbook.ts";
import { writeZip } from "./support/zip.ts";

const csv = "甲,乙,丙\n一,二,三\n";
const row = (...cells: readonly string[]) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join("")}</row>`;
const sheet = { name: "许可", rows: row("甲", "乙", "丙") };
const bytes = (hex: string) => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(600)]);

describe("a file is refused", () => {
  it("when it is not there, or a folder; the error names the path", async () => {
    const folder = temporaryFolder();
    expect(await refusal(folder)).toBe("it is not a file");
    const path = join(folder, "无");
    await expect(openTable(path)).rejects.toMatchObject({ code: "FILE_UNREADABLE", message: `${path}: there is no such file or folder`, details: { path } });
  });

  it.each([
    ["it is empty", Buffer.alloc(0), "the file is empty"],
    [
      "it is an .xls or a protected workbook",
      bytes("d0cf11e0a1b11ae1"),
      "this is an old .xls workbook or a protected one; save it as .xlsx without a password, or as CSV",
    ],
    ["it is UTF-16, little end first", Buffer.from(`\ufeff${csv}`, "utf16le"), "the text is UTF-16; save it as UTF-8, GB18030 or XLSX"],
    ["it is UTF-16, big end first", Buffer.from(`\ufeff${csv}`, "utf16le").swap16(), "the text is UTF-16; save it as UTF-8, GB18030 or XLSX"],
    ["it is neither text nor a workbook", bytes("89504e47"), "this is neither text nor an .xlsx workbook"],
    ["it has no header", "甲,乙\n一,二\n", "no line among the first ten looks like a header with at least three columns"],
    ["its header comes after ten lines", `${"一\n".repeat(10)}${csv}`, "no line among the first ten looks like a header with at least three columns"],
    ["its header comes after ten broken lines", `${'一"\n'.repeat(10)}${csv}`, "no line among the first ten looks like a header with at least three columns"],
  ])("when %s", async (_, content, why) => {
    expect(await refusal(fileOf(content))).toBe(why);
  });

  it("when it is not what it was said to be", async () => {
    expect(await refusal(fileOf(csv), { format: "xlsx" })).toBe("this is CSV, not XLSX");
    expect(await refusal(fileOf("<a/>"), { format: "csv" })).toBe("this is XML, not CSV");
    expect(await refusal(await workbookOf({ sheets: [sheet] }), { format: "xml" })).toBe("this is XLSX, not XML");
  });
});

describe("a workbook is refused", () => {
  const unsound = (why: string) => `it is not a sound .xlsx workbook (${why}); save it again as .xlsx or CSV`;
  const part = (name: string, content: string | Iterable<string>, lie = {}) => ({ sheets: [sheet], parts: [{ name, content, lie }] });
  const first = "xl/worksheets/sheet1.xml";
  const damaged = unsound(`the part ${first} is damaged: its length or checksum does not fit`);
  const document = `<worksheet><sheetData>${sheet.rows}</sheetData></worksheet>`;
  const cells = (xml: string) => ({ sheets: [{ name: "许可", rows: `${sheet.rows}<row>${xml}</row>` }], strings: "<si><t>一</t></si>" });
  const noHeader = "no row among the first ten of sheet 说明 looks like a header with at least three columns; its sheets are: 说明, 许可";
  const large = "unpacked it is larger than 8 GB or has more than 10000 parts; split it";
  function* endless() {
    for (let index = 0; index < 70; index += 1) yield " ".repeat(1_000_000);
  }
  const cases: readonly (readonly [string, Hand, string])[] = [
    ["two rows have one number", { sheets: [{ name: "许可", rows: `${sheet.rows}<row r="2"/><row r="2"/>` }] }, unsound(`${first}: row 2 stands behind row 2`)],
    [
      "every visible sheet is empty",
      {
        sheets: [
          { name: "空", rows: "" },
          { ...sheet, state: "hidden" },
        ],
      },
      "every visible sheet is empty",
    ],
    ["it has no header", { sheets: [{ name: "说明", rows: row("某市") }, sheet] }, noHeader],
    ["it is protected", part(first, document, { encrypted: true }), "it is protected with a password; save it without one"],
    ["a part is longer than it says", part(first, document, { size: 20 }), unsound(`the part ${first} is longer than the 20 bytes it should have`)],
    ["a part is shorter than it says", part(first, document, { size: 1_000 }), damaged],
    ["a checksum does not fit", part(first, document, { crc: 1 }), damaged],
    ["a small part is large", part("xl/styles.xml", endless()), unsound("the part xl/styles.xml is longer than 64000000 characters")],
    ["it has a DOCTYPE", part(first, `<!DOCTYPE a>${document}`), unsound(`${first}: the XML has a DOCTYPE, which is refused; remove it`)],
    ["it is not well-formed", part(first, "<worksheet><row></worksheet>"), unsound(`${first}: the XML is not well-formed: 1:28: unexpected close tag.`)],
    [
      "it is binary",
      part("_rels/.rels", '<r><Relationship Type="a/officeDocument" Target="xl/workbook.bin"/></r>'),
      "this is a binary workbook (.xlsb); save it as .xlsx or CSV",
    ],
    ["it has no sheets", part("xl/workbook.xml", "<document/>"), "this is a zip that holds no .xlsx workbook with sheets"],
    ["a text is not there", cells('<c t="s"><v>7</v></c>'), unsound("a cell refers to text 7, the workbook has 1")],
    ["a text has no number", cells('<c t="s"><v>x</v></c>'), unsound("x is no number of a row or text")],
    ["a cell is nowhere", cells('<c r="12"/>'), unsound("12 is no cell")],
    ["a row is too wide", cells('<c r="ALM1"><v>1</v></c>'), unsound("a row has more than 1000 columns")],
    ["a cell is too long", cells(`<c t="str"><v>${"x".repeat(1_000_001)}</v></c>`), unsound("a cell holds more than 1000000 characters")],
  ];
  it.each(cases)("when %s", async (_, hand, why) => {
    expect(await refusal(await workbookOf(hand))).toBe(why);
  });

  it("when it would inflate to more than 8 GB, before anything is inflated", async () => {
    const parts = ["1", "2", "3"].map((name) => ({ name, content: "", lie: { size: 2 ** 32 - 2 } }));
    expect(await refusal(await workbookOf({ sheets: [sheet], parts }))).toBe(large);
  });

  it("when the sheet asked for is not there", async () => {
    const path = await workbookOf({ sheets: [sheet, { ...sheet, name: "处罚", state: "hidden" }] });
    expect(await refusal(path, { sheet: "没有" })).toBe("it has no sheet 没有; its sheets are: 许可, 处罚");
  });

  it("when it is some other zip, or half of one", async () => {
    const path = join(temporaryFolder(), "a.zip");
    await writeZip(path, [{ name: "a.txt", content: "甲" }]);
    expect(await refusal(path)).toBe("this is a zip that holds no .xlsx workbook");
    writeFileSync(path, readFileSync(path).subarray(0, 60));
    expect(await refusal(path)).toBe(unsound("End of central directory record signature not found. Either not a zip file, or file is truncated."));
  });

  it("when a sheet breaks off behind thousands of sound rows, before any of them is given out", async () => {
    const row = '<row><c t="str"><v>1</v></c><c t="str"><v>2</v></c><c t="str"><v>3</v></c></row>';
    const path = await workbookOf({ sheets: [{ name: "表", rows: `${row.repeat(3_000)}<row><c t="str"><v>1</x></c></row>` }] });
    await expect(openTable(path)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("when its packed bytes were changed", async () => {
    const path = await workbookOf({ sheets: [sheet] });
    const content = readFileSync(path);
    content.fill(0xff, content.indexOf(first) + first.length + 20, content.indexOf(first) + first.length + 40);
    writeFileSync(path, content);
    expect(await refusal(path)).toMatch(/^it is not a sound \.xlsx workbook \(.+\); save it again as \.xlsx or CSV$/);
  });
});
