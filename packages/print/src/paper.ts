import type { Paper } from "@hub/core/paper";
import { heading, openSheet, paragraph, row, type Sheet } from "./sheet.ts";

/** A document of the bureau on paper, Chinese first. */
export function renderPaper(paper: Paper, fonts: string): Promise<Uint8Array> {
  const at = new Date(`${paper.on}T00:00:00+08:00`);
  const { doc, done } = openSheet({ fonts, title: `${paper.title.zh} ${paper.number ?? ""}`.trim(), author: paper.by, at });
  write(doc, paper);
  return done(`${paper.number ?? paper.title.zh} · ${paper.on}`);
}

function write(doc: Sheet, { title, number, to, rows, paragraphs, by, on }: Paper): void {
  doc.font("bold").fontSize(20).text(title.zh, { align: "center" });
  doc.font("regular").fontSize(11).text(title.en, { align: "center" });
  if (number !== null) doc.moveDown(0.4).fontSize(11).text(number, { align: "center" });
  doc.moveDown(1).font("bold").fontSize(12).text(`${to}：`);
  doc.font("regular").fontSize(9).moveDown(0.5);
  for (const { label, value } of rows) row(doc, `${label.zh}\n${label.en}`, value);
  heading(doc, "");
  for (const { zh, en } of paragraphs) paragraph(doc, en === "" ? zh : `${zh}\n${en}`);
  doc.moveDown(2).fontSize(11).text(by, { align: "right" }).text(on, { align: "right" });
}
