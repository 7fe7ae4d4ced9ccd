import { HubError } from "./error.ts";

/** A caller's key for a change. Throws BAD_INPUT for what is none. */
export function checkedKey(key: string): string {
  if (/^[\x21-\x7e]{8,128}$/.test(key)) return key;
  throw new HubError("BAD_INPUT", "The idempotency key has 8 to 128 printable characters without blanks; a UUID is a good one", { path: "idempotencyKey" });
}
