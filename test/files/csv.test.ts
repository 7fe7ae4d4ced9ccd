import { createHash } from "node:crypto";
import { openTable } from "@hub/files/read";
import { describe, expect, it } from "vitest";
import { fileOf, read } from "./support/read.ts";

const sound = { format: "csv", encoding: "utf-8", sheet: null, header: ["甲", "乙", "丙"] };

describe("a CSV that is sound", () => {
  it("is given with its bytes, their hash, its header and its rows", async () => {
    const text = "甲,乙,丙\n一,二,三\n";
    const { rows, ...table } = await openTable(fileOf(text));
    expect(table).toEqual({ ...sound, sha256: createHash("sha256").update(text).digest("hex"), bytes: 24 });
    const batches = [];
    for await (const batch of rows()) batches.push(batch);
    expect(batches).toEqual([[{ number: 2, cells: ["一", "二", "三"] }]]);
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("counts lines that end in %s, blank and embedded ones too, below a title and a byte order mark", async (_, end) => {
    const lines = ["\ufeff某市行政处罚信息,,", "", "甲,乙,丙", "一,二,三", "", `"一${end}${end}一","二","三""三"`, ",,", " , ,", "末,尾,行"];
    expect(await read(fileOf(lines.join(end)))).toEqual({
      ...sound,
      rows: [
        [4, "一", "二", "三"],
        [6, `一${end}${end}一`, "二", '三"三'],
        [11, "末", "尾", "行"],
      ],
    });
  });

  it.each([",", ";", "\t"])("is split at %j when the header has most of it outside quotation marks", async (mark) => {
    const others = [",", ";", "\t"].filter((one) => one !== mark).join("");
    const quoted = `"${others.repeat(9)}"`;
    expect(await read(fileOf(`甲${mark}乙${mark}${quoted}\n1${mark}2${mark}3\n`))).toMatchObject({
      header: ["甲", "乙", others.repeat(9).trim()],
      rows: [[2, "1", "2", "3"]],
    });
  });

  it("is split where the rows fit the header, whatever stands more often", async () => {
    expect(await read(fileOf("说明;;;;;;;;\n甲,乙,丙\n一;;;;;;;,二,三\n一,二\t\t\t\t,三\n"))).toEqual({
      ...sound,
      rows: [
        [3, "一;;;;;;;", "二", "三"],
        [4, "一", "二\t\t\t\t", "三"],
      ],
    });
  });

  it("keeps spaces in cells, drops them around the header, and takes blank cells beyond the header for nothing", async () => {
    expect(await read(fileOf("甲 , 乙,丙,,\n 一,二 ,　三,, \n"))).toEqual({ ...sound, rows: [[2, " 一", "二 ", "　三"]] });
  });

  it("may have quotation marks in pairs within a cell that is not quoted", async () => {
    expect(await read(fileOf('甲,乙,丙\n某"绿色"公司,二,""\n'))).toEqual({ ...sound, rows: [[2, '某"绿色"公司', "二", ""]] });
  });

  it("may have no row, and no line break at its end", async () => {
    expect(await read(fileOf("甲,乙,丙"))).toEqual({ ...sound, rows: [] });
    expect(await read(fileOf('甲,乙,丙\n一,二,"三"'))).toEqual({ ...sound, rows: [[2, "一", "二", "三"]] });
    expect(await read(fileOf("甲,乙,丙\n一,二,"))).toEqual({ ...sound, rows: [[2, "一", "二", ""]] });
  });

  it("takes the first of ten lines with three filled cells for the header", async () => {
    const above = Array.from({ length: 9 }, (_, index) => `说明${index},\n\n`).join("");
    expect(await read(fileOf(`${above}甲,乙,丙\n一,二,三\n`))).toEqual({ ...sound, rows: [[20, "一", "二", "三"]] });
  });

  it("can be read again, and left before its end", async () => {
    const table = await openTable(fileOf(`甲,乙,丙\n${"一,二,三\n".repeat(2_000)}`));
    const firsts = [];
    for (let time = 0; time < 2; time += 1) {
      for await (const [row] of table.rows()) {
        firsts.push(row);
        break;
      }
    }
    expect(firsts).toEqual([
      { number: 2, cells: ["一", "二", "三"] },
      { number: 2, cells: ["一", "二", "三"] },
    ]);
  });
});
