import { type Code, codes, HubError } from "@hub/core/error";
import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** The refusal behind an error, however often execution wrapped it; null for a bug or a mistake in the query. */
export function refusalOf(error: unknown): HubError | null {
  const cause = causeOf(error);
  return cause instanceof HubError && cause.code !== "INTERNAL" ? cause : null;
}

function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

/** Options of an error that is the request's own, answered with HTTP 400. */
export function badRequest(code: string): { readonly extensions: Readonly<Record<string, unknown>> } {
  return { extensions: { code, http: { status: 400 } } };
}

/** Refusals whose words name files of the machine, which are for its operator's eyes: the log has them. */
const ofTheMachine: ReadonlySet<Code> = new Set(["STORE_UNUSABLE", "STORE_BUSY", "KEYS_UNUSABLE", "VAULT_UNUSABLE"]);

/** What a caller is told of a refusal. */
export function tellable({ code, message, details }: HubError): Pick<HubError, "message" | "details"> {
  const isTellable =
    !ofTheMachine.has(code) || (code !== "KEYS_UNUSABLE" && code !== "VAULT_UNUSABLE" && !("path" in details || "file" in details || "table" in details));
  return isTellable ? { message, details } : { message: codes[code], details: {} };
}

/** A refusal of the whole request, answered with HTTP 400; anything else stays as it is. */
export function asBadRequest(error: unknown): unknown {
  const refusal = refusalOf(error);
  return refusal ? new GraphQLError(refusal.message, { originalError: refusal, ...badRequest(refusal.code) }) : error;
}

/** What must be logged and masked: everything but mistakes in the query and refusals that a caller may be told whole; null for those. */
export function bugIn(error: unknown): unknown {
  const cause = causeOf(error);
  const refusal = refusalOf(cause);
  const isTold = refusal !== null && tellable(refusal).message === refusal.message;
  return cause instanceof GraphQLError || isTold ? null : cause;
}

/**
 * What a caller may see of an error: a refusal with its code and details, a mistake in the query as GraphQL says it,
 * and of anything else nothing: the whole is logged under the request id, which the answer names.
 */
export function shownError(error: unknown, shown: GraphQLFormattedError): GraphQLFormattedError {
  const { message: _message, extensions: _extensions, ...place } = shown;
  const refusal = refusalOf(error);
  if (refusal) {
    const { message, details } = tellable(refusal);
    return { message, ...place, extensions: { ...details, code: refusal.code } };
  }
  if (bugIn(error) === null) return shown;
  return {
    message: "An error of the hub itself; it was logged under the request id",
    ...place,
    extensions: { code: "INTERNAL" },
  };
}
