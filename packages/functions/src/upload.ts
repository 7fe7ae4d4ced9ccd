import { readdirSync, rmSync } from "node:fs";
import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { HubError } from "@hub/core/error";
import { spool } from "@hub/files/read";
import type { S3EventRecord } from "aws-lambda";

/** A file that was put into the bucket, as S3 told of it. */
export interface Upload {
  readonly bucket: string;
  readonly key: string;
  /** Of a bucket that keeps versions. */
  readonly versionId?: string;
  readonly eTag?: string;
}

export function uploadOf({ s3: { bucket, object } }: S3EventRecord): Upload {
  const { versionId, eTag } = object as Partial<S3EventRecord["s3"]["object"]>;
  // S3 writes keys in its events as in a form: spaces as "+", the rest as %XX.
  const key = decodeURIComponent(object.key.replaceAll("+", " "));
  return { bucket: bucket.name, key, ...(versionId && { versionId }), ...(eTag && { eTag }) };
}

/** What consoles make where a person makes a folder. */
export function isFolder({ key }: Upload): boolean {
  return key.endsWith("/");
}

const prefix = "hub-import-";

/** A folder for one import's files. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), prefix));
}

/** Frees the disk of what calls left behind that were ended from outside: Lambda keeps it for the next process. */
export function removeLeftFolders(): void {
  for (const name of readdirSync(tmpdir())) if (name.startsWith(prefix)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
}

/**
 * Puts the very bytes that S3 told of into a folder, so that an import goes on in the file in which it stopped, and every version
 * is taken in. Null when other bytes have replaced them: S3 told of those too. Throws FILE_UNREADABLE for more than the disk holds.
 */
export async function fetchUpload(client: S3Client, { bucket, key, versionId, eTag }: Upload, folder: string): Promise<string | null> {
  const pin = versionId ? { VersionId: versionId } : eTag ? { IfMatch: `"${eTag}"` } : {};
  try {
    const { Body, ContentLength = 0 } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...pin }));
    const body = Body as Readable;
    const { bavail, bsize } = await statfs(folder);
    if (ContentLength <= bavail * bsize) return await spool(body, folder);
    body.destroy();
    const room = `the function's disk has room for ${bavail * bsize}`;
    throw new HubError("FILE_UNREADABLE", `The file has ${ContentLength} bytes, ${room}: divide the file, or give the function more`);
  } catch (error) {
    if (error instanceof HubError || !(error instanceof Error)) throw error;
    if (error.name === "PreconditionFailed") return null;
    // S3's own errors carry the key, which may hold a personal number, into the log.
    throw new Error(`The object was not handed over: ${error.name}`, { cause: error });
  }
}
