import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fixedClock } from "@hub/core/clock";
import { Document } from "@hub/core/document";
import type { Finding } from "@hub/core/ports";
import { openDirectory } from "@hub/store/directory";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeZip } from "../files/support/zip.ts";
import { actorOf, refusalOf } from "../support/access.ts";
import { temporaryFolder } from "../support/world.ts";

const at = "2026-05-06T01:00:00.000Z";
const [rule] = Document.limits;
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));
const pdf = bytesOf("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
const png = bytesOf("\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
const jpeg = bytesOf("\xff\xd8\xff\xe0\0\x10JFIF");
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async function zip(...names: readonly string[]): Promise<Uint8Array> {
  const path = join(temporaryFolder(), "file.zip");
  await writeZip(
    path,
    names.map((name) => ({ name, content: `<${name}/>` })),
  );
  return Uint8Array.from(await readFile(path));
}
const word = () => zip("[Content_Types].xml", "_rels/.rels", "word/document.xml");
const excel = () => zip("[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml");

/** A hub that keeps files in a folder of the test's own. */
function hub(found?: Finding) {
  const folder = temporaryFolder();
  const seen: Uint8Array[] = [];
  const scan = async (bytes: Uint8Array) => {
    seen.push(bytes);
    return found ?? { verdict: "clean" as const };
  };
  const scanner = found ? { scanner: { name: "test", scan } } : {};
  return { folder, seen, ctx: { actor: actorOf("officer"), clock: fixedClock(at), blobs: openDirectory({ folder }), ...scanner } };
}
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const refused = (work: () => unknown) => refusalOf(Promise.resolve().then(work));

describe("a file's form", () => {
  it("is told by its bytes, whatever its name or none says", async () => {
    const found = [pdf, jpeg, png, await word(), await excel()].map((bytes) => Document.checkFile(bytes, "  缴款凭证 "));
    expect(found).toEqual(["application/pdf", "image/jpeg", "image/png", docx, xlsx].map((type) => ({ name: "缴款凭证", type })));
  });

  it.each<readonly [string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ["nothing", () => new Uint8Array(), /^The file is empty$/],
    ["one byte more than is allowed", () => Uint8Array.from([...pdf, ...new Uint8Array(3_000_001 - pdf.length)]), /3000001 bytes, 3000000 are allowed/],
    ["a text", () => bytesOf("hello"), /^The file is of a form that is not taken; PDF, JPG, PNG, DOCX, XLSX are taken$/],
    ["a web page", () => bytesOf("<html><script>"), /not taken/],
    ["a program", () => bytesOf("MZ\x90\0"), /not taken/],
    ["a PDF that begins later", () => bytesOf(" %PDF-1.7"), /not taken/],
    ["the beginning of a mark", () => bytesOf("%PDF"), /not taken/],
    ["a document of old, or a locked one", () => bytesOf("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), /Office before 2007, or protected/],
    ["the beginning of a ZIP", () => bytesOf("PK\x03\x04"), /a ZIP/],
    ["a ZIP", () => zip("a.txt"), /a ZIP/],
    ["a ZIP of a folder word", () => zip("word/document.xml"), /a ZIP/],
    ["a ZIP without content of Office", () => zip("[Content_Types].xml", "word/a.xml"), /a ZIP/],
    ["a presentation", () => zip("[Content_Types].xml", "ppt/presentation.xml"), /a ZIP/],
    ["two documents in one", () => zip("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"), /a ZIP/],
    ["a document with macros", () => zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), /macros/],
    ["a document cut short", async () => (await word()).slice(0, -1), /a ZIP/],
    ["a document with something behind it", async () => Uint8Array.from([...(await word()), 0]), /a ZIP/],
    ["a document with something before it", async () => Uint8Array.from([...bytesOf("PK\x03\x04"), ...(await word())]), /a ZIP/],
  ])("is refused: %s", async (_what, bytes, message) => {
    const content = await bytes();
    expect(await refused(() => Document.checkFile(content, "x"))).toEqual({
      code: "BAD_INPUT",
      message: expect.stringMatching(message),
      details: { path: "content" },
    });
  });

  it("is told of any bytes, or refused as content, and never by another error", () => {
    const marks = [pdf, jpeg, png, bytesOf("PK\x03\x04"), bytesOf("PK\x05\x06"), bytesOf("PK\x01\x02"), new Uint8Array()];
    const pieces = fc.array(fc.oneof(fc.constantFrom(...marks), fc.uint8Array({ maxLength: 60 })), { maxLength: 6 });
    fc.assert(
      fc.property(pieces, (given) => {
        const bytes = Uint8Array.from(given.flatMap((piece) => [...piece]));
        try {
          expect(Object.keys(rule?.types ?? {})).toContain(Document.checkFile(bytes, "x").type);
        } catch (error) {
          expect(error).toMatchObject({ code: "BAD_INPUT", details: { path: "content" } });
        }
      }),
    );
  });

  it("is one that the rule of the day takes", () => {
    if (!rule) throw new Error("There is no rule");
    const { "image/png": _png, ...types } = rule.types;
    expect(() => Document.checkFile(png, "x.png", { ...rule, types })).toThrow(/image\/png, which is not taken; PDF, JPG, DOCX, XLSX are/);
    expect(() => Document.checkFile(pdf, "x.pdf", { ...rule, mostBytes: 3 })).toThrow(/3 are allowed/);
  });
});

describe("a file's name", () => {
  it.each([
    ["报告.pdf", "报告.pdf"],
    ["  a b.PDF ", "a b.PDF"],
    ["Cafe\u0301.pdf", "Caf\u00e9.pdf"],
    ["第2.5版", "第2.5版"],
    ["关于2026.1.5的说明", "关于2026.1.5的说明"],
    ["x".repeat(200), "x".repeat(200)],
  ])("is kept: %j", (name, kept) => {
    expect(Document.checkFile(pdf, name).name).toBe(kept);
  });

  it("loses the number of an identity card", () => {
    const { name } = Document.checkFile(pdf, "张三11010519491231002X.pdf");
    expect(name).not.toContain("11010519491231002X");
    expect(name).toMatch(/^张三.+\.pdf$/);
  });

  it.each([
    "",
    "  ",
    ".",
    "..",
    "a/b.pdf",
    "a\\b.pdf",
    "a\nb",
    "a\u0000",
    "a\u202efdp.exe",
    "a\u200bb",
    "a\ud800",
    "x".repeat(201),
    "a.exe",
    "a.html",
    "photo.png",
  ])("is refused: %j", async (name) => {
    expect(await refused(() => Document.checkFile(pdf, name))).toMatchObject({ code: "BAD_INPUT", details: { path: "name" } });
  });
});

describe("a file that is handed in", () => {
  it("is kept under its SHA-256, and comes back as it was, of any form", async () => {
    const { ctx } = hub();
    for (const bytes of [pdf, jpeg, png, await word(), await excel()]) {
      const { type } = Document.checkFile(bytes, "x");
      const file = await Document.accept(ctx, { name: "凭证", base64: base64(bytes) });
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const scan = { verdict: "unscanned", by: null, why: "This hub has nobody who looks for malware", at };
      expect(file).toEqual({ sha256, name: "凭证", type, bytes: bytes.length, scan, addedAt: at, addedBy: "the-officer" });
      expect(Document.fileShape.parse(file)).toEqual(file);
      expect(await ctx.blobs.get(`files/${sha256}`)).toEqual({ bytes, type });
      expect(await Document.read(ctx, file)).toEqual({ bytes, type, name: "凭证" });
    }
  });

  it("is the same file when it is handed in again, and by another name only another reference", async () => {
    const { ctx } = hub();
    const first = await Document.accept(ctx, { name: "a.pdf", base64: base64(pdf) });
    expect(await Document.accept(ctx, { name: "a.pdf", base64: base64(pdf) })).toEqual(first);
    expect(await Document.accept(ctx, { name: "b.pdf", base64: base64(pdf) })).toEqual({ ...first, name: "b.pdf" });
  });

  it("is looked at by the scanner, whose word stands in the reference", async () => {
    const clean = hub({ verdict: "clean" });
    expect((await Document.accept(clean.ctx, { name: "a", base64: base64(pdf) })).scan).toEqual({ verdict: "clean", by: "test", why: null, at });
    expect(clean.seen).toEqual([pdf]);
    const { ctx } = hub({ verdict: "unscanned", why: "It did not answer" });
    const file = await Document.accept(ctx, { name: "a", base64: base64(pdf) });
    expect(file.scan).toEqual({ verdict: "unscanned", by: "test", why: "It did not answer", at });
  });

  it("is refused and not kept where malware is found in it, or its form is not taken", async () => {
    const infected = hub({ verdict: "infected", name: "Eicar-Signature" });
    expect(await refusalOf(Document.accept(infected.ctx, { name: "a", base64: base64(pdf) }))).toEqual({
      ...{ code: "BAD_INPUT", message: "Malware was found in the file: Eicar-Signature" },
      details: { path: "content", finding: "Eicar-Signature" },
    });
    const clean = hub({ verdict: "clean" });
    expect(await refusalOf(Document.accept(clean.ctx, { name: "a", base64: base64(bytesOf("MZ")) }))).toMatchObject({ details: { path: "content" } });
    expect(clean.seen).toEqual([]);
    const kept = (ctx: typeof clean.ctx) => ctx.blobs.get(`files/${createHash("sha256").update(pdf).digest("hex")}`);
    expect([await kept(infected.ctx), await kept(clean.ctx)]).toEqual([null, null]);
  });

  it("may have as many bytes as the rule says, to the byte", async () => {
    const { ctx } = hub();
    const largest = new Uint8Array(3_000_000);
    largest.set(pdf);
    const file = await Document.accept(ctx, { name: "a.pdf", base64: base64(largest) });
    expect(file.bytes).toBe(3_000_000);
    for (const length of [3_000_001, 3_000_002, 3_000_003, 9_000_000]) {
      const content = new Uint8Array(length);
      content.set(pdf);
      expect(await refusalOf(Document.accept(ctx, { name: "a.pdf", base64: base64(content) }))).toMatchObject({
        code: "BAD_INPUT",
        details: { path: "content" },
      });
    }
  });

  it("is refused where the hub keeps no files", async () => {
    const ctx = { ...hub().ctx, blobs: undefined };
    const none = { code: "STORE_UNUSABLE", message: "This hub keeps no files", details: {} };
    expect(await refusalOf(Document.accept(ctx, { name: "a", base64: base64(pdf) }))).toEqual(none);
    expect(await refusalOf(Document.read(ctx, { sha256: "0".repeat(64), name: "a", type: "application/pdf" }))).toEqual(none);
  });

  it("is not handed out where it is gone, or is not what was taken in", async () => {
    const { ctx, folder } = hub();
    const file = await Document.accept(ctx, { name: "a.pdf", base64: base64(pdf) });
    const path = join(folder, `files/${file.sha256}+blob`);
    const stored = await readFile(path, "latin1");
    await writeFile(path, stored.replace("%PDF-1.7", "%PDF-1.6"), "latin1");
    expect(await refusalOf(Document.read(ctx, file))).toMatchObject({ code: "INTERNAL", message: expect.stringMatching(/not what was taken in/) });
    await ctx.blobs.delete(`files/${file.sha256}`);
    expect(await refusalOf(Document.read(ctx, file))).toMatchObject({ code: "INTERNAL", message: expect.stringMatching(/gone/) });
  });
});

describe("base64", () => {
  const accepted = (text: string) => Document.accept(hub().ctx, { name: "a", base64: text });

  it("is taken for what Node takes it for, and only where it is what Node would write", async () => {
    const near = fc.string({ unit: fc.constantFrom(..."AQgw/+=zZ09-_ \n高"), maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.base64String({ maxLength: 40 })), async (tail) => {
        // Six bytes of a PDF's mark take eight characters, so that what follows begins anew.
        const text = `${base64(bytesOf("%PDF-1"))}${tail}`;
        const bytes = Buffer.from(text, "base64");
        const { ctx } = hub();
        if (bytes.toString("base64") === text) {
          const file = await Document.accept(ctx, { name: "a", base64: text });
          expect(Buffer.from((await Document.read(ctx, file)).bytes).equals(bytes)).toBe(true);
        } else expect(await refusalOf(Document.accept(ctx, { name: "a", base64: text }))).toMatchObject({ code: "BAD_INPUT", details: { path: "content" } });
      }),
      { numRuns: 60 },
    );
  });

  it.each(["JVBERi0", "JVBERi0=\n", "JVBERi0 ", "JVBERi1=", "JVBER===", "data:application/pdf;base64,JVBERi0=", "JVBERi0-", "高".repeat(4)])(
    "is refused: %j",
    async (text) => {
      expect(await refusalOf(accepted(text))).toMatchObject({ code: "BAD_INPUT", message: expect.stringMatching(/not base64/), details: { path: "content" } });
    },
  );

  it("of nothing is an empty file", async () => {
    expect(await refusalOf(accepted(""))).toMatchObject({ message: "The file is empty" });
  });
});

describe("limits", () => {
  it("are rules with a date and a source, in order, of forms that can be told", () => {
    expect(Document.limits.map(({ from }) => from)).toEqual(Document.limits.map(({ from }) => from).sort());
    for (const { types, source, confidence, mostFilesPerCase } of Document.limits) {
      expect([source.length > 0, confidence.length > 0, mostFilesPerCase > 0]).toEqual([true, true, true]);
      expect(Document.mediaTypes).toEqual(expect.arrayContaining(Object.keys(types)));
    }
    expect([Document.limitsOn("2020-01-01"), Document.limitsOn("2026-01-01"), Document.limitsOn("2090-01-01")]).toEqual([rule, rule, Document.limits.at(-1)]);
  });
});
