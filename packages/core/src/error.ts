/**
 * Every code the hub can answer with, and what the reader should do about it.
 * GraphQL shows it as `extensions.code`, HTTP as problem+json, the command line as the first word.
 */
export const codes = {
  BAD_INPUT: "The input was not accepted. The message names the field; correct it and send it again.",
  USCC_INVALID: "The Unified Social Credit Code is wrong. The fault and, where it is certain, the correction are named.",
  NOT_FOUND: "There is no such record, or it is not yours to see.",
  UNAUTHENTICATED: "The token or key is not accepted. Take a fresh token from the issuer, or ask the bureau's administrator for a key.",
  PURPOSE_REQUIRED: "Partners say what for they read what is not public: X-Purpose or @purpose(code:), with a purpose of their agency.",
  RATE_LIMITED: "Too many requests. Wait as many seconds as Retry-After says, and ask for many enterprises in one request.",
  ACCESS_UNAVAILABLE: "Who asks cannot be found out at the moment: the issuer of tokens does not answer. Try again in a moment.",
  VAULT_UNUSABLE: "Keys can be neither given nor checked, since the hub has no pepper. The message says how the operator gives it one.",
  FORBIDDEN: "This actor has no right to do this. hub access rights lists who may; the bureau's administrator gives roles.",
  CONFLICT: "Somebody else changed the same record. Read it again and repeat the change.",
  WRONG_STATE: "The case is not where this can be done. The message says where it is, and what can be done there.",
  IDEMPOTENCY_KEY_REUSED: "The idempotency key was used within 24 hours for another change. Use a fresh key for each change.",
  ITEM_TOO_LARGE: "One stored item may hold 400 kB. Shorten the text or split the record.",
  TOO_MANY_WRITES: "One transaction may hold 100 writes and 4 MB. Split it.",
  TOKEN_REUSED: "The idempotency token was used before with other writes. Use a fresh token.",
  BAD_CURSOR: "The cursor does not belong to this list. Start again without a cursor.",
  CURSOR_GONE: "The change log was made anew since the cursor was taken. Take a new snapshot, then follow the log from where the answer says.",
  STORE_BUSY: "The store did not answer in time. Try again in a moment.",
  STORE_UNUSABLE: "The data folder cannot be used. The message says why.",
  REQUEST_TOO_LARGE: "The request is larger than the hub takes. Send fewer codes, a shorter document or a smaller file.",
  FILE_UNREADABLE: "The file could not be read as what it should be. The message says what was found.",
  FILE_UNKNOWN: "The file's columns belong to no format the hub knows. The message lists the formats.",
  IMPORT_RUNNING: "Another process is importing the same file. Wait for it, or stop it.",
  CALENDAR_HORIZON: "The date lies outside the years whose public holidays are known.",
  QUERY_TOO_COSTLY: "The query could touch too many records. Ask for fewer enterprises or smaller pages.",
  CERTIFICATE_TOO_LARGE: "A certificate lists 500 records, of half a million characters, at most. Choose another day, or read the records page by page.",
  SIGNING_UNAVAILABLE: "This hub has no key to sign with; all else works. The operator makes one: hub keys rotate, on AWS HUB_SIGNING_KEYS.",
  PDF_UNAVAILABLE: "This hub makes no PDF. Take the certificate as JSON, or let a hub on one machine make its PDF.",
  KEYS_UNUSABLE: "The signing keys cannot be used. The message says why.",
  INTERNAL: "An error of the hub itself. It was logged under the request id; tell the operator that id.",
} as const satisfies Record<string, string>;
export type Code = keyof typeof codes;

/** An expected refusal with its code, a message that says what to do, and machine-readable details. All else thrown is a bug. */
export class HubError extends Error {
  readonly code: Code;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = "HubError";
    this.code = code;
    this.details = details;
  }
}
