import { createPublicKey } from "node:crypto";
import type { Access } from "@hub/core/access";
import type { HubError } from "@hub/core/error";
import { tokenVerifier } from "@hub/server/access/tokens";
import { CompactEncrypt, CompactSign, type JWK, type JWTPayload, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenIssuer } from "../../packages/server/src/access/issuers.ts";
import { type SigningKey, signingKey, type TokenIssuerServer, tokenIssuerServer, tokenOf } from "../support/token-issuer.ts";

const audience = "https://hub.example.gov.cn";
const now = () => new Date("2026-03-05T01:00:00.000Z");
const second = now().getTime() / 1_000;

let key: SigningKey;
let rsa: SigningKey;
let attacker: SigningKey;
let server: TokenIssuerServer;
let good: JWTPayload;

beforeAll(async () => {
  [key, rsa, attacker] = await Promise.all([signingKey("k1"), signingKey("k2", "RS256"), signingKey("k1")]);
  server = await tokenIssuerServer([key.jwk, rsa.jwk]);
  good = { iss: server.issuer, aud: audience, sub: "u-1024", iat: second, exp: second + 600 };
});
afterAll(() => server.stop());

const from = (claims?: TokenIssuer["claims"]) => [{ issuer: server.issuer, audience, ...(claims && { claims }) }];
const verify = (token: string, claims?: TokenIssuer["claims"]) => tokenVerifier(from(claims), { now }).verify(token);
const person = (): Access.Claims => ({ issuer: server.issuer, subject: "u-1024", client: null, membership: null });
/** All that can be seen of a refusal. */
const refusalOf = async (token: string, verifier = tokenVerifier(from(), { now })): Promise<unknown> => {
  const error = (await verifier.verify(token).catch((thrown: unknown) => thrown)) as HubError;
  return { code: error.code, message: error.message, details: error.details, cause: error.cause };
};
const refusal = { code: "UNAUTHENTICATED", message: "The token is not accepted; take a fresh one from its issuer", details: {}, cause: undefined };

