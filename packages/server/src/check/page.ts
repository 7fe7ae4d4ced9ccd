import type { CertificateClaims, FailureCode, SealClaims, Verdict } from "@hub/client";
import type { Checked } from "./index.ts";

/** A piece of a page. Made by `html` alone, so that no text comes into a page unescaped. */
interface Piece {
  readonly html: string;
}

function html(parts: TemplateStringsArray, ...values: readonly (string | number | Piece | readonly Piece[])[]): Piece {
  const shown = values.map((value) =>
    typeof value === "object" ? ("html" in value ? value.html : value.map((each) => each.html).join("")) : escaped(String(value)),
  );
  return { html: parts.reduce((text, part, at) => `${text}${shown[at - 1] ?? ""}${part}`) };
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? "");
}

const failuresZh: Readonly<Record<FailureCode, string>> = {
  MALFORMED: "不是完整的证明或印记：可能被截断、改动，或并非由本中枢出具。",
  ALGORITHM: "签名算法不是 EdDSA。",
  TYPE: "虽经签名，但不是证明或印记。",
  KEY_UNKNOWN: "不是由本中枢的密钥签名，或该密钥已被吊销。",
  KEY_UNUSABLE: "签名密钥不可用。",
  KEY_RETIRED: "签名密钥在所载日期之前已停用。",
  SIGNATURE: "签名不符：内容或签名已被改动。",
  CLAIMS: "签名有效，但内容不是本版本的格式。",
  TIME: "所载日期相互矛盾，或在未来。",
  ISSUER: "由其他中枢出具。",
  DIGEST: "印记属于另一份证明。",
};

/** The page, in Chinese and English. */
export function pageOf(checked: Checked): string {
  const { html: page } = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>证明核验 · Certificate check</title>
<style>
body{font:16px/1.6 system-ui,sans-serif;margin:0 auto;max-width:46rem;padding:1.5rem;color:#1a1a1a;background:#fff}
h1{font-size:1.2rem}h2{font-size:1rem;margin:1.5rem 0 .25rem}.verdict{font-size:1.5rem;font-weight:700;margin:1rem 0;padding:.75rem 1rem;border-left:.5rem solid}
.good{color:#0b5d2a;background:#e7f5ec}.bad{color:#8a1515;background:#fdeaea}.none{color:#444;background:#f2f2f2}
dl{display:grid;grid-template-columns:minmax(9rem,auto) 1fr;gap:.25rem 1rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
textarea{width:100%;height:6rem;box-sizing:border-box}li{margin:.25rem 0}.small{color:#555;font-size:.875rem}
</style>
</head>
<body>
<h1>企业环境信用数据中枢 · 证明核验<br>Enterprise Environmental Credit Hub · certificate check</h1>
${contentOf(checked)}
<h2>核验另一份 · Check another</h2>
<form method="get" action="check"><textarea name="c" aria-label="证明或印记 · certificate or seal" required></textarea><br><button>核验 · Check</button></form>
</body>
</html>
`;
  return page;
}

function contentOf(checked: Checked): Piece {
  switch (checked.kind) {
    case "nothing":
      return html`<p class="verdict none">没有可核验的内容 · Nothing to check</p><p>请粘贴证明或二维码中的印记。 Paste a certificate, or the seal of a QR code.</p>`;
    case "unavailable":
      return html`<p class="verdict none">暂时无法核验 · Cannot be checked at present</p><p>${checked.code}: ${checked.message}</p>`;
    case "seal":
      return verdictOf(checked.verdict, sealOf);
    case "certificate":
      return verdictOf(checked.verdict, certificateOf);
  }
}

function verdictOf<T>(verdict: Verdict<T>, contentOfClaims: (claims: T) => Piece): Piece {
  if (!verdict.ok)
    return html`<p class="verdict bad">✗ 无效 · NOT VALID</p><p>${failuresZh[verdict.code]}</p><p>${verdict.code}: ${verdict.message}</p>
<p>请勿采信。 Do not rely on it.</p>`;
  const retired =
    verdict.keyRetiredAt === null
      ? html``
      : html`<p class="small">签名密钥已于 ${verdict.keyRetiredAt} 停用，此前的签名仍然有效。 Its key was retired since; what it signed before stays good.</p>`;
  return html`<p class="verdict good">✓ 有效 · VALID</p>${contentOfClaims(verdict.claims)}${retired}<p class="small">密钥 key ${verdict.keyId}</p>`;
}

function row(zh: string, en: string, value: string | number): Piece {
  return html`<dt>${zh} ${en}</dt><dd>${value}</dd>`;
}

function sealOf({ iss, sub, iat, asOf, knownAt, penalties, licences, digest }: SealClaims): Piece {
  return html`<p>本中枢为一份证明出具了此印记。请核对纸面内容与下列各项一致。 This hub made the seal for a certificate. Compare the paper with what follows.</p>
<dl>${row("统一社会信用代码", "Code", sub)}${row("截至日", "As of", asOf)}${row("所知时点", "As known at", knownAt)}${row("出具时间", "Issued at", new Date(iat * 1_000).toISOString())}${row("有效处罚", "Penalties in force", penalties)}${row("有效许可", "Licences in force", licences)}${row("证明摘要", "Digest of the certificate", digest)}${row("出具者", "Issuer", iss)}</dl>`;
}

function certificateOf({ issuer, subject, name, asOf, knownAt, issuedAt, register, penalties, licences, absences, scope, log }: CertificateClaims): Piece {
  const decisions = [...penalties.map((each) => ({ ...each, zh: "处罚", en: "Penalty" })), ...licences.map((each) => ({ ...each, zh: "许可", en: "Licence" }))];
  return html`<dl>${row("企业名称", "Name", name ?? "—")}${row("统一社会信用代码", "Code", subject)}${row("截至日", "As of", asOf)}${row("所知时点", "As known at", knownAt)}${row("出具时间", "Issued at", issuedAt)}${row("登记状态", "Standing in the register", register?.status ?? "—")}${row("有效处罚", "Penalties in force", penalties.length)}${row("有效许可", "Licences in force", licences.length)}${row("日志位置", "Log position", `${log.sequence} ${log.hash}`)}${row("出具者", "Issuer", issuer)}</dl>
<ul>${absences.map(({ zh, en }) => html`<li>${zh}<br>${en}</li>`)}${decisions.map(({ zh, en, number, authority, decidedOn, validTo }) => html`<li>${zh} ${en}: ${number} · ${authority.name} · ${decidedOn} → ${validTo ?? "—"}</li>`)}</ul>
<p class="small">${scope.zh}<br>${scope.en}</p>`;
}
