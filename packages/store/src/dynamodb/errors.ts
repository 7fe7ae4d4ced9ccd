import { HubError } from "@hub/core/error";
import { codeOf, isLost, statusOf, unreachable } from "../aws/error.ts";

/** DynamoDB's refusals as the port's. What is already a refusal stays; what nobody foresaw stays as it is. */
export function storeError(error: unknown, name: string): unknown {
  if (error instanceof HubError || !(error instanceof Error)) return error;
  const cause = { cause: error };
  const code = codeOf(error);
  const why = unusable[code] ?? unusableOf(error, code);
  if (why !== undefined) return new HubError("STORE_UNUSABLE", `The table ${name} cannot be used: ${why}`, { table: name }, cause);
  if (busy.has(code) || isLost(code) || (statusOf(error) ?? 0) >= 500) return busyError(code, name, error);
  if (code === "IdempotentParameterMismatchException")
    return new HubError("TOKEN_REUSED", "The idempotency token was used before with other writes", {}, cause);
  if (code !== "ValidationException") return error;
  if (/item size/i.test(error.message)) return new HubError("ITEM_TOO_LARGE", "An item is larger than DynamoDB takes", {}, cause);
  if (/request.*(too large|size)|exceed.*4 ?MB/i.test(error.message)) return new HubError("TOO_MANY_WRITES", "The transaction is larger than 4 MB", {}, cause);
  return new HubError("BAD_INPUT", `DynamoDB did not accept the call: ${error.message}`, {}, cause);
}

/** What a call ends with whose time was up while this error was dealt with. A refusal stays what it is. */
export function tooLate(error: unknown, name: string): unknown {
  return error instanceof HubError ? error : busyError("no answer", name, error);
}

function busyError(why: string, name: string, cause: unknown): HubError {
  return new HubError("STORE_BUSY", `DynamoDB did not take the call in time (${why}); try again`, { table: name }, { cause });
}

function unusableOf(error: Error, code: string): string | undefined {
  // DynamoDB speaks JSON, also when it refuses.
  if (code === "SyntaxError" && (statusOf(error) ?? 0) < 500) return "what answers at its endpoint is not DynamoDB";
  return unreachable(error, code);
}

const busy = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "ReplicatedWriteConflictException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "ThrottlingException",
  "TransactionConflictException",
]);

const unusable: Readonly<Record<string, string>> = {
  AccessDeniedException: "this role may not; see the permissions of the function",
  ExpiredTokenException: "the AWS credentials have expired",
  IncompleteSignatureException: "the AWS credentials are wrong",
  InvalidSignatureException: "the AWS credentials are wrong",
  MissingAuthenticationToken: "there are no AWS credentials",
  MissingAuthenticationTokenException: "there are no AWS credentials",
  ResourceNotFoundException: "it is not there",
  UnrecognizedClientException: "the AWS credentials are wrong",
};
