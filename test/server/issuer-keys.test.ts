import type { ServerResponse } from "node:http";
import { tokenVerifier } from "@hub/server/access/tokens";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { discoveryPath, jwksPath, type SigningKey, signingKey, type TokenIssuerServer, tokenIssuerServer, tokenOf } from "../support/token-issuer.ts";

const audience = "https://hub.example.gov.cn";
const minute = 60_000;
const unavailable = { code: "ACCESS_UNAVAILABLE" };
const unauthenticated = { code: "UNAUTHENTICATED" };

let old: SigningKey;
let fresh: SigningKey;
let server: TokenIssuerServer;
let time: number;
let troubles: string[];

beforeAll(async () => {
  [old, fresh] = await Promise.all([signingKey("old"), signingKey("fresh")]);
});
beforeEach(async () => {
  time = Date.parse("2026-03-05T01:00:00.000Z");
  troubles = [];
  server = await tokenIssuerServer([old.jwk]);
  const { stop } = server;
  onTestFinished(stop);
});

const outside = { now: () => new Date(time), onTrouble: (_issuer: string, error: unknown) => troubles.push(String(error)) };
const opened = (jwksUri?: string) => tokenVerifier([{ issuer: server.issuer, audience, ...(jwksUri !== undefined && { jwksUri }) }], outside);
/** A token that is good now. */
const tokenBy = (key: SigningKey, kid = key.kid) =>
  tokenOf(key, { iss: server.issuer, aud: audience, sub: "u-1024", exp: Math.floor(time / 1_000) + 300 }, { header: { kid } });
const subjectOf = async (verifier: ReturnType<typeof tokenVerifier>, key: SigningKey) => (await verifier.verify(await tokenBy(key))).subject;
const fetches = () => server.asked.filter((path) => path === jwksPath).length;

