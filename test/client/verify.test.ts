import { readFileSync } from "node:fs";
import { type CertificateClaims, failures, kindOf, verifyCertificate, verifySeal } from "@hub/client";
import { fixedClock } from "@hub/core/clock";
import { Evidence } from "@hub/core/evidence";
import type { StoredKey } from "@hub/server/signing";
import { CompactSign, compactVerify, createLocalJWKSet, importJWK, type JSONWebKeySet } from "jose";
import { describe, expect, it } from "vitest";
import { aKey, hubUrl, issuerWith, type TestIssuer } from "../support/issuer.ts";
import { builder } from "../support/rows.ts";
import { world } from "../support/world.ts";

const at = "2026-01-06T02:00:00.000Z";
const now = new Date("2026-01-06T02:01:00.000Z");
type Keys = Awaited<ReturnType<TestIssuer["published"]>>;

async function certified(issuer = issuerWith(), instant = at): Promise<{ readonly certificate: Evidence.Certificate; readonly keys: Keys }> {
  const hub = world();
  await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
  await hub.take("penalty", [{}]);
  const certificate = await Evidence.issue({ ...hub.ctx, clock: fixedClock(instant), issuer }, { uscc: builder.uscc });
  return { certificate, keys: await issuer.published() };
}

/** What jose says of it, as a partner without this package would ask. */
async function byJose(jws: string, keys: Keys): Promise<boolean> {
  const set = createLocalJWKSet(keys as unknown as JSONWebKeySet);
  return compactVerify(jws, set, { algorithms: ["EdDSA"] }).then(
    () => true,
    () => false,
  );
}

/** Signs something with a sound key, whatever it says. */
async function signed(payload: unknown, { kid, d, x }: StoredKey, header: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x, d: d ?? "" }, "EdDSA");
  const bytes = new TextEncoder().encode(typeof payload === "string" ? payload : JSON.stringify(payload));
  return new CompactSign(bytes).setProtectedHeader({ alg: "EdDSA", kid, typ: "hub-certificate+json", ...header }).sign(key);
}

const base64url = (text: string) => Buffer.from(text).toString("base64url");

