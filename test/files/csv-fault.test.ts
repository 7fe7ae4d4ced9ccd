import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileOf, read } from "./support/read.ts";

const quote = "A quotation mark is not closed, or stands within a cell without being doubled";
const tooLong = "The record is longer than 1000000 characters: a quotation mark is probably open";
const good = "一,二,三";

/** The rows of a CSV with these lines below its header. */
async function rowsOf(...lines: readonly string[]): Promise<unknown> {
  return (await read(fileOf(["甲,乙,丙", ...lines, ""].join("\n")))).rows;
}

describe("a faulty row of a CSV", () => {
  it("with too few or too many cells is named, and the others stand", async () => {
    expect(await rowsOf("一,二", good, "一,二,三,四", good)).toEqual([
      [2, "COLUMN_COUNT", "The row has 2 cells, the header 3"],
      [3, "一", "二", "三"],
      [4, "COLUMN_COUNT", "The row has 4 cells, the header 3"],
      [5, "一", "二", "三"],
    ]);
  });

  it.each([
    ["a single quotation mark within a cell", '一,二"二,三'],
    ["text after a closing quotation mark", '一,"二"二,三'],
    ["a quotation mark that is not doubled", '一,"他说"好",走了",三'],
    ["a quotation mark opened and never closed", '一,"二,三'],
  ])("with %s takes its own line only", async (_, line) => {
    expect(await rowsOf(good, line, good, '"一","二","三"')).toEqual([
      [2, "一", "二", "三"],
      [3, "QUOTE", quote],
      [4, "一", "二", "三"],
      [5, "一", "二", "三"],
    ]);
  });

  it("whose quotation mark is open at the file's end takes its own line only", async () => {
    expect(await rowsOf('"一,二,三', good)).toEqual([
      [2, "QUOTE", quote],
      [3, "一", "二", "三"],
    ]);
    expect(await rowsOf(good, '"一,二,三')).toEqual([
      [2, "一", "二", "三"],
      [3, "QUOTE", quote],
    ]);
  });

  it("of several lines takes those that follow and are no rows, up to where the contradiction is", async () => {
    expect(await rowsOf('一,"第一行', "第二行", "", '第三行"错",三', good, "一", good)).toEqual([
      [2, "QUOTE", `${quote}; lines 2 to 5 are left out`],
      [6, "一", "二", "三"],
      [7, "COLUMN_COUNT", "The row has 1 cells, the header 3"],
      [8, "一", "二", "三"],
    ]);
  });

  it("that is too long takes its own line only", async () => {
    const long = "长".repeat(1_000_000);
    expect(await rowsOf(good, `${long},二,三`, good, `一,"${long}",三`, good)).toEqual([
      [2, "一", "二", "三"],
      [3, "TOO_LONG", tooLong],
      [4, "一", "二", "三"],
      [5, "TOO_LONG", tooLong],
      [6, "一", "二", "三"],
    ]);
    expect(await rowsOf(good, "长".repeat(5_000_000), good)).toEqual([
      [2, "一", "二", "三"],
      [3, "TOO_LONG", tooLong],
      [4, "一", "二", "三"],
    ]);
  });

  it("with a quotation mark opened far from the next one takes its own line only", async () => {
    const many = `${good}\n`.repeat(200_000);
    const { rows } = await read(fileOf(`甲,乙,丙\n一,"二,三\n${many}一,"二",三\n`));
    expect(rows.length).toBe(200_002);
    expect(rows[0]).toEqual([2, "TOO_LONG", tooLong]);
    expect(rows.at(-1)).toEqual([200_003, "一", "二", "三"]);
  });

  it("without an open quotation mark never takes another line, wherever it stands", async () => {
    const line = fc.constantFrom(good, '一,二"二,三', '"一"一,二,三', '"一","二","三"', "一", "一,二,三,四");
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const { rows } = await read(fileOf(["甲,乙,丙", ...lines, ""].join("\n")));
        expect(rows.map(([number]) => number)).toEqual(lines.map((_, index) => index + 2));
        expect(rows.map(([, ...cells]) => cells.join() === good)).toEqual(lines.map((one) => one.replaceAll('"', "") === good));
      }),
      { numRuns: 60 },
    );
  });

  it("with an open quotation mark leaves every later line either a row or named", async () => {
    const line = fc.constantFrom(good, '一,"二,三', "一");
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const { rows } = await read(fileOf(["甲,乙,丙", ...lines, ""].join("\n")));
        const named = rows.flatMap(([number, , message = ""]) => {
          const last = /; lines \d+ to (\d+) are left out/.exec(message)?.[1];
          return Array.from({ length: Number(last ?? number) - number + 1 }, (_, index) => number + index);
        });
        expect(named).toEqual(lines.map((_, index) => index + 2));
        const sound = rows.filter(([, ...cells]) => cells.join() === good).map(([number]) => number);
        expect(sound).toEqual(lines.flatMap((one, index) => (one === good ? [index + 2] : [])));
      }),
      { numRuns: 60 },
    );
  });
});
