import { createHash, randomBytes } from "node:crypto";
import { Access } from "@hub/core/access";
import { systemClock } from "@hub/core/clock";
import { type Ctx, operator } from "@hub/core/ctx";
import { thread } from "@hub/hub/demo";
import { type DevIssuer, devClients, devPeople, enterDevPeople, startDevIssuer } from "@hub/hub/dev-issuer";
import { tokenVerifier } from "@hub/server/access/tokens";
import { vaultOf } from "@hub/server/vault";
import { openSqlite } from "@hub/store/sqlite";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const audience = "https://hub.example.gov.cn";
let started: DevIssuer;
const said: string[] = [];

beforeAll(async () => {
  for (const name of ["log", "info", "warn", "error"] as const) vi.spyOn(console, name).mockImplementation((...args) => void said.push(args.join(" ")));
  started = await startDevIssuer({ port: 0, audience });
});
afterAll(async () => {
  await started.close();
  vi.restoreAllMocks();
  // It would drown what the hub itself says when it starts.
  expect(said).toEqual([]);
});

const verifier = () => tokenVerifier([{ issuer: started.issuer, audience }]);
const store = () => openSqlite({ file: ":memory:" });
const ctxOf = (): Ctx => ({ actor: operator, store: store(), clock: systemClock, vault: vaultOf(randomBytes(32)) });

describe("the issuer for development", () => {
  it("gives people and systems tokens of the kind RFC 9068 describes, which the hub accepts", async () => {
    const token = await started.token("dev-reviewer");
    expect(decodeProtectedHeader(token)).toEqual({ alg: "ES256", typ: "at+jwt", kid: expect.any(String) });
    expect(await verifier().verify(token)).toEqual({ issuer: started.issuer, subject: "dev-reviewer", client: null, membership: null });
    expect(await verifier().verify(await started.clientToken("dev-bidding-platform"))).toEqual({
      ...{ issuer: started.issuer, subject: "dev-bidding-platform", client: "dev-bidding-platform", membership: null },
    });
  });

  it("leads each of the ready people to its role, and the system to its agency", async () => {
    const ctx = ctxOf();
    const ids = await enterDevPeople(ctx, started);
    const actorOf = async (token: string) => (await Access.actorOfClaims(ctx, await verifier().verify(token))).actor;
    const id = (subject: string) => Access.personIdOf(started.issuer, subject);
    const inGaoping = { divisions: ["140581"], enterprises: {} };
    const partner = { role: "partner", agency: ids.partner, ...inGaoping, purposes: ["bidding", "lending"] };
    const bureau = { agency: ids.bureau, ...inGaoping, purposes: [] };
    const everywhere = { agency: null, divisions: ["000000"], enterprises: {} };
    expect(await Promise.all(devPeople.map(async ({ subject }) => actorOf(await started.token(subject))))).toEqual([
      { id: id("dev-partner"), ...partner },
      { id: id("dev-enterprise"), role: "enterprise", agency: null, divisions: ["140581"], enterprises: { [thread.uscc]: "all" } },
      { id: id("dev-officer"), role: "officer", ...bureau },
      { id: id("dev-officer-elsewhere"), role: "officer", ...bureau, divisions: ["140522"] },
      { id: id("dev-reviewer"), role: "reviewer", ...bureau },
      { id: id("dev-auditor"), role: "auditor", ...everywhere },
      { id: id("dev-admin"), role: "admin", ...everywhere },
    ]);
    expect(new Set(devPeople.map(({ role }) => role))).toEqual(new Set(Access.personRoles));
    expect(await actorOf(await started.clientToken("dev-bidding-platform"))).toEqual({
      ...{ id: Access.clientIdOf(started.issuer, "dev-bidding-platform"), ...partner },
    });
  });

  it("has its people entered once, also where that was broken off or another issuer's were entered before", async () => {
    const ctx = ctxOf();
    const everything = async () => ({
      agencies: (await Access.agencies(ctx, {})).items,
      persons: (await Access.persons(ctx, { first: 100 })).items,
      clients: await Access.clients(ctx, { agency: ids.partner }),
    });
    let transactions = 0;
    const failing: Ctx["store"] = Object.assign(Object.create(ctx.store), {
      transact: (...given: Parameters<Ctx["store"]["transact"]>) => {
        transactions += 1;
        return transactions > 8 ? Promise.reject(new Error("broken off")) : ctx.store.transact(...given);
      },
    });
    await expect(enterDevPeople({ ...ctx, store: failing }, started)).rejects.toThrow("broken off");
    const ids = await enterDevPeople(ctx, started);
    const once = await everything();
    expect([once.agencies.length, once.persons.length, once.clients.length]).toEqual([2, devPeople.length, devClients.length]);
    expect(await enterDevPeople(ctx, started)).toEqual(ids);
    expect(await everything()).toEqual(once);
    expect(await enterDevPeople(ctx, { issuer: "http://127.0.0.1:4099" })).toEqual(ids);
    expect((await everything()).persons.length).toBe(2 * devPeople.length);
  });

  it("refuses tokens for whom it does not know", async () => {
    await expect(started.token("dev-king")).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("does not know dev-king; it knows dev-partner"),
    });
    await expect(started.clientToken("dev-king")).rejects.toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining("dev-bidding-platform") });
  });

  it.each(["0.0.0.0", "::", "192.0.2.1", "hub.example.gov.cn", ""])("serves this machine alone, not on %j", async (host) => {
    await expect(startDevIssuer({ port: 0, host, audience })).rejects.toMatchObject({ code: "BAD_INPUT", details: { host } });
  });

  it("says that its port is taken", async () => {
    await expect(startDevIssuer({ port: Number(new URL(started.issuer).port), audience })).rejects.toMatchObject({
      ...{ code: "BAD_INPUT", message: expect.stringContaining("another program uses the port") },
    });
  });

  it("signs with a key of its own at each start", async () => {
    const other = await startDevIssuer({ port: 0, host: "localhost", audience });
    const kidOf = async ({ token }: DevIssuer) => decodeProtectedHeader(await token("dev-admin")).kid;
    expect(new URL(other.issuer).hostname).toBe("localhost");
    expect(await kidOf(other)).not.toBe(await kidOf(started));
    await other.close();
  });
});

