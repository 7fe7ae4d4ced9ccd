import { createHash } from "node:crypto";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Blob } from "@hub/core/ports";
import { addressOf } from "../aws/address.ts";
import { bucketError, isAbsent, tooLate } from "./errors.ts";
import type { S3Options } from "./index.ts";

export type S3Bucket = ReturnType<typeof s3Bucket>;

const patientMs = 20_000;

/** The calls to a bucket. Throttling and lost connections are tried again by the SDK, with jitter; all are safe to repeat. */
export function s3Bucket(options: S3Options) {
  const { bucket: Bucket, endpoint, callMs = patientMs } = options;
  const attemptMs = Math.min(10_000, callMs / 2);
  const client = new S3Client({
    ...addressOf(options),
    // Stand-ins know no names of hosts that begin with the bucket's.
    ...(endpoint !== undefined && { forcePathStyle: true }),
    maxAttempts: 4,
    requestHandler: { connectionTimeout: Math.min(2_000, attemptMs), requestTimeout: attemptMs, throwOnRequestTimeout: true, socketTimeout: attemptMs },
  });
  const guarded = async <T>(work: (until: { readonly abortSignal: AbortSignal }) => Promise<T>): Promise<T> => {
    const until = { abortSignal: AbortSignal.timeout(callMs) };
    try {
      return await work(until);
    } catch (error) {
      throw until.abortSignal.aborted ? tooLate(error, Bucket) : bucketError(error, Bucket);
    }
  };
  return {
    async put(Key: string, { bytes, type }: Blob): Promise<void> {
      const ChecksumSHA256 = createHash("sha256").update(bytes).digest("base64");
      const input = { Bucket, Key, Body: bytes, ContentType: type, ContentLength: bytes.length, ServerSideEncryption: "AES256", ChecksumSHA256 } as const;
      await guarded((until) => client.send(new PutObjectCommand(input), until));
    },
    get: (Key: string): Promise<Blob | null> =>
      guarded(async (until) => {
        try {
          const { Body, ContentType = "application/octet-stream" } = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: "ENABLED" }), until);
          if (!Body) throw new TypeError("S3 answered without a body");
          return { bytes: await Body.transformToByteArray(), type: ContentType };
        } catch (error) {
          if (isAbsent(error)) return null;
          throw error;
        }
      }),
    async delete(Key: string): Promise<void> {
      await guarded((until) => client.send(new DeleteObjectCommand({ Bucket, Key }), until));
    },
  };
}