describe("a certificate", () => {
  it("is verified without the hub, in this package and in jose alike", async () => {
    const { certificate, keys } = await certified();
    const verdict = await verifyCertificate(certificate.jws, keys, { now, issuer: hubUrl });
    expect(verdict).toEqual({ ok: true, claims: certificate.statement, keyId: keys.keys[0]?.kid, keyRetiredAt: null });
    expect(await byJose(certificate.jws, keys)).toBe(true);
    expect(kindOf(certificate.jws)).toBe("certificate");
  });

  it("has the claims that this package declares", () => {
    const same = (statement: Evidence.Statement): CertificateClaims => statement;
    expect(same).toBeTypeOf("function");
  });

  it("fails in both when any byte of header, payload or signature is another", async () => {
    const { certificate, keys } = await certified();
    const parts = certificate.jws.split(".").map((part) => Buffer.from(part, "base64url"));
    const passed: string[] = [];
    let tried = 0;
    for (const [which, part] of parts.entries()) {
      for (let place = 0; place < part.length; place += 1) {
        const changed = Buffer.from(part);
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        const jws = parts.map((each, index) => (index === which ? changed : each).toString("base64url")).join(".");
        tried += 1;
        if ((await verifyCertificate(jws, keys, { now })).ok) passed.push(`client: part ${which}, byte ${place}`);
        if (await byJose(jws, keys)) passed.push(`jose: part ${which}, byte ${place}`);
      }
    }
    expect(passed).toEqual([]);
    expect(tried).toBe(parts.reduce((sum, { length }) => sum + length, 0));
    expect(tried).toBeGreaterThan(1_500);
  }, 120_000);

  it("fails here when any character is another, also where decoders drop bits", async () => {
    const { certificate, keys } = await certified();
    const { jws } = certificate;
    const last = jws.at(-1) ?? "";
    const alike = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].filter((each) => {
      const other = `${jws.slice(0, -1)}${each}`;
      return each !== last && Buffer.from(other.split(".")[2] ?? "", "base64url").equals(Buffer.from(jws.split(".")[2] ?? "", "base64url"));
    });
    expect(alike.length).toBe(15);
    for (const each of alike) expect(await verifyCertificate(`${jws.slice(0, -1)}${each}`, keys, { now })).toMatchObject({ ok: false, code: "MALFORMED" });
    for (const changed of [`${jws}=`, ` ${jws}`, `${jws}\n`, `${jws}.`, jws.slice(0, -1), jws.replace("-", "+"), jws.replaceAll(".", ""), "", "..", "a.b.c"]) {
      expect([changed.slice(-4), (await verifyCertificate(changed, keys, { now })).ok]).toEqual([changed.slice(-4), changed === jws]);
    }
  });

  it.each<readonly [string, (certificate: Evidence.Certificate, key: StoredKey) => Promise<string> | string, string]>([
    [
      "no algorithm",
      ({ jws }, { kid }) => `${base64url(JSON.stringify({ alg: "none", kid, typ: "hub-certificate+json" }))}.${jws.split(".")[1]}.`,
      "ALGORITHM",
    ],
    [
      "a MAC whose secret is the public key",
      async ({ jws }, { kid, x }) =>
        new CompactSign(Buffer.from(jws.split(".")[1] ?? "", "base64url"))
          .setProtectedHeader({ alg: "HS256", kid, typ: "hub-certificate+json" })
          .sign(Buffer.from(x, "base64url")),
      "ALGORITHM",
    ],
    ["a key of its own in the header", ({ statement }, key) => signed(statement, key, { jwk: { kty: "OKP" } }), "MALFORMED"],
    ["an extension that must be understood", ({ statement }, key) => signed(`${JSON.stringify(statement)} `, key, { b64: true, crit: ["b64"] }), "MALFORMED"],
    ["another type", ({ statement }, key) => signed(statement, key, { typ: "JWT" }), "TYPE"],
    ["a seal's type", ({ seal }) => seal, "TYPE"],
    ["no key", ({ statement }, key) => signed(statement, key, { kid: undefined }), "MALFORMED"],
    ["a stranger's key", ({ statement }) => signed(statement, aKey()), "KEY_UNKNOWN"],
    ["a stranger's key under a known id", ({ statement }, { kid }) => signed(statement, aKey(), { kid }), "SIGNATURE"],
    ["no JSON", (_, key) => signed("yes", key), "MALFORMED"],
    ["another version", ({ statement }, key) => signed({ ...statement, version: 2 }, key), "CLAIMS"],
    ["a field left out", ({ statement: { log: _, ...rest } }, key) => signed(rest, key), "CLAIMS"],
    ["a penalty of another shape", ({ statement }, key) => signed({ ...statement, penalties: [{ kind: "penalty" }] }, key), "CLAIMS"],
    ["a date in the future", ({ statement }, key) => signed({ ...statement, issuedAt: "2026-01-06T02:07:00.000Z" }, key), "TIME"],
    ["knowledge after its date", ({ statement }, key) => signed({ ...statement, knownAt: "2026-01-06T02:00:01.000Z" }, key), "TIME"],
    ["a day that had not come", ({ statement }, key) => signed({ ...statement, asOf: "2026-01-07" }, key), "TIME"],
    ["another hub's address", ({ statement }, key) => signed({ ...statement, issuer: "https://other.example.cn" }, key), "ISSUER"],
  ])("with %s is refused", async (_what, forge, code) => {
    const issuer = issuerWith();
    const { certificate, keys } = await certified(issuer);
    const [key] = issuer.set.keys;
    if (!key) throw new TypeError("A test's issuer has a key");
    expect(await verifyCertificate(await forge(certificate, key), keys, { now, issuer: hubUrl })).toMatchObject({
      ok: false,
      code,
      message: expect.any(String),
    });
  });

  it("with a forged algorithm or a stranger's key fails in jose, too", async () => {
    const { certificate, keys } = await certified();
    const kid = keys.keys[0]?.kid ?? "";
    expect(await byJose(`${base64url(JSON.stringify({ alg: "none", kid }))}.${certificate.jws.split(".")[1]}.`, keys)).toBe(false);
    expect(await byJose(await signed(certificate.statement, aKey()), keys)).toBe(false);
    expect(await byJose(await signed(certificate.statement, aKey(), { kid }), keys)).toBe(false);
  });

  it.each<readonly [string, (keys: Keys) => unknown, string]>([
    ["no keys", () => ({ keys: [] }), "KEY_UNKNOWN"],
    ["no key set", () => null, "KEY_UNKNOWN"],
    ["rubbish among the keys", ({ keys }) => ({ keys: [null, 7, ...keys] }), "none"],
    ["the same key twice", ({ keys }) => ({ keys: [...keys, ...keys] }), "KEY_UNUSABLE"],
    ["another key under its id", ({ keys }) => ({ keys: [{ ...keys[0], x: aKey().x }] }), "KEY_UNUSABLE"],
    ["a key for encryption", ({ keys }) => ({ keys: [{ ...keys[0], use: "enc" }] }), "KEY_UNUSABLE"],
    ["a key of another algorithm", ({ keys }) => ({ keys: [{ ...keys[0], alg: "ES256" }] }), "KEY_UNUSABLE"],
    ["a secret as the key", ({ keys }) => ({ keys: [{ kty: "oct", k: "AA", kid: keys[0]?.kid }] }), "KEY_UNUSABLE"],
    ["a retirement that is no number", ({ keys }) => ({ keys: [{ ...keys[0], exp: "later" }] }), "KEY_UNUSABLE"],
  ])("is judged by %s", async (_what, change, code) => {
    const { certificate, keys } = await certified();
    const verdict = await verifyCertificate(certificate.jws, change(keys) as Keys, { now });
    expect(verdict.ok ? "none" : verdict.code).toBe(code);
  });

  it("stays good when its key is rotated and retired, and is good no more when the key is revoked", async () => {
    const issuer = issuerWith();
    const { certificate } = await certified(issuer);
    const [old] = issuer.set.keys;
    const signedAt = Date.parse(at) / 1_000;
    const judged = async (change: Partial<StoredKey>) => {
      issuer.set.keys.splice(0, 2, aKey(), { ...(old as StoredKey), ...change });
      const verdict = await verifyCertificate(certificate.jws, await issuer.published(), { now });
      return verdict.ok ? verdict.keyRetiredAt : verdict.code;
    };
    expect(await judged({})).toBeNull();
    expect(await judged({ exp: signedAt })).toBe(at);
    expect(await judged({ exp: signedAt - 1 })).toBe("KEY_RETIRED");
    expect(await judged({ exp: signedAt, revoked: signedAt + 1 })).toBe("KEY_UNKNOWN");
    expect(await byJose(certificate.jws, await issuer.published())).toBe(false);
  });

  it("never throws for what it is handed", async () => {
    const { keys } = await certified();
    for (const given of [null, undefined, 7, {}, "a".repeat(100_000), "e30.e30.", `${base64url("[]")}.e30.AA`, `${base64url("null")}.e30.AA`]) {
      expect((await verifyCertificate(given as string, keys, { now })).ok).toBe(false);
      expect(kindOf(given as string)).toBeNull();
    }
  });
});

