import type { Evidence } from "@hub/core/evidence";

/** The PDF of a certificate. What makes it is loaded when the first one is asked for: pdfkit and a font of 8 MB. */
export async function makePdf(certificate: Evidence.Certificate): Promise<Uint8Array> {
  const { renderPdf } = await import("./certificate.ts");
  return renderPdf(certificate);
}
