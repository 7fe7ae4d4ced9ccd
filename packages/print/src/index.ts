import type { Evidence } from "@hub/core/evidence";
import type { Paper } from "@hub/core/paper";

/** What puts things on paper. */
export interface Printer {
  readonly certificate: (certificate: Evidence.Certificate) => Promise<Uint8Array>;
  readonly paper: (paper: Paper) => Promise<Uint8Array>;
}

/**
 * What makes PDF. pdfkit and the font are loaded when the first one is asked for. The fonts lie in the package that brings them,
 * unless told: a bundle has them beside itself.
 */
export function printerOf(fonts?: string): Printer {
  return {
    async certificate(certificate) {
      const { installedFonts, renderPdf } = await import("./certificate.ts");
      return renderPdf(certificate, fonts ?? installedFonts());
    },
    async paper(paper) {
      const [{ installedFonts }, { renderPaper }] = await Promise.all([import("./certificate.ts"), import("./paper.ts")]);
      return renderPaper(paper, fonts ?? installedFonts());
    },
  };
}