describe("a seal", () => {
  it("is verified alone, and with the certificate that it belongs to", async () => {
    const issuer = issuerWith();
    const { certificate, keys } = await certified(issuer);
    const other = (await certified(issuer, "2026-01-06T01:59:00.000Z")).certificate;
    const { digest } = certificate;
    const claims = { iss: hubUrl, sub: builder.uscc, iat: Date.parse(at) / 1_000, asOf: "2026-01-06", knownAt: at, penalties: 1, licences: 0, digest };
    expect(await verifySeal(certificate.seal, keys, { now })).toEqual({ ok: true, claims, keyId: keys.keys[0]?.kid, keyRetiredAt: null });
    expect(await verifySeal(certificate.seal, keys, { now, certificate: certificate.jws })).toMatchObject({ ok: true });
    expect(await verifySeal(certificate.seal, keys, { now, certificate: other.jws })).toMatchObject({ ok: false, code: "DIGEST" });
    expect(await verifySeal(certificate.jws, keys, { now })).toMatchObject({ ok: false, code: "TYPE" });
    expect(kindOf(certificate.seal)).toBe("seal");
  });

  it("fails when any byte of it is another", async () => {
    const { certificate, keys } = await certified();
    const parts = certificate.seal.split(".").map((part) => Buffer.from(part, "base64url"));
    const passed: string[] = [];
    for (const [which, part] of parts.entries()) {
      for (let place = 0; place < part.length; place += 1) {
        const changed = Buffer.from(part);
        changed[place] = (changed[place] ?? 0) ^ 1;
        const seal = parts.map((each, index) => (index === which ? changed : each).toString("base64url")).join(".");
        if ((await verifySeal(seal, keys, { now })).ok || (await byJose(seal, keys))) passed.push(`part ${which}, byte ${place}`);
      }
    }
    expect(passed).toEqual([]);
  });
});

it("the package's README has every reason with what it means", () => {
  const readme = readFileSync(new URL("../../packages/client/README.md", import.meta.url), "utf8").replaceAll(/ +\|/g, " |");
  expect(Object.entries(failures).filter(([code, meaning]) => !readme.includes(`| \`${code}\` | ${meaning} |`))).toEqual([]);
});
