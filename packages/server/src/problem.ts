import { randomUUID } from "node:crypto";
import type { Actor } from "@hub/core/ctx";
import { type Code, HubError } from "@hub/core/error";
import { tellable } from "./errors.ts";
import type { Logger } from "./logger.ts";

/** What every HTTP front of the hub has in common: request ids, the bound of a body, and how a refusal is answered. */

/**
 * Queries are short; 100 codes and a long document fit many times over. Who may attach files has a key or a token: 3,000,000 bytes
 * in base64 and 1 MB beside them, of the 6 MB that Lambda takes.
 */
const mostBodyBytes = { anyone: 256 * 1024, known: 5_000_000 } as const;

/** A caller's own id is taken over if it is harmless in a log. */
export function requestIdOf(given: string | readonly string[] | undefined): string {
  return typeof given === "string" && /^[\w.:-]{1,64}$/.test(given) ? given : randomUUID();
}

/** Throws REQUEST_TOO_LARGE. */
export function checkBodySize(bytes: number, { role }: Pick<Actor, "role">): void {
  const most = role === "public" ? mostBodyBytes.anyone : mostBodyBytes.known;
  if (bytes > most) throw new HubError("REQUEST_TOO_LARGE", `The request is larger than ${most} bytes`);
}

/** The parsed body; undefined where it is none of JSON. Throws BAD_INPUT. */
export function parseBody(text: string, contentType: string | undefined): unknown {
  if (!/^application\/json\b/i.test(contentType ?? "")) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new HubError("BAD_INPUT", "The body is not JSON", {}, { cause: error });
  }
}

const statusOf: Partial<Record<Code, number>> = {
  BAD_INPUT: 400,
  UNAUTHENTICATED: 401,
  PURPOSE_REQUIRED: 403,
  RATE_LIMITED: 429,
  ACCESS_UNAVAILABLE: 503,
  VAULT_UNUSABLE: 503,
  IDEMPOTENCY_KEY_REUSED: 422,
  WRONG_STATE: 409,
  NOT_FOUND: 404,
  FORBIDDEN: 403,
  CONFLICT: 409,
  CURSOR_GONE: 410,
  REQUEST_TOO_LARGE: 413,
  STORE_BUSY: 503,
  STORE_UNUSABLE: 503,
  SIGNING_UNAVAILABLE: 503,
  KEYS_UNUSABLE: 503,
  PDF_UNAVAILABLE: 404,
};

export interface Problem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Problem details (RFC 9457). What is not a refusal is logged and masked. */
export function problemOf(error: unknown, requestId: string, log: Logger): Problem {
  const refusal = error instanceof HubError && error.code !== "INTERNAL" ? error : null;
  if (!refusal) log.error({ err: error, requestId }, "unexpected error");
  const { message, details } = refusal ? tellable(refusal) : { message: "An error of the hub itself; it was logged under the request id", details: {} };
  if (refusal && message !== refusal.message) log.error({ err: refusal, requestId }, "refused for a reason of this machine");
  const code = refusal?.code ?? "INTERNAL";
  const status = refusal ? (statusOf[refusal.code] ?? 400) : 500;
  const body = JSON.stringify({ ...details, type: "about:blank", title: code, status, detail: message, code, requestId });
  return { status, headers: { "content-type": "application/problem+json; charset=utf-8", "cache-control": "no-store", ...headersOf(refusal) }, body };
}

/** What a refusal says in headers: how to be let in, or when to come again. */
function headersOf(refusal: HubError | null): Readonly<Record<string, string>> {
  if (refusal?.code === "UNAUTHENTICATED") return { "www-authenticate": 'Bearer realm="enterprise-environmental-credit-hub", error="invalid_token"' };
  const seconds = refusal?.details["retryAfter"];
  return typeof seconds === "number" ? { "retry-after": String(seconds) } : {};
}
