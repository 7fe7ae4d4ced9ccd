/** What errors of all clients of AWS have in common: how they are named, and what the network did. */

/** The name by which the SDK or the network tells the error. */
export function codeOf(error: Error): string {
  const network = (error as NodeJS.ErrnoException).code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code;
  return error.name === "Error" || error.name === "AggregateError" ? (network ?? error.name) : error.name;
}

/** Status of the answer that the SDK could not make sense of, or that was a refusal. */
export function statusOf(error: Error): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

/** Whether the answer got lost, so that another try may have one. */
export function isLost(code: string): boolean {
  return lost.has(code);
}

const lost = new Set(["EAI_AGAIN", "ECONNRESET", "EPIPE", "ETIMEDOUT", "TimeoutError"]);

/** Why no try can reach the service; undefined where it may. */
export function unreachable(error: Error, code: string): string | undefined {
  if (code === "Error" && /region is missing/i.test(error.message)) return "no region is told; set AWS_REGION";
  if (/CERT|^ERR_(TLS|SSL)/.test(code)) return `its endpoint's certificate is not trusted (${code})`;
  return reasons[code];
}

const reasons: Readonly<Record<string, string>> = {
  CredentialsProviderError: "there are no AWS credentials",
  ECONNREFUSED: "nothing answers at its endpoint",
  EHOSTUNREACH: "no way leads to its endpoint",
  ENETUNREACH: "no way leads to its endpoint",
  ENOTFOUND: "its endpoint has no address",
};
