import type PDFDocument from "pdfkit";
import encodeQR from "qr";

/** Draws a QR code as squares, sharp at any size. Error correction is low, so that the squares of a long address stay large enough for a telephone. */
export function drawQr(
  doc: InstanceType<typeof PDFDocument>,
  text: string,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const rows = encodeQR(text, "raw", { ecc: "low", border: 4 });
  const side = size / rows.length;
  for (const [down, cells] of rows.entries()) {
    for (const [across, isDark] of cells.entries()) if (isDark) doc.rect(x + across * side, y + down * side, side, side);
  }
  doc.fill("black");
}
