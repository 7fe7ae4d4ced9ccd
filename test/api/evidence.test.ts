import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verifyCertificate, verifySeal } from "@hub/client";
import { fixedClock } from "@hub/core/clock";
import type { Evidence } from "@hub/core/evidence";
import { openSigner } from "@hub/hub/local";
import { extractText, getDocumentProxy } from "unpdf";
import { describe, expect, it } from "vitest";
import { type Serving, serving } from "../support/api.ts";
import { hubUrl, issuerWith } from "../support/issuer.ts";
import { qrIn } from "../support/qr.ts";
import { builder, firm } from "../support/rows.ts";
import { temporaryFolder, world } from "../support/world.ts";

const clock = fixedClock("2026-01-06T02:00:00.000Z");
const now = clock.now();

async function hub(
  issuer: ReturnType<typeof issuerWith> | null = issuerWith(),
): Promise<{ readonly api: Serving; readonly get: (path: string) => Promise<Response> }> {
  const { ctx, store, take } = world();
  await take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  await take("penalty", [{}]);
  const options = issuer ? { signer: issuer.signer, publicUrl: hubUrl } : { signer: undefined };
  const api = await serving({ ctx: { ...ctx, clock }, store }, options);
  return { api, get: (path) => fetch(`${api.url}${path}`) };
}

const keysOf = async (get: (path: string) => Promise<Response>) => (await (await get("/.well-known/jwks.json")).json()) as { readonly keys: readonly object[] };

describe("certificates over GraphQL", () => {
  const query = `query C($uscc: String!, $asOf: Date, $knownAt: DateTime) { certificate(uscc: $uscc, asOf: $asOf, knownAt: $knownAt) {
    jws digest seal checkUrl pdfUrl
    statement { issuer subject name asOf knownAt issuedAt
      register { name type status division { name } industry { name } establishedOn source reportedOn sha256 }
      penalties { number violationType types fine { yuan } confiscated { yuan } decidedOn validTo authority { name } sha256 }
      licences { number name category certificateNumber decidedOn validFrom validTo authority { name } sha256 }
      absences { claim en zh } scope { en zh } rules { name version } log { sequence hash } } } }`;

  it("are verified with the keys that the hub publishes, and say the same as what is signed", async () => {
    const { api, get } = await hub();
    const { data, errors } = await api.ask(query, { uscc: builder.uscc, asOf: "2026-01-05", knownAt: "2026-01-06T09:00:00+08:00" });
    expect(errors).toEqual([]);
    const { jws, seal, statement } = data.certificate;
    const verdict = await verifyCertificate(jws, await keysOf(get), { now, issuer: hubUrl });
    if (!verdict.ok) throw new Error(verdict.code);
    const { subject, name, asOf, knownAt, issuedAt, issuer, absences, rules, log, scope, penalties } = verdict.claims;
    expect(statement).toMatchObject({ subject, name, asOf, knownAt, issuedAt, issuer, rules, log, scope });
    expect([asOf, knownAt]).toEqual(["2026-01-05", "2026-01-06T01:00:00.000Z"]);
    expect(statement.absences.map(({ claim }: { claim: string }) => claim)).toEqual(["NO_LICENCE_IN_FORCE"]);
    expect(absences.map(({ claim }) => claim)).toEqual(["noLicenceInForce"]);
    expect(statement.penalties).toMatchObject([{ number: penalties[0]?.number, types: ["FINE"], fine: { yuan: "10000.00" }, sha256: penalties[0]?.sha256 }]);
    expect(statement.register).toMatchObject({ name: builder.name, status: "ACTIVE", division: { name: "高平市" } });
    expect(await verifySeal(seal, await keysOf(get), { now, certificate: jws })).toMatchObject({ ok: true });
  });

  it("are refused with a code where nobody signs, and everything else is answered", async () => {
    const { api, get } = await hub(null);
    const { data, errors } = await api.ask(`{ certificate(uscc: "${builder.uscc}") { jws } }`);
    expect([data, errors[0]?.extensions["code"]]).toEqual([null, "SIGNING_UNAVAILABLE"]);
    expect((await api.ask(`{ enterprise(uscc: "${builder.uscc}") { name } }`)).data).toEqual({ enterprise: { name: builder.name } });
    for (const path of ["/.well-known/jwks.json", `/certificates/${builder.uscc}.json`]) {
      const response = await get(path);
      expect([response.status, await response.json()]).toMatchObject([503, { code: "SIGNING_UNAVAILABLE" }]);
    }
  });
});

