import { HubError } from "@hub/core/error";
import { Evidence } from "@hub/core/evidence";
import { changesAnswer } from "./changes.ts";
import { type Route, type RouteAnswer, type RouteRequest, requirePrinter } from "./route.ts";

export type { Printer, RouteAnswer } from "./route.ts";

/**
 * The routes beside GraphQL that every front of the hub serves alike: the change log, keys, certificates, and the page that
 * checks them. They know no server: a request and an answer are plain values.
 */

/** The answer to a request; null where nothing is served at its path. Throws what the operations throw. */
export async function answerRoute(request: RouteRequest): Promise<RouteAnswer | null> {
  const answer = routeOf(request.path);
  if (answer === null) return null;
  if (request.method !== "GET" && request.method !== "HEAD") throw new HubError("BAD_INPUT", `${request.path} is asked by GET`);
  const { body, ...rest } = await answer(request);
  return { ...rest, body: request.method === "HEAD" ? "" : body };
}

function routeOf(path: string): Route | null {
  if (path === "/changes") return ({ ctx, search, ifNoneMatch }) => changesAnswer(ctx, search, ifNoneMatch);
  if (path === "/.well-known/jwks.json") return keys;
  if (path === "/check") return check;
  const [, uscc = "", format] = /^\/certificates\/([^/]+)\.(json|pdf)$/.exec(path) ?? [];
  if (format === "json") return (request) => json(request, uscc);
  if (format === "pdf") return (request) => pdf(request, uscc);
  if (path.startsWith("/repairs/") || path.startsWith("/cases/")) return cases;
  return null;
}

/** Public keys. Kept for five minutes only: so long a revoked key is still taken for good by who asks here. */
async function keys({ ctx: { issuer } }: RouteRequest): Promise<RouteAnswer> {
  if (!issuer) throw new HubError("SIGNING_UNAVAILABLE", "This hub has no keys");
  const body = JSON.stringify({ keys: await issuer.signer.publicKeys() });
  return { status: 200, headers: { "content-type": "application/jwk-set+json; charset=utf-8", "cache-control": "public, max-age=300" }, body };
}

async function json(request: RouteRequest, uscc: string): Promise<RouteAnswer> {
  const certificate = await issued(request, uscc);
  return { status: 200, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" }, body: JSON.stringify(certificate) };
}

async function pdf(request: RouteRequest, uscc: string): Promise<RouteAnswer> {
  const { certificate: make } = requirePrinter(
    request,
    "take the certificate as .json, or let a hub on one machine make its PDF (hub certificate --format pdf)",
  );
  const certificate = await issued(request, uscc);
  const { subject, asOf } = certificate.statement;
  const headers = {
    "content-type": "application/pdf",
    "content-disposition": `inline; filename="certificate-${subject}-${asOf}.pdf"`,
    "cache-control": "no-store",
  };
  return { status: 200, headers, body: await make(certificate) };
}

/** Throws BAD_INPUT for a parameter that is not known: a mistyped `asof` must not give a certificate of today. */
async function issued({ ctx, search }: RouteRequest, uscc: string): Promise<Evidence.Certificate> {
  const { asOf = null, knownAt = null, purpose: _purpose, ...others } = Object.fromEntries(new URLSearchParams(search));
  const [other] = Object.keys(others);
  if (other !== undefined) throw new HubError("BAD_INPUT", `The parameter ${other} is not known; asOf and knownAt are`);
  return Evidence.issue(ctx, { uscc: decoded(uscc), asOf, knownAt });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw new HubError("BAD_INPUT", `${part} is not written as addresses are`, {}, { cause: error });
  }
}

async function check({ ctx, search }: RouteRequest): Promise<RouteAnswer> {
  // Loaded when first asked for: no other request needs what verifies.
  const { checkPage } = await import("./check/index.ts");
  return checkPage(ctx, new URLSearchParams(search).get("c"));
}

/** Loaded when first asked for: few requests are about papers of cases. */
async function cases(request: RouteRequest): Promise<RouteAnswer> {
  const { caseRouteOf } = await import("./cases.ts");
  const route = caseRouteOf(request.path);
  if (!route)
    throw new HubError(
      "NOT_FOUND",
      `Nothing is served at ${request.path}; try /repairs/{id}/opinion.pdf, commitment.pdf or files/{sha256}, /cases/{id}/repair-notice.pdf or files/{sha256}`,
    );
  return route(request);
}
