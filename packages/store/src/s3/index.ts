import type { BlobStore } from "@hub/core/ports";
import type { Place } from "../aws/address.ts";
import { checkBlobKey, checkBlobType } from "../blob.ts";
import type { S3Bucket } from "./bucket.ts";

export interface S3Options extends Place {
  /** Name of the bucket, which must be there: the stack makes it. */
  readonly bucket: string;
  /** How long one call may take, with all that is tried again, in milliseconds; 20 seconds unless told. */
  readonly callMs?: number;
}

/** Files in a bucket of S3, encrypted at rest, each sent and taken with its SHA-256. Its client is loaded with the first call: few requests have files. */
export function openS3(options: S3Options): BlobStore {
  let opened: Promise<S3Bucket> | undefined;
  const bucket = () => {
    opened ??= import("./bucket.ts").then(({ s3Bucket }) => s3Bucket(options));
    return opened;
  };
  return {
    async put(key, blob) {
      checkBlobKey(key);
      checkBlobType(blob);
      await (await bucket()).put(key, blob);
    },
    async get(key) {
      checkBlobKey(key);
      return (await bucket()).get(key);
    },
    async delete(key) {
      checkBlobKey(key);
      await (await bucket()).delete(key);
    },
  };
}
