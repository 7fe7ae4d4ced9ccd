import { type CertificateClaims, kindOf, type SealClaims, type Verdict, verifyCertificate, verifySeal } from "@hub/client";
import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { tellable } from "../errors.ts";
import type { RouteAnswer } from "../routes.ts";
import { pageOf } from "./page.ts";

/** What was found of a text that was handed in to be checked. */
export type Checked =
  | { readonly kind: "nothing" }
  | { readonly kind: "unavailable"; readonly code: string; readonly message: string }
  | { readonly kind: "seal"; readonly verdict: Verdict<SealClaims> }
  | { readonly kind: "certificate"; readonly verdict: Verdict<CertificateClaims> };

const headers = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  // Neither scripts nor anything from elsewhere: what is shown comes from who handed it in.
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};

/** The page that says whether a certificate or a seal is this hub's, and what it claims. It answers by a page whatever it is handed. */
export async function checkPage(ctx: Ctx, text: string | null): Promise<RouteAnswer> {
  const checked = await checkedOf(ctx, text?.trim() ?? "");
  const status = checked.kind === "nothing" ? 400 : checked.kind === "unavailable" ? 503 : 200;
  return { status, headers, body: pageOf(checked) };
}

async function checkedOf({ issuer, clock }: Ctx, text: string): Promise<Checked> {
  if (text === "") return { kind: "nothing" };
  try {
    if (!issuer) throw new HubError("SIGNING_UNAVAILABLE", "This hub has no keys");
    const keys = { keys: await issuer.signer.publicKeys() };
    const options = { now: clock.now() };
    return kindOf(text) === "seal"
      ? { kind: "seal", verdict: await verifySeal(text, keys, options) }
      : { kind: "certificate", verdict: await verifyCertificate(text, keys, options) };
  } catch (error) {
    if (!(error instanceof HubError) || error.code === "INTERNAL") throw error;
    return { kind: "unavailable", code: error.code, message: tellable(error).message };
  }
}
