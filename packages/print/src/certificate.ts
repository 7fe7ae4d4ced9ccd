import { fileURLToPath } from "node:url";
import type { Enterprise } from "@hub/core/enterprise";
import type { Evidence } from "@hub/core/evidence";
import { drawQr } from "./qr.ts";
import { heading, margin, openSheet, paragraph, row, type Sheet } from "./sheet.ts";

/** Folder of Noto Sans Hans (SIL Open Font License) as npm installs it: the glyphs that a document uses are embedded, and no others. */
export function installedFonts(): string {
  return fileURLToPath(new URL("../fonts", import.meta.resolve("@embedpdf/fonts-sc")));
}

const qrSize = 150;

const statusZh: Readonly<Record<Enterprise.Info["status"], string>> = {
  active: "存续",
  suspended: "停业",
  revoked: "吊销",
  deregistered: "注销",
  movedOut: "迁出",
  other: "其他",
};

/** A certificate on paper: the statement in words, a QR code that opens the check page, and the certificate itself as an attachment. */
export function renderPdf({ statement, jws, digest, checkUrl }: Evidence.Certificate, fonts: string): Promise<Uint8Array> {
  const at = new Date(statement.issuedAt);
  const { doc, done } = openSheet({ fonts, title: `企业环境信用证明 ${statement.subject} ${statement.asOf}`, author: statement.issuer, at });
  doc.file(Buffer.from(jws), { name: "certificate.jws", type: "application/jose", creationDate: at, modifiedDate: at });
  write(doc, statement, checkUrl);
  return done(`摘要 Digest ${digest}`);
}

function write(doc: Sheet, statement: Evidence.Statement, checkUrl: string): void {
  const { subject, name, asOf, knownAt, issuedAt, issuer, register, penalties, licences, absences, scope, rules, log } = statement;
  const qrLeft = doc.page.width - margin - qrSize;
  drawQr(doc, checkUrl, { x: qrLeft, y: margin, size: qrSize });
  doc
    .font("regular")
    .fontSize(8)
    .text("扫码核验 · Scan to check", qrLeft, margin + qrSize + 2, { width: qrSize, align: "center", link: checkUrl });
  doc
    .font("bold")
    .fontSize(20)
    .text("企业环境信用证明", margin, margin, { width: qrLeft - 2 * margin });
  doc
    .font("regular")
    .fontSize(11)
    .text("Environmental credit certificate", { width: qrLeft - 2 * margin });
  doc
    .moveDown(0.8)
    .font("bold")
    .fontSize(13)
    .text(name ?? "（无记录 · no record）", { width: qrLeft - 2 * margin });
  doc.font("regular").fontSize(11).text(subject);
  doc.y = Math.max(doc.y, margin + qrSize + 16);
  heading(doc, "时点 · Times");
  row(doc, "截至日 As of", asOf);
  row(doc, "所知时点 As known at", knownAt);
  row(doc, "出具时间 Issued at", issuedAt);
  row(doc, "出具者 Issuer", issuer);
  heading(doc, "未发现 · Not found");
  if (absences.length === 0) paragraph(doc, "无 · None of what was looked for was absent");
  for (const { zh, en } of absences) paragraph(doc, `· ${zh}\n   ${en}`);
  heading(doc, "登记信息 · Register");
  if (register === null) paragraph(doc, "无 · None");
  else {
    row(doc, "登记状态 Standing", `${statusZh[register.status]} ${register.status}`);
    row(doc, "类型 Legal form", register.type ?? "—");
    row(doc, "行政区划 · 行业 Division, industry", `${register.division ?? "—"} · ${register.industry ?? "—"}`);
    row(doc, "成立日期 Established", register.establishedOn ?? "—");
    row(doc, "来源 Source", `${register.source ?? "—"} ${register.reportedOn ?? ""}`);
    row(doc, "SHA-256", register.sha256);
  }
  heading(doc, `该日有效处罚 · Penalties in force (${penalties.length})`);
  for (const { number, authority, decidedOn, validTo, violationType, fineFen, sha256 } of penalties) {
    row(doc, number, `${authority.name} (${authority.uscc})\n${violationType}${fineFen === null ? "" : ` · 罚款 ${(fineFen / 100).toFixed(2)} 元`}`);
    row(doc, `${decidedOn} → ${validTo ?? "—"}`, sha256);
  }
  heading(doc, `该日有效许可 · Licences in force (${licences.length})`);
  for (const { number, name: title, authority, validFrom, validTo, sha256 } of licences) {
    row(doc, number, `${authority.name} (${authority.uscc})\n${title}`);
    row(doc, `${validFrom} → ${validTo ?? "—"}`, sha256);
  }
  heading(doc, "说明 · Scope");
  paragraph(doc, scope.zh);
  paragraph(doc, scope.en);
  heading(doc, "规则与日志 · Rules and log");
  for (const { name: rule, version } of rules) row(doc, version, rule);
  row(doc, `日志 Log ${log.sequence}`, log.hash);
  heading(doc, "核验 · Check");
  paragraph(doc, "附件 certificate.jws 为经签名的证明原件；纸面内容以其为准。扫码或以任一 JOSE 库核验。");
  paragraph(doc, "The attachment certificate.jws is the certificate itself, by which the paper goes. Check it by the code above or with any JOSE library.");
}