describe("a token is accepted", () => {
  it.each([
    ["a person's, by ES256", () => tokenOf(key, good)],
    ["a person's, by RS256", () => tokenOf(rsa, good)],
    ["a person's that names the client it was given to", () => tokenOf(key, { ...good, client_id: "hub-page", azp: "hub-page" })],
    ["for several audiences", () => tokenOf(key, { ...good, aud: ["https://other.example.cn", audience] })],
    ["over for less than 30 seconds", () => tokenOf(key, { ...good, exp: second - 29 })],
    ["valid in less than 30 seconds", () => tokenOf(key, { ...good, nbf: second + 29 })],
  ])("%s", async (_what, token) => {
    expect(await verify(await token())).toEqual(person());
  });

  it.each(["PS256", "ES384", "EdDSA", "Ed25519"])("by %s", async (alg) => {
    const other = await signingKey("k3", alg);
    server.keys = [key.jwk, rsa.jwk, other.jwk];
    expect(await verify(await tokenOf(other, good))).toEqual(person());
  });

  it.each(["client_id", "azp"])("a system's own, whose subject is its %s", async (name) => {
    const token = await tokenOf(key, { ...good, sub: "bidding-platform", [name]: "bidding-platform" });
    expect(await verify(token)).toEqual({ issuer: server.issuer, subject: "bidding-platform", client: "bidding-platform", membership: null });
  });

  it("of each of several issuers, by its own keys alone", async () => {
    const other = await tokenIssuerServer([attacker.jwk]);
    const verifier = tokenVerifier([...from(), { issuer: other.issuer, audience }], { now });
    const theirs = { ...good, iss: other.issuer };
    expect(await verifier.verify(await tokenOf(attacker, theirs))).toEqual({ ...person(), issuer: other.issuer });
    expect(await verifier.verify(await tokenOf(key, good))).toEqual(person());
    expect(await refusalOf(await tokenOf(key, theirs), verifier)).toEqual(refusal);
    expect(await refusalOf(await tokenOf(attacker, good), verifier)).toEqual(refusal);
    await other.stop();
  });
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const pemOf = (jwk: JWK) => Buffer.from(createPublicKey({ key: jwk as never, format: "jwk" }).export({ type: "spki", format: "pem" }) as string);
const hs256 = (secret: Uint8Array, kid: string) => tokenOf(key, good, { header: { alg: "HS256", kid }, key: secret });

/** Each would be good but for the one thing that is said of it. */
const bad: readonly (readonly [string, () => string | Promise<string>])[] = [
  ["nothing", () => ""],
  ["no JWT at all", () => "hub_7f3k9c2a_x1y2z3w4_secret"],
  ["no JSON inside", () => "e30.bm90IGpzb24.c2ln"],
  ["a forged payload", async () => (await tokenOf(key, good)).replace(/\.[^.]+\./, `.${part({ ...good, sub: "u-1" })}.`)],
  ["a forged signature", async () => (await tokenOf(key, good)).replace(/[^.]+$/, (made) => `${made.startsWith("A") ? "B" : "A"}${made.slice(1)}`)],
  ["an empty signature", async () => (await tokenOf(key, good)).replace(/[^.]+$/, "")],
  ["another key under the same id", () => tokenOf(attacker, good)],
  ["an unknown key", async () => tokenOf(await signingKey("k9"), good)],
  ["expired", () => tokenOf(key, { ...good, exp: second - 31 })],
  ["not valid yet", () => tokenOf(key, { ...good, nbf: second + 31 })],
  ["without an end", () => tokenOf(key, good, { claims: { exp: undefined } })],
  ["an end that is no number", () => tokenOf(key, { ...good, exp: "2099-01-01" as never })],
  ["for another audience", () => tokenOf(key, { ...good, aud: "https://other.example.cn" })],
  ["for nobody", () => tokenOf(key, good, { claims: { aud: undefined } })],
  ["of another issuer", () => tokenOf(key, { ...good, iss: "https://login.example.gov.cn" })],
  ["of nearly the same issuer", () => tokenOf(key, { ...good, iss: `${server.issuer}/` })],
  ["of no issuer", () => tokenOf(key, good, { claims: { iss: undefined } })],
  ["without a subject", () => tokenOf(key, good, { claims: { sub: undefined } })],
  ["an empty subject", () => tokenOf(key, { ...good, sub: "" })],
  ["a subject that is no text", () => tokenOf(key, { ...good, sub: 1_024 as never })],
  ["a subject of 256 characters", () => tokenOf(key, { ...good, sub: "u".repeat(256) })],
  ["longer than 8 kB", () => tokenOf(key, { ...good, more: "x".repeat(8_192) })],
  ["alg none", () => new UnsecuredJWT(good).encode()],
  ["alg None, signed with nothing", () => `${part({ alg: "None", kid: "k1" })}.${part(good)}.`],
  ["HS256 with the public key's PEM as secret", () => hs256(pemOf(rsa.jwk), "k2")],
  ["HS256 with the public key's JWK as secret", () => hs256(Buffer.from(JSON.stringify(rsa.jwk)), "k2")],
  ["the attacker's key in its header (jwk)", () => tokenOf(attacker, good, { header: { jwk: { ...attacker.jwk, alg: "ES256" } } as never })],
  ["the address of the attacker's keys in its header (jku)", () => tokenOf(attacker, good, { header: { jku: `${server.issuer}/attacker` } as never })],
  ["an unknown extension that must be understood (crit)", () => withCrit()],
  ["encrypted for the hub", () => encrypted()],
  ["five parts", () => `${part({ alg: "RSA-OAEP", enc: "A256GCM" })}.a.b.c.d`],
];

async function withCrit(): Promise<string> {
  const header = { alg: "ES256", kid: "k1", crit: ["exp-2099"], "exp-2099": true };
  return new CompactSign(Buffer.from(JSON.stringify(good))).setProtectedHeader(header).sign(key.privateKey, { crit: { "exp-2099": true } });
}

function encrypted(): Promise<string> {
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: "k1" };
  const { use: _use, alg: _alg, ...jwk } = key.jwk;
  return new CompactEncrypt(Buffer.from(JSON.stringify(good))).setProtectedHeader(header).encrypt(jwk);
}

describe("a token is refused, with one and the same answer:", () => {
  it.each(bad)("%s", async (_what, token) => {
    expect(await refusalOf(await token())).toEqual(refusal);
  });

  it("without asking the attacker for keys", () => {
    expect(new Set(server.asked)).toEqual(new Set(["/.well-known/openid-configuration", "/keys"]));
  });

  it("by a key that is published with a secret or for another use", async () => {
    const secret = Buffer.alloc(32, 7);
    const spare = await signingKey("k4");
    server.keys = [{ kty: "oct", kid: "k3", k: secret.toString("base64url"), alg: "HS256" }, { ...spare.jwk, use: "enc" }, { kty: "AKP" } as JWK, key.jwk];
    expect(await refusalOf(await hs256(secret, "k3"))).toEqual(refusal);
    expect(await refusalOf(await tokenOf(spare, good))).toEqual(refusal);
    expect(await verify(await tokenOf(key, good))).toEqual(person());
  });
});

describe("an issuer that the hub believes about roles", () => {
  const names = { role: "hub.role", agency: "hub.agency", divisions: "hub.divisions", enterprises: "https://hub.example/firms" };
  const officer = { role: "officer", agency: "b2u3r4e5", divisions: ["140581"] };

  it.each([
    ["an officer", { hub: officer }, { ...officer, enterprises: [] }],
    ["one division as a text", { hub: { ...officer, divisions: "140581" } }, { ...officer, enterprises: [] }],
    [
      "an enterprise's person, by a claim whose name is a URL",
      { hub: { role: "enterprise", divisions: ["140581"] }, "https://hub.example/firms": ["91140581DEM0000064"] },
      { role: "enterprise", agency: null, divisions: ["140581"], enterprises: ["91140581DEM0000064"] },
    ],
    ["no role: the hub's records say", {}, null],
  ])("gives %s", async (_what, claims, membership) => {
    expect(await verify(await tokenOf(key, { ...good, ...claims }), names)).toEqual({ ...person(), membership });
  });

  it.each([
    ["a role that there is not", { hub: { ...officer, role: "king" } }],
    ["the operator's role", { hub: { ...officer, role: "operator" } }],
    ["a role that is no text", { hub: { ...officer, role: ["officer"] } }],
    ["an empty role", { hub: { ...officer, role: null } }],
    ["no divisions", { hub: { role: "officer", agency: "b2u3r4e5" } }],
    ["a division that there is not", { hub: { ...officer, divisions: ["999999"] } }],
    ["an officer's enterprises", { hub: officer, "https://hub.example/firms": ["91140581DEM0000064"] }],
    ["a partner without an agency", { hub: { role: "partner", divisions: ["140581"] } }],
  ])("is refused with %s", async (_what, claims) => {
    expect(await refusalOf(await tokenOf(key, { ...good, ...claims }), tokenVerifier(from(names), { now }))).toEqual(refusal);
  });

  it("is not believed where the hub is not told to", async () => {
    expect(await verify(await tokenOf(key, { ...good, role: "admin", hub: officer }))).toEqual(person());
  });

  it("marks tokens of systems by a claim of its own", async () => {
    const system = { ...good, sub: "service-account-7", act: { system: "bidding-platform" }, hub: officer };
    const marked = { ...names, client: "act.system" };
    expect(await verify(await tokenOf(key, system), marked)).toEqual({
      ...{ issuer: server.issuer, subject: "service-account-7", client: "bidding-platform", membership: null },
    });
    expect(await verify(await tokenOf(key, { ...good, client_id: good.sub }), marked)).toEqual(person());
    expect(await refusalOf(await tokenOf(key, { ...good, act: { system: 7 } }), tokenVerifier(from(marked), { now }))).toEqual(refusal);
  });
});