describe("certificates over HTTP", () => {
  it("publish keys that caches keep for a while, and nothing secret", async () => {
    const issuer = issuerWith();
    const { get } = await hub(issuer);
    const response = await get("/.well-known/jwks.json");
    expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
      200,
      "application/jwk-set+json; charset=utf-8",
      "public, max-age=300",
    ]);
    const [key] = issuer.set.keys;
    expect(await response.json()).toEqual({ keys: [{ kty: "OKP", crv: "Ed25519", x: key?.x, kid: key?.kid, use: "sig", alg: "EdDSA", iat: key?.iat }] });
  });

  it("come as JSON", async () => {
    const { get } = await hub();
    const response = await get(`/certificates/${builder.uscc}.json?asOf=2026-01-05&knownAt=2026-01-06T01:00:00Z`);
    expect([response.headers.get("content-type"), response.headers.get("cache-control"), response.headers.get("x-content-type-options")]).toEqual([
      "application/json; charset=utf-8",
      "no-store",
      "nosniff",
    ]);
    const certificate = (await response.json()) as Evidence.Certificate;
    expect(certificate.statement).toMatchObject({ asOf: "2026-01-05", knownAt: "2026-01-06T01:00:00.000Z" });
    expect(await verifyCertificate(certificate.jws, await keysOf(get), { now })).toMatchObject({ ok: true, claims: certificate.statement });
    expect((await get(`/certificates/${encodeURIComponent(" 91140581-ma0examp11")}.json`)).status).toBe(200);
  });

  it("come as PDF, whose Chinese text can be read, whose QR code opens the check page, and which holds the certificate itself", async () => {
    const { get } = await hub();
    const response = await get(`/certificates/${builder.uscc}.pdf?asOf=2026-01-05`);
    expect([response.status, response.headers.get("content-type"), response.headers.get("content-disposition")]).toEqual([
      200,
      "application/pdf",
      `inline; filename="certificate-${builder.uscc}-2026-01-05.pdf"`,
    ]);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect(bytes.length).toBeLessThan(400_000);
    const seen = qrIn(bytes);
    const document = await getDocumentProxy(bytes.slice());
    const { text } = await extractText(document, { mergePages: true });
    for (const part of [
      "企业环境信用证明",
      builder.name,
      builder.uscc,
      "高环罚〔2025〕17号",
      "施工工地扬尘污染防治措施不到位",
      "示例市生态环境局",
      "罚款 10000.00 元",
      "2026-01-05",
    ])
      expect(text).toContain(part);
    const attached = (await document.getAttachments()) as Readonly<Record<string, { readonly content: Uint8Array }>>;
    const jws = Buffer.from(attached["certificate.jws"]?.content ?? "").toString();
    expect(await verifyCertificate(jws, await keysOf(get), { now })).toMatchObject({ ok: true, claims: { subject: builder.uscc } });
    expect(seen?.startsWith(`${hubUrl}/check?c=`)).toBe(true);
    const seal = new URL(seen ?? "").searchParams.get("c") ?? "";
    expect(await verifySeal(seal, await keysOf(get), { now, certificate: jws })).toMatchObject({ ok: true });
    const page = await get(`/check?c=${seal}`);
    expect(await page.text()).toContain("有效 · VALID");
  });

  it("fill pages with hundreds of records, and end with the last one", async () => {
    const { ctx, store, take } = world();
    await take(
      "licence",
      Array.from({ length: 120 }, (_, at) => ({ XK_WSH: `高环审〔2024〕${at}号` })),
    );
    const { url } = await serving({ ctx: { ...ctx, clock }, store });
    const document = await getDocumentProxy(new Uint8Array(await (await fetch(`${url}/certificates/${firm.uscc}.pdf`)).arrayBuffer()));
    const { text } = await extractText(document, { mergePages: true });
    expect([...text.matchAll(/高环审〔2024〕\d+号/g)].length).toBe(120);
    expect(document.numPages).toBeLessThan(12);
    expect(text).toContain(`${document.numPages}/${document.numPages}`);
  });

  it.each([
    ["/certificates/1.json", 400, "USCC_INVALID"],
    ["/certificates/1.pdf", 400, "USCC_INVALID"],
    ["/certificates/%E9.json", 400, "BAD_INPUT"],
    [`/certificates/${builder.uscc}.json?asof=2026-01-05`, 400, "BAD_INPUT"],
    [`/certificates/${builder.uscc}.json?asOf=2026-02-30`, 400, "BAD_INPUT"],
    [`/certificates/${builder.uscc}.json?asOf=2027-01-01`, 400, "BAD_INPUT"],
    [`/certificates/${builder.uscc}.json?knownAt=yesterday`, 400, "BAD_INPUT"],
    [`/certificates/${builder.uscc}.txt`, 404, "NOT_FOUND"],
    [`/certificates/${builder.uscc}`, 404, "NOT_FOUND"],
    ["/.well-known/nothing", 404, "NOT_FOUND"],
  ])("refuse GET %s with a problem document", async (path, status, code) => {
    const response = await (await hub()).get(path);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/problem+json; charset=utf-8"]);
    expect(await response.json()).toMatchObject({ code });
  });

  it("are asked for by GET and HEAD alone", async () => {
    const { api } = await hub();
    const path = `${api.url}/certificates/${builder.uscc}.json`;
    const head = await fetch(path, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    expect((await fetch(path, { method: "POST" })).status).toBe(400);
  });
});

