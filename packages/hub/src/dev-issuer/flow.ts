import { createHash, randomBytes } from "node:crypto";
import type { DevClient, DevPerson } from "./people.ts";
import { publicClient, signedInUri } from "./provider.ts";

/** The ways to a token, over HTTP as everybody goes them. */

/** A token of a person: authorization code with PKCE, a browser's cookies, the sign-in page. */
export async function personTokenOf(issuer: string, { subject }: DevPerson): Promise<string> {
  const { authorization_endpoint: authorize } = await discovered(issuer);
  const verifier = randomBytes(32).toString("base64url");
  const state = randomBytes(16).toString("base64url");
  const asked = new URL(authorize);
  asked.search = new URLSearchParams({
    ...{ response_type: "code", client_id: publicClient, redirect_uri: signedInUri, scope: "openid", state },
    ...{ code_challenge: createHash("sha256").update(verifier).digest("base64url"), code_challenge_method: "S256" },
  }).toString();
  const browser = makeBrowser(issuer);
  const page = await browser(asked);
  const chosen = await browser(page, new URLSearchParams({ as: subject }));
  const back = (await browser(chosen)).searchParams;
  const code = back.get("code");
  if (code === null || back.get("state") !== state) throw new Error(`${issuer} gave no code: ${back}`);
  return tokenOf(issuer, { grant_type: "authorization_code", client_id: publicClient, code, redirect_uri: signedInUri, code_verifier: verifier });
}

/** A token of a system: client credentials. */
export function clientTokenOf(issuer: string, { id, secret }: DevClient): Promise<string> {
  return tokenOf(issuer, { grant_type: "client_credentials" }, { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` });
}

/** Where a page leads to, given with the cookies that pages before it had set. */
function makeBrowser(issuer: string): (url: URL, form?: URLSearchParams) => Promise<URL> {
  const cookies = new Map<string, string>();
  return async (url, form) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie }, ...(form && { method: "POST", body: form }) });
    await response.body?.cancel();
    for (const set of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null) throw new Error(`${issuer} answered ${response.status} and led nowhere`);
    return new URL(location, url);
  };
}

interface Discovered {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
}

async function discovered(issuer: string): Promise<Discovered> {
  return (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Discovered;
}

async function tokenOf(issuer: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch((await discovered(issuer)).token_endpoint, { method: "POST", headers, body: new URLSearchParams(form) });
  const answer = (await response.json()) as { readonly access_token?: string; readonly error_description?: string };
  if (answer.access_token === undefined) throw new Error(`${issuer} gave no token: ${answer.error_description}`);
  return answer.access_token;
}
