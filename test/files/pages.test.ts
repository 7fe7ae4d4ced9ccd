import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Pages } from "../../packages/files/src/read/xlsx/pages.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hub-pages-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("texts in pages", () => {
  it("come back whatever they are and in whatever order they are asked for, also from the file", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constantFrom("", "\ud800", '"\n', "示例"));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 400, size: "max" }),
        fc.infiniteStream(fc.nat()),
        fc.constantFrom(0, 5_000, 1_000_000),
        (texts, order, most) => {
          const pages = new Pages(most);
          for (const one of texts) pages.add(one);
          const asked = [...order.take(200)].map((number) => number % texts.length);
          expect(asked.map((index) => pages.get(index))).toEqual(asked.map((index) => texts[index]));
          expect(() => pages.get(texts.length)).toThrow("there is no text");
          expect(readdirSync(folder)).toEqual([]);
          pages.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it("are no longer to be had once they are closed", () => {
    const pages = new Pages(0);
    for (let index = 0; index < 200; index += 1) pages.add(String(index));
    expect(pages.get(3)).toBe("3");
    pages.close();
    expect(() => pages.get(3)).toThrow("there is no page");
  });
});
