import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { HubError } from "../error.ts";
import type { BlobStore } from "../ports.ts";
import { bytesOfBase64 } from "./base64.ts";
import { checkFile } from "./check.ts";
import type { File, MediaType } from "./document.ts";
import { limitsOn } from "./limits.ts";

/**
 * Files of a case, for the concepts that have cases: they hold the references, and say who may attach and read. What is given here
 * has been authorised; nothing is noted in the trail beside what they note.
 */

/** A file as it is handed in. */
export interface Given {
  readonly name: string;
  /** Its bytes in base64. */
  readonly base64: string;
}

/**
 * Takes a file in and answers with the reference to it. The same again is the same file: a change may be repeated. It lies there
 * before anything names it, so that what is named is never missing. Throws BAD_INPUT (path "content" or "name"), STORE_UNUSABLE
 * where the hub keeps no files, and what the blob store throws.
 */
export async function accept(ctx: Pick<Ctx, "actor" | "blobs" | "clock" | "scanner">, { name, base64 }: Given): Promise<File> {
  const blobs = requireBlobs(ctx);
  const at = ctx.clock.now();
  const now = at.toISOString();
  const limits = limitsOn(legalDay(at));
  const bytes = bytesOf(base64, limits.mostBytes);
  const checked = checkFile(bytes, name, limits);
  const scan = await scanned(ctx, bytes, now);
  const digest = bytesToHex(sha256(bytes));
  await blobs.put(keyOf(digest), { bytes, type: checked.type });
  return { sha256: digest, ...checked, bytes: bytes.length, scan, addedAt: now, addedBy: ctx.actor.id };
}

/** A file as it is handed out. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly type: MediaType;
  readonly name: string;
}

/** The content of a file that was taken in. Throws INTERNAL where it is not what it was or is gone, and as `accept` does. */
export async function read(ctx: Pick<Ctx, "blobs">, { sha256: digest, name, type }: Pick<File, "sha256" | "name" | "type">): Promise<Content> {
  const found = await requireBlobs(ctx).get(keyOf(digest));
  if (!found) throw new HubError("INTERNAL", `The file ${digest} is gone`, { sha256: digest });
  if (bytesToHex(sha256(found.bytes)) !== digest) throw new HubError("INTERNAL", `The file ${digest} is not what was taken in`, { sha256: digest });
  return { bytes: found.bytes, type, name };
}

function requireBlobs({ blobs }: Pick<Ctx, "blobs">): BlobStore {
  if (!blobs) throw new HubError("STORE_UNUSABLE", "This hub keeps no files");
  return blobs;
}

function keyOf(digest: string): string {
  return `files/${digest}`;
}

/** Whatever is too long is refused before it is read. */
function bytesOf(base64: string, mostBytes: number): Uint8Array {
  if (base64.length > Math.ceil(mostBytes / 3) * 4) throw new HubError("BAD_INPUT", `The file has more than ${mostBytes} bytes`, { path: "content" });
  const bytes = bytesOfBase64(base64);
  if (!bytes) throw new HubError("BAD_INPUT", "The content is not base64: A-Z, a-z, 0-9, + and / with = at its end, no blanks or lines", { path: "content" });
  return bytes;
}

async function scanned({ scanner }: Pick<Ctx, "scanner">, bytes: Uint8Array, at: string): Promise<File["scan"]> {
  if (!scanner) return { verdict: "unscanned", by: null, why: "This hub has nobody who looks for malware", at };
  const finding = await scanner.scan(bytes);
  switch (finding.verdict) {
    case "infected":
      throw new HubError("BAD_INPUT", `Malware was found in the file: ${finding.name}`, { path: "content", finding: finding.name });
    case "unscanned":
      return { verdict: "unscanned", by: scanner.name, why: finding.why, at };
    case "clean":
      return { verdict: "clean", by: scanner.name, why: null, at };
  }
}
