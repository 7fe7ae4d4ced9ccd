import { createHash } from "node:crypto";
import { HubError } from "@hub/core/error";
import type { Query } from "@hub/core/ports";

/** Cursors name the last item of a page and the query they belong to, so that one cannot be used for another. */

export function queryDigest({ index, pk, sk, descending }: Query): string {
  return createHash("sha256")
    .update(JSON.stringify([index ?? null, pk, sk ?? null, descending ?? false]))
    .digest("base64url")
    .slice(0, 8);
}

export function encodeCursor(digest: string, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([digest, ...place])).toString("base64url");
}

/** The place a cursor names. Throws BAD_CURSOR for garbage and for another query's. */
export function decodeCursor(digest: string, cursor: string, length: number): readonly string[] {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    parts = null;
  }
  if (!Array.isArray(parts) || parts.length !== length + 1 || parts[0] !== digest || !parts.every((part) => typeof part === "string")) {
    throw new HubError("BAD_CURSOR", "The cursor does not belong to this list; start again without a cursor");
  }
  return parts.slice(1) as string[];
}
