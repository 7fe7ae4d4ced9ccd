import { join } from "node:path";
import { openTable } from "@hub/files/read";
import { writeCsv, writeXlsx, writeXml } from "@hub/files/write";
import { describe, expect, it } from "vitest";
import { batchSize } from "../../packages/files/src/read/table.ts";
import { temporaryFolder } from "../support/world.ts";
import { manyTexts, writeWorkbook } from "./support/workbook.ts";

const count = 50_000;
/** Of the workbook with shared texts; larger from the environment, to watch its memory: ROWS=1000000. */
const sharedCount = Number(process.env["ROWS"] ?? 20_000);
const header = ["甲", "乙", "丙"];
function* rows() {
  for (let index = 0; index < count; index += 1) yield [`第${index}行`, String(index), "同"];
}
function* records() {
  for (const [first = "", second = "", third = ""] of rows()) yield { A: first, B: second, C: third };
}

describe("a large file comes in batches, full ones but the last", () => {
  it.each([
    ["CSV", count, (path: string) => writeCsv(path, header, rows(), { encoding: "gb18030" })],
    ["XLSX", count, (path: string) => writeXlsx(path, { sheet: "表", header, rows: rows() })],
    ["XLSX with shared texts", sharedCount, (path: string) => writeWorkbook(path, manyTexts(sharedCount))],
    ["XML", count, (path: string) => writeXml(path, records())],
  ])("%s", async (_, total, write) => {
    const path = join(temporaryFolder(), "large");
    await write(path);
    const sizes: number[] = [];
    let last: readonly string[] = [];
    for await (const batch of (await openTable(path)).rows()) {
      sizes.push(batch.length);
      last = batch.at(-1)?.cells ?? [];
    }
    expect(sizes).toEqual(Array<number>(total / batchSize).fill(batchSize));
    expect(last[0]).toContain(String(total - 1));
  });
});
