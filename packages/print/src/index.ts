import type { Evidence } from "@hub/core/evidence";

/**
 * What makes the PDF of a certificate. pdfkit and the font are loaded when the first one is asked for. The fonts lie in the
 * package that brings them, unless told: a bundle has them beside itself.
 */
export function pdfMaker(fonts?: string): (certificate: Evidence.Certificate) => Promise<Uint8Array> {
  return async (certificate) => {
    const { installedFonts, renderPdf } = await import("./certificate.ts");
    return renderPdf(certificate, fonts ?? installedFonts());
  };
}
