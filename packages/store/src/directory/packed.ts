import { HubError } from "@hub/core/error";
import type { Blob } from "@hub/core/ports";

/** A blob as one file, so that its type can never be another's: a line of JSON, then the bytes. `tail -n +2` shows them. */
export function packed({ bytes, type }: Blob): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify({ type, bytes: bytes.length })}\n`), bytes]);
}

/** Throws STORE_UNUSABLE for a file that is cut short or was not written by `packed`. */
export function unpacked(content: Uint8Array, file: string): Blob {
  const end = content.indexOf(0x0a);
  const head = headOf(Buffer.from(content.subarray(0, Math.max(0, end))).toString("utf8"));
  // A copy of its own: small files share one buffer of Node's.
  const bytes = Uint8Array.from(content.subarray(end + 1));
  if (head?.bytes !== bytes.length) throw new HubError("STORE_UNUSABLE", `${file}: it is damaged; restore a backup`, { file });
  return { bytes, type: head.type };
}

function headOf(line: string): { readonly type: string; readonly bytes: number } | null {
  try {
    const { type, bytes } = JSON.parse(line) as { readonly type?: unknown; readonly bytes?: unknown };
    return typeof type === "string" && typeof bytes === "number" ? { type, bytes } : null;
  } catch {
    return null;
  }
}