describe("over HTTP the issuer for development", () => {
  const redirect = "http://127.0.0.1:5173/signed-in";
  const authorize = (changes: Readonly<Record<string, string>> = {}) => {
    const challenge = createHash("sha256").update("v".repeat(43)).digest("base64url");
    const asked = {
      response_type: "code",
      client_id: "hub-dev",
      redirect_uri: redirect,
      scope: "openid",
      code_challenge: challenge,
      code_challenge_method: "S256",
    };
    return fetch(`${started.issuer}/auth?${new URLSearchParams({ ...asked, ...changes })}`, { redirect: "manual" });
  };
  /** The sign-in page, with the cookie by which it knows what it is for. */
  const signInPage = async () => {
    const response = await authorize();
    const cookie = response.headers
      .getSetCookie()
      .map((set) => set.split(";")[0])
      .join("; ");
    return { url: new URL(response.headers.get("location") ?? "", started.issuer), cookie };
  };

  it("describes itself", async () => {
    const { issuer } = started;
    expect(await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()).toMatchObject({
      ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` },
      ...{
        response_types_supported: ["code"],
        grant_types_supported: ["authorization_code", "client_credentials"],
        code_challenge_methods_supported: ["S256"],
      },
      id_token_signing_alg_values_supported: ["ES256"],
    });
    const { keys } = (await (await fetch(`${issuer}/jwks`)).json()) as { readonly keys: readonly object[] };
    expect(keys).toEqual([{ kty: "EC", crv: "P-256", use: "sig", alg: "ES256", ...{ kid: expect.any(String), x: expect.any(String), y: expect.any(String) } }]);
  });

  it("shows a page with all people, which warns in two languages and takes nothing from elsewhere", async () => {
    const { url, cookie } = await signInPage();
    const response = await fetch(url, { headers: { cookie } });
    const html = await response.text();
    expect([...html.matchAll(/<button name="as" value="([^"]+)"><b>([^<]+)</g)].map(([, subject, name]) => ({ subject, name }))).toEqual(
      devPeople.map(({ subject, name }) => ({ subject, name })),
    );
    expect(html).toContain("<strong>Development only: whoever opens this page signs in as whom they like, without a password</strong>");
    expect(html).toContain("<strong>仅供开发：打开本页者无需密码，即可以任何人的身份登录</strong>");
    expect(html).not.toMatch(/<script|<link|<img|url\(|https?:/);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  it("sends who has chosen back with a code, and asks again the next time", async () => {
    const { url, cookie } = await signInPage();
    const chosen = await fetch(url, { method: "POST", redirect: "manual", headers: { cookie }, body: new URLSearchParams({ as: "dev-officer" }) });
    const resumed = await fetch(new URL(chosen.headers.get("location") ?? ""), { redirect: "manual", headers: { cookie } });
    expect(resumed.headers.get("location")).toMatch(new RegExp(`^${redirect}\\?code=`));
    const session = resumed.headers.getSetCookie().map((set) => set.split(";")[0]);
    const again = await fetch((await authorize()).url, { redirect: "manual", headers: { cookie: session.join("; ") } });
    expect(again.headers.get("location")).toMatch(/\/interaction\//);
  });

  it("lets nobody sign in who is not ready, or whom nobody has sent", async () => {
    const { url, cookie } = await signInPage();
    const chosen = await fetch(url, { method: "POST", redirect: "manual", headers: { cookie }, body: new URLSearchParams({ as: "dev-king" }) });
    expect([chosen.status, chosen.headers.get("location")]).toEqual([400, null]);
    const stray = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ as: "dev-officer" }) });
    expect([stray.status, await stray.text()]).toEqual([400, expect.stringContaining("There is nothing to sign in to here")]);
  });

  it.each([
    ["without PKCE", { code_challenge: "", code_challenge_method: "" }, "invalid_request"],
    ["by the implicit flow", { response_type: "id_token", nonce: "n" }, "unsupported_response_type"],
  ])("gives no code %s", async (_what, changes, error) => {
    expect((await authorize(changes)).headers.get("location")).toContain(`error=${error}`);
  });

  it.each([
    ["another machine", "https://hub.example.gov.cn/signed-in"],
    ["another path", "http://127.0.0.1:5173/elsewhere"],
  ])("sends nobody to %s", async (_what, redirect_uri) => {
    const response = await authorize({ redirect_uri });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    const html = await response.text();
    expect(html).toContain("<p>redirect_uri did not match any of the client&#39;s registered redirect_uris</p>");
    expect(html).not.toMatch(/<script|<link|<img|url\(|https?:/);
  });

  it("answers to no other name, which a page elsewhere could have given this machine", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((done, fail) => {
      request(`${started.issuer}/.well-known/openid-configuration`, { headers: { host: "attacker.example.cn" } }, (response) => {
        response.resume();
        done(response.statusCode);
      })
        .on("error", fail)
        .end();
    });
    expect(status).toBe(421);
  });
});
