import { HubError } from "@hub/core/error";
import * as z from "zod";

/** Who issues the tokens that the hub accepts: the setting HUB_ISSUERS, which the hub on one machine and the functions read alike. */

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether keys may be taken from there: nobody on the way can change what comes over https, or from this machine. */
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(text));
}

export function isLoopback(text: string): boolean {
  return loopbackHost.test(URL.parse(text)?.hostname ?? "");
}

/** Made when they are first read: a hub without issuers need not. */
function shapeOfIssuers() {
  const url = z
    .url("Write a whole URL, as https://login.example.gov.cn")
    .max(300)
    .refine(isSafeUrl, "It begins with https; http is for this machine itself")
    .refine((text) => URL.parse(text)?.username === "" && URL.parse(text)?.password === "", "It holds a name or a password, which belong nowhere near here");

  const claimName = z.string().min(1).max(200);

  const claimNames = z
    .strictObject({
      client: claimName.optional().describe("Claim that tokens of systems alone have: the client id"),
      role: claimName.optional().describe("Claim that says the role; without it the hub's own records do"),
      agency: claimName.optional().describe("Claim that says the agency"),
      divisions: claimName.optional().describe("Claim that says the divisions"),
      enterprises: claimName.optional().describe("Claim that says the enterprises"),
    })
    .refine(({ role, agency, divisions, enterprises }) => role !== undefined || [agency, divisions, enterprises].every((name) => name === undefined), {
      message: "agency, divisions and enterprises are believed together with role only",
      path: ["role"],
    });

  const tokenIssuer = z.strictObject({
    issuer: url
      // The address of its documents is made by adding to it.
      .refine((text) => !/[?#]/.test(text), "It has neither ? nor #")
      .describe("As it stands in tokens (iss), to the letter"),
    audience: z.string().min(1).max(255).describe("The hub, as tokens name it (aud)"),
    jwksUri: url.optional().describe("Where its public keys lie; without it, where its discovery document says"),
    claims: claimNames.optional().describe("Names of claims; a dot reaches into an object"),
  });

  return z
    .array(tokenIssuer)
    .max(10)
    .refine((issuers) => new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length, "Each issuer stands there once");
}

/** An issuer of tokens that the hub accepts. Without `claims.role` it says who somebody is, and the hub's records what they may. */
export type TokenIssuer = z.output<ReturnType<typeof shapeOfIssuers>>[number];

/** The issuers in the text of the setting. Throws BAD_INPUT naming what is wrong. */
export function parseIssuers(text: string): readonly TokenIssuer[] {
  const parsed = shapeOfIssuers().safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw refused(`${issue?.path.join(".") || "the list"}: ${issue?.message}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('it is not JSON; write [{"issuer":"https://login.example.gov.cn","audience":"https://hub.example.gov.cn"}]');
  }
}

function refused(why: string): HubError {
  return new HubError("BAD_INPUT", `The issuers were not accepted: ${why}`, { setting: "HUB_ISSUERS" });
}
