import { HubError } from "@hub/core/error";
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

/** A refusal of the whole request, answered with HTTP 400; anything else stays as it is. */
export function asBadRequest(error: unknown): unknown {
  const refusal = refusalOf(error);
  return refusal ? new GraphQLError(refusal.message, { originalError: refusal, ...badRequest(refusal.code) }) : error;
}

/** What must be logged and masked: everything but refusals and mistakes in the query; null when the error is neither. */
export function bugIn(error: unknown): unknown {
  const cause = causeOf(error);
  return cause instanceof GraphQLError || refusalOf(cause) ? null : cause;
}

/**
 * What a caller may see of an error: a refusal with its code and details, a mistake in the query as GraphQL says it,
 * and of anything else nothing: the whole is logged under the request id, which the answer names.
 */
export function shownError(error: unknown, shown: GraphQLFormattedError): GraphQLFormattedError {
  const { message: _message, extensions: _extensions, ...place } = shown;
  const refusal = refusalOf(error);
  if (refusal) return { message: refusal.message, ...place, extensions: { ...refusal.details, code: refusal.code } };
  if (bugIn(error) === null) return shown;
  return {
    message: "An error of the hub itself; it was logged under the request id",
    ...place,
    extensions: { code: "INTERNAL" },
  };
}
