import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import type { QRCode } from "jsqr";

type Decode = (pixels: Uint8ClampedArray, width: number, height: number) => QRCode | null;
const decode = createRequire(import.meta.url)("jsqr") as Decode;

/** Pixels for each point of a page: enough for the squares of a dense code. */
const scale = 3;

/** What the QR code on the first page of a PDF says: its squares are painted as the page's content has them, and read like a photograph. */
export function qrIn(pdf: Uint8Array): string | null {
  const [width, height] = [595 * scale, 842 * scale];
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [, x = 0, y = 0, w = 0, h = 0] of contentOf(pdf).matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)) {
    const at = (value: string | number) => Math.round(Number(value) * scale);
    for (let row = at(y); row < at(Number(y) + Number(h)); row += 1) {
      for (let column = at(x); column < at(Number(x) + Number(w)); column += 1) pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
  return decode(pixels, width, height)?.data ?? null;
}

/** The first compressed stream that draws rectangles. */
function contentOf(pdf: Uint8Array): string {
  const bytes = Buffer.from(pdf);
  for (let from = bytes.indexOf("stream\n"); from >= 0; from = bytes.indexOf("stream\n", from + 7)) {
    try {
      const content = inflateSync(bytes.subarray(from + 7)).toString("latin1");
      if (/ re$/m.test(content)) return content;
    } catch {
      // No compressed content: a font, or the end of a stream.
    }
  }
  return "";
}
