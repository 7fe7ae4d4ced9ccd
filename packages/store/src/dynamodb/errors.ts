import { HubError } from "@hub/core/error";

/** DynamoDB's refusals as the port's. What is already a refusal stays; what nobody foresaw stays as it is. */
export function storeError(error: unknown, name: string): unknown {
  if (error instanceof HubError || !(error instanceof Error)) return error;
  const cause = { cause: error };
  const code = codeOf(error);
  if (busy.has(code)) return new HubError("STORE_BUSY", `DynamoDB did not take the call in time (${code}); try again`, { table: name }, cause);
  const why = unusable[code];
  if (why !== undefined) return new HubError("STORE_UNUSABLE", `The table ${name} cannot be used: ${why}`, { table: name }, cause);
  if (code === "IdempotentParameterMismatchException")
    return new HubError("TOKEN_REUSED", "The idempotency token was used before with other writes", {}, cause);
  if (code !== "ValidationException") return error;
  if (/item size/i.test(error.message)) return new HubError("ITEM_TOO_LARGE", "An item is larger than DynamoDB takes", {}, cause);
  if (/request.*(too large|size)|exceed.*4 ?MB/i.test(error.message)) return new HubError("TOO_MANY_WRITES", "The transaction is larger than 4 MB", {}, cause);
  return new HubError("BAD_INPUT", `DynamoDB did not accept the call: ${error.message}`, {}, cause);
}

/** The name by which the SDK or the network tells the error. */
export function codeOf(error: Error): string {
  const network = (error as NodeJS.ErrnoException).code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return error.name === "Error" || error.name === "AggregateError" ? (network ?? error.name) : error.name;
}

const busy = new Set([
  "InternalServerError",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
  "ThrottlingException",
  "TimeoutError",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);

const unusable: Readonly<Record<string, string>> = {
  AccessDeniedException: "this role may not; see the permissions of the function",
  CredentialsProviderError: "there are no AWS credentials",
  ECONNREFUSED: "nothing answers at its endpoint",
  ENOTFOUND: "its endpoint has no address",
  ExpiredTokenException: "the AWS credentials have expired",
  InvalidSignatureException: "the AWS credentials are wrong",
  MissingAuthenticationToken: "there are no AWS credentials",
  ResourceNotFoundException: "it is not there",
  UnrecognizedClientException: "the AWS credentials are wrong",
};