describe("keys of an issuer", () => {
  it("are found by discovery once, also when many ask at once, and kept for ten minutes", async () => {
    const verifier = opened();
    expect(await Promise.all(Array.from({ length: 20 }, () => subjectOf(verifier, old)))).toEqual(Array.from({ length: 20 }, () => "u-1024"));
    time += 9 * minute;
    await subjectOf(verifier, old);
    expect(server.asked).toEqual([discoveryPath, jwksPath]);
    time += minute;
    await subjectOf(verifier, old);
    expect(server.asked).toEqual([discoveryPath, jwksPath, discoveryPath, jwksPath]);
  });

  it("are taken from where the setting says, without discovery", async () => {
    expect(await subjectOf(opened(`${server.issuer}${jwksPath}`), old)).toBe("u-1024");
    expect(server.asked).toEqual([jwksPath]);
  });

  it("are taken at once when they are rotated, and those withdrawn are good for ten minutes at most", async () => {
    const verifier = opened();
    await subjectOf(verifier, old);
    server.keys = [fresh.jwk];
    expect(await subjectOf(verifier, fresh)).toBe("u-1024");
    await expect(subjectOf(verifier, old)).rejects.toMatchObject(unauthenticated);
    server.keys = [];
    time += 10 * minute;
    await expect(subjectOf(verifier, fresh)).rejects.toMatchObject(unauthenticated);
  });

  it("are taken at once when another one stands under the same id", async () => {
    const verifier = opened();
    await subjectOf(verifier, old);
    server.keys = [{ ...fresh.jwk, kid: "old" }];
    expect((await verifier.verify(await tokenBy(fresh, "old"))).subject).toBe("u-1024");
  });

  it("are fetched at most once in 30 seconds for ids that nobody knows", async () => {
    const verifier = opened();
    await subjectOf(verifier, old);
    const flood = async () => {
      const made = await Promise.all(Array.from({ length: 50 }, (_each, at) => tokenBy(fresh, `made-up-${at}`)));
      return Promise.allSettled(made.map((token) => verifier.verify(token)));
    };
    expect(await flood()).toEqual(Array.from({ length: 50 }, () => ({ status: "rejected", reason: expect.objectContaining(unauthenticated) })));
    await flood();
    time += 29_000;
    await flood();
    expect(fetches()).toBe(2);
    time += 1_000;
    await flood();
    expect(fetches()).toBe(3);
    expect(await subjectOf(verifier, old)).toBe("u-1024");
  });

  it("are not fetched for tokens that no key could verify", async () => {
    const verifier = opened();
    const token = (await tokenBy(old)).replace(/^[^.]+/, Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url"));
    await expect(verifier.verify(token)).rejects.toMatchObject(unauthenticated);
    expect(server.asked).toEqual([]);
  });
});

describe("an issuer that does not answer", () => {
  it("is not needed for 24 hours where its keys are known, and asked at most each 30 seconds", async () => {
    const verifier = opened();
    await subjectOf(verifier, old);
    await server.stop();
    const began = time;
    for (const minutes of [10, 60, 12 * 60, 23 * 60 + 59]) {
      time = began + minutes * minute;
      expect(await subjectOf(verifier, old)).toBe("u-1024");
      const before = troubles.length;
      expect(await subjectOf(verifier, old)).toBe("u-1024");
      expect(troubles.length).toBe(before);
    }
    expect(troubles).toEqual(Array.from({ length: 4 }, () => expect.stringContaining("fetch failed")));
    await expect(verifier.verify(await tokenBy(fresh))).rejects.toMatchObject(unauthenticated);
    time += 2 * 60 * minute;
    await expect(subjectOf(verifier, old)).rejects.toMatchObject(unavailable);
    await server.start();
    time += minute;
    expect(await subjectOf(verifier, old)).toBe("u-1024");
  });

  it("from the beginning lets nobody in, says so, and is asked again a second later", async () => {
    await server.stop();
    const verifier = opened();
    await expect(subjectOf(verifier, old)).rejects.toMatchObject({
      ...unavailable,
      message: `The issuer of tokens ${server.issuer} does not answer; try again in a moment`,
    });
    await server.start();
    await expect(subjectOf(verifier, old)).rejects.toMatchObject(unavailable);
    time += 1_000;
    expect(await subjectOf(verifier, old)).toBe("u-1024");
  });
});

const endless = (response: ServerResponse): void => {
  const more = () => response.writableEnded || response.destroyed || response.write("x".repeat(65_536), () => setImmediate(more));
  more();
};
const text =
  (body: string, status = 200) =>
  (response: ServerResponse) =>
    void response.writeHead(status).end(body);
const json = (body: unknown) => text(JSON.stringify(body));

describe("an answer is not taken for keys:", () => {
  it.each<readonly [string, string, (response: ServerResponse) => void, string]>([
    ["endless", jwksPath, endless, "more than 262144 bytes"],
    ["stopped half-way", jwksPath, (response) => void response.write('{"keys":['), "aborted due to timeout"],
    ["redirected", jwksPath, (response) => void response.writeHead(302, { location: "/elsewhere" }).end(), "fetch failed"],
    ["no JSON", jwksPath, text("<html>"), "is not valid JSON"],
    ["an error", jwksPath, text("{}", 500), "answered 500"],
    ["no key set", jwksPath, json({ jwks: [] }), "expected array"],
    ["too many keys", jwksPath, json({ keys: Array.from({ length: 101 }, () => ({ kty: "EC" })) }), "Too big"],
    [
      "discovery that names another issuer",
      discoveryPath,
      json({ issuer: "https://login.example.gov.cn", jwks_uri: "http://127.0.0.1/keys" }),
      "another issuer's",
    ],
    ["discovery without keys", discoveryPath, (response) => json({ issuer: server.issuer })(response), "jwks_uri"],
    [
      "discovery that leads to plain http elsewhere",
      discoveryPath,
      (response) => json({ issuer: server.issuer, jwks_uri: "http://login.example.gov.cn/keys" })(response),
      "jwks_uri",
    ],
  ])("%s", async (_what, path, answer, why) => {
    server.answers.set(path, answer);
    server.answers.set("/elsewhere", json({ keys: [old.jwk] }));
    await expect(subjectOf(opened(), old)).rejects.toMatchObject(unavailable);
    expect(troubles).toEqual([expect.stringContaining(why)]);
    expect(server.asked).not.toContain("/elsewhere");
  });

  it("longer than 256 kB by one byte", async () => {
    const long = (bytes: number) => JSON.stringify({ keys: [old.jwk] }).padEnd(bytes);
    server.answers.set(jwksPath, text(long(262_144)));
    expect(await subjectOf(opened(), old)).toBe("u-1024");
    server.answers.set(jwksPath, text(long(262_145)));
    await expect(subjectOf(opened(), old)).rejects.toMatchObject(unavailable);
  });

  it("none of them replaces keys that are known", async () => {
    const verifier = opened();
    await subjectOf(verifier, old);
    server.answers.set(jwksPath, text("<html>"));
    time += 10 * minute;
    expect(await subjectOf(verifier, old)).toBe("u-1024");
    expect(troubles).toEqual([expect.stringContaining("is not valid JSON")]);
  });
});

it("keys of an issuer elsewhere are never sought on this machine", async () => {
  const issuer = "https://login.example.gov.cn";
  const asked: string[] = [];
  const fetch = async (url: string | URL | Request) => {
    asked.push(String(url));
    return Response.json({ issuer, jwks_uri: `${server.issuer}${jwksPath}` });
  };
  const token = await tokenOf(old, { iss: issuer, aud: audience, sub: "u-1024", exp: Math.floor(time / 1_000) + 300 });
  await expect(tokenVerifier([{ issuer, audience }], { ...outside, fetch }).verify(token)).rejects.toMatchObject(unavailable);
  expect([asked, troubles]).toEqual([[`${issuer}${discoveryPath}`], [expect.stringContaining("leads to this machine itself")]]);
});