describe("the check page", () => {
  it("says of a certificate and of a seal that they are valid and what they claim, without scripts or anything from elsewhere", async () => {
    const { api, get } = await hub();
    const { data } = await api.ask(`{ certificate(uscc: "${builder.uscc}") { jws seal digest } }`);
    for (const text of [data.certificate.jws, data.certificate.seal]) {
      const response = await get(`/check?c=${text}`);
      const page = await response.text();
      expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(page).toContain("有效 · VALID");
      expect(page).toContain(builder.uscc);
      expect(page).not.toMatch(/<script|src=|@import|url\(/i);
    }
    expect(await (await get(`/check?c=${data.certificate.jws}`)).text()).toContain(builder.name);
    expect(await (await get(`/check?c=${data.certificate.seal}`)).text()).toContain(data.certificate.digest);
  });

  it("says of what was tampered with that it is not valid, with the reason in both languages", async () => {
    const { api, get } = await hub();
    const { data } = await api.ask(`{ certificate(uscc: "${builder.uscc}") { seal } }`);
    const [header, payload = "", signature] = data.certificate.seal.split(".");
    const better = Buffer.from(Buffer.from(payload, "base64url").toString().replace('"penalties":1', '"penalties":0')).toString("base64url");
    const page = await (await get(`/check?c=${header}.${better}.${signature}`)).text();
    expect(page).toContain("无效 · NOT VALID");
    expect(page).toContain("SIGNATURE");
    expect(page).toContain("签名不符");
    expect(page).not.toContain("✓");
    expect(page).not.toContain(builder.uscc);
  });

  it("shows what it is handed as text, never as a page", async () => {
    const { get } = await hub();
    const attack = "<script>alert(1)</script>\"'&";
    const typ = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: attack, typ: attack })).toString("base64url");
    const kid = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: attack, typ: "hub-seal+json" })).toString("base64url");
    for (const c of [attack, `${typ}.e30.AA`, `${kid}.e30.AA`]) {
      const page = await (await get(`/check?c=${encodeURIComponent(c)}`)).text();
      expect(page).toContain("NOT VALID");
      expect(page).not.toContain("<script");
    }
    expect(await (await get(`/check?c=${kid}.e30.AA`)).text()).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
  });

  it("escapes what a certificate itself says", async () => {
    const { ctx, store, take } = world();
    const name = '高平市<b onmouseover="x">示例</b>&有限公司';
    await take("penalty", [{ CF_XDR_MC: name, CF_WSH: "<i>1号</i>" }]);
    const { url, ask } = await serving({ ctx: { ...ctx, clock }, store });
    const { data } = await ask(`{ certificate(uscc: "${builder.uscc}") { jws statement { name } } }`);
    const page = await (await fetch(`${url}/check?c=${data.certificate.jws}`)).text();
    expect(page).toContain("VALID");
    expect(page).toContain("&lt;b ");
    expect(page).not.toMatch(/<b |<i>/);
  });

  it("is a readable page also for nothing, and where nobody signs", async () => {
    const { get } = await hub();
    for (const path of ["/check", "/check?c=", "/check?x=1"]) {
      const response = await get(path);
      expect([response.status, response.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
      expect(await response.text()).toContain("Nothing to check");
    }
    const mute = await (await hub(null)).get("/check?c=a.b.c");
    expect([mute.status, await mute.text()]).toEqual([503, expect.stringContaining("SIGNING_UNAVAILABLE")]);
  });
});

it("a refusal does not tell where the hub's files lie", async () => {
  const data = temporaryFolder();
  mkdirSync(join(data, "keys"));
  writeFileSync(join(data, "keys", "keys-1.json"), "{");
  const hub = world();
  const api = await serving(hub, { signer: openSigner({ HUB_DATA: data }, fixedClock("2026-01-05T01:00:00.000Z")) });
  for (const path of ["/.well-known/jwks.json", `/certificates/${builder.uscc}.json`, "/check?c=eyJhbGciOiJFZERTQSJ9.e30.x"]) {
    const text = await (await fetch(api.url + path)).text();
    expect(text).not.toContain(data);
  }
});
