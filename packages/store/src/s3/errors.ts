import { HubError } from "@hub/core/error";
import { codeOf, isLost, statusOf, unreachable } from "../aws/error.ts";

/** Whether S3 says that there is no such object. Where its role may not list, S3 says so by AccessDenied alone. */
export function isAbsent(error: unknown): boolean {
  return error instanceof Error && error.name === "NoSuchKey";
}

/** S3's refusals as the port's. What is already a refusal stays; what nobody foresaw stays as it is. */
export function bucketError(error: unknown, name: string): unknown {
  if (error instanceof HubError || !(error instanceof Error)) return error;
  const code = codeOf(error);
  const status = statusOf(error) ?? 0;
  const why = unusable[code] ?? unreachable(error, code) ?? (/checksum/i.test(error.message) ? "what it handed out is not what was put there" : undefined);
  if (why !== undefined) return unusableError(why, name, error);
  if (busy.has(code) || isLost(code) || status >= 500 || status === 429) return busyError(code, name, error);
  return status >= 300 ? unusableError(`it refused the call (${code})`, name, error) : error;
}

/** What a call ends with whose time was up while this error was dealt with. A refusal stays what it is. */
export function tooLate(error: unknown, name: string): unknown {
  return error instanceof HubError ? error : busyError("no answer", name, error);
}

/** Names the place as one of the machine's, which only its operator is told. */
function unusableError(why: string, bucket: string, cause: unknown): HubError {
  return new HubError("STORE_UNUSABLE", `The bucket ${bucket} cannot be used: ${why}`, { path: bucket }, { cause });
}

function busyError(why: string, bucket: string, cause: unknown): HubError {
  return new HubError("STORE_BUSY", `S3 did not take the call in time (${why}); try again`, { path: bucket }, { cause });
}

const busy = new Set(["InternalError", "OperationAborted", "RequestTimeout", "ServiceUnavailable", "SlowDown", "ThrottlingException"]);

const unusable: Readonly<Record<string, string>> = {
  AccessDenied: "this role may not, or there is no such file",
  ExpiredToken: "the AWS credentials have expired",
  InvalidAccessKeyId: "the AWS credentials are wrong",
  NoSuchBucket: "it is not there",
  PermanentRedirect: "it lies in another region",
  SignatureDoesNotMatch: "the AWS credentials are wrong",
};
