import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { fileOf, read } from "./support/read.ts";

const text = "名称,字号,备注\n高平市㐂𠮷铸造厂,①‰,€ë😀\n示例公司,二,三\n";
const header = ["名称", "字号", "备注"];
const rows = [
  [2, "高平市㐂𠮷铸造厂", "①‰", "€ë😀"],
  [3, "示例公司", "二", "三"],
];

describe("the encoding of a text", () => {
  it.each([
    ["UTF-8", Buffer.from(text), "utf-8"],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`), "utf-8"],
    ["GB18030 with characters of four bytes", iconv.encode(text, "gb18030"), "gb18030"],
  ])("is detected: %s", async (_, bytes, encoding) => {
    expect(await read(fileOf(bytes))).toEqual({ format: "csv", encoding, sheet: null, header, rows });
  });

  it("is detected when the first byte that tells comes late", async () => {
    const bytes = iconv.encode(`a,b,c\n${"1,2,3\n".repeat(300_000)}一,二,三\n`, "gb18030");
    const seen = await read(fileOf(bytes));
    expect([seen.encoding, seen.rows.length, seen.rows.at(-1)]).toEqual(["gb18030", 300_001, [300_002, "一", "二", "三"]]);
  });

  it("remains UTF-8 for one broken byte, which is shown in its cell", async () => {
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf("示例") + 1] = 0x20;
    expect(await read(fileOf(bytes))).toMatchObject({ encoding: "utf-8", rows: [rows[0], [3, "\ufffd \ufffd例公司", "二", "三"]] });
  });

  it("remains GB18030 for one broken byte, which is shown in its cell", async () => {
    const bytes = iconv.encode(text, "gb18030");
    bytes[bytes.indexOf(iconv.encode("二", "gb18030"))] = 0xff;
    expect(await read(fileOf(bytes))).toMatchObject({ encoding: "gb18030", rows: [rows[0], [3, "示例公司", "\ufffd\ufffd", "三"]] });
  });

  it("leaves characters that were lost before the file was written", async () => {
    expect(await read(fileOf("甲,乙,丙\n一,二\ufffd,三\n"))).toMatchObject({ encoding: "utf-8", rows: [[2, "一", "二\ufffd", "三"]] });
  });
});

describe("the encoding of a message", () => {
  const message = (declared: string) => `<?xml version="1.0" encoding="${declared}"?><Body><fields><A>示例市㐂有限公司</A></fields></Body>`;
  it.each([
    ["GBK", iconv.encode(message("GBK"), "gb18030"), "gb18030"],
    ["gb2312", iconv.encode(message("gb2312"), "gb18030"), "gb18030"],
    ["UTF-8 but is GB18030", iconv.encode(message("UTF-8"), "gb18030"), "gb18030"],
    ["GBK but is UTF-8", Buffer.from(message("GBK")), "utf-8"],
    ["GBK but has none but ASCII in it otherwise", Buffer.from(message("GBK").replace("示例市㐂有限公司", "x")), "gb18030"],
  ])("is what the bytes bear out when it says %s", async (_, bytes, encoding) => {
    const cell = bytes.includes(">x<") ? "x" : "示例市㐂有限公司";
    expect(await read(fileOf(bytes))).toEqual({ format: "xml", encoding, sheet: null, header: ["A"], rows: [[1, cell]] });
  });
});
