import { join } from "node:path";
import PDFDocument from "pdfkit";

/** What all papers have in common: the page, the fonts, rows and paragraphs, and numbers on the pages. */

export const margin = 48;
const labelWidth = 150;

export type Sheet = InstanceType<typeof PDFDocument>;

interface Opening {
  /** Folder of the fonts. */
  readonly fonts: string;
  readonly title: string;
  readonly author: string;
  /** When it was made, by its own word: the same paper has the same bytes. */
  readonly at: Date;
}

/** A paper that is being written. `done` numbers its pages, with a line on each, and gives its bytes. */
export function openSheet({ fonts, title, author, at }: Opening): { readonly doc: Sheet; readonly done: (line: string) => Promise<Uint8Array> } {
  const fontAt = (weight: "Regular" | "Bold") => join(fonts, `NotoSansHans-${weight}.otf`);
  const doc = new PDFDocument({
    size: "A4",
    margin,
    bufferPages: true,
    // Else pdfkit begins with Helvetica, whose widths lie in a file that a bundle has not.
    font: fontAt("Regular"),
    lang: "zh-CN",
    info: { Title: title, Author: author, CreationDate: at, ModDate: at },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  doc.on("data", (chunk: Buffer) => chunks.push(chunk));
  doc.on("end", () => resolve(Buffer.concat(chunks)));
  doc.on("error", reject);
  doc.registerFont("regular", fontAt("Regular"));
  doc.registerFont("bold", fontAt("Bold"));
  return {
    doc,
    done: (line) => {
      numberPages(doc, line);
      doc.end();
      return promise;
    },
  };
}

export function heading(doc: Sheet, text: string): void {
  makeRoom(doc, 48);
  doc.moveDown(0.7).font("bold").fontSize(11).text(text, margin);
  doc.moveDown(0.2).font("regular").fontSize(9);
}

export function paragraph(doc: Sheet, text: string): void {
  const width = doc.page.width - 2 * margin;
  makeRoom(doc, doc.heightOfString(text, { width }));
  doc.text(text, margin, doc.y, { width }).moveDown(0.3);
}

export function row(doc: Sheet, label: string, value: string): void {
  const width = doc.page.width - 2 * margin - labelWidth - 8;
  const height = Math.max(doc.heightOfString(label, { width: labelWidth }), doc.heightOfString(value, { width }));
  makeRoom(doc, height);
  const { y } = doc;
  doc.text(label, margin, y, { width: labelWidth });
  doc.text(value, margin + labelWidth + 8, y, { width });
  doc.y = y + height + 3;
}

/** Begins a new page where something would not fit whole. */
function makeRoom(doc: Sheet, height: number): void {
  if (doc.y + height > doc.page.height - margin - 12) doc.addPage();
}

function numberPages(doc: Sheet, line: string): void {
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    // Below the margin pdfkit would begin a new page.
    doc.page.margins.bottom = 0;
    doc
      .font("regular")
      .fontSize(7)
      .text(`${line} · ${page + 1}/${count}`, margin, doc.page.height - margin + 8, {
        width: doc.page.width - 2 * margin,
        align: "center",
        lineBreak: false,
      });
  }
}
