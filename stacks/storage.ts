import { isProduction } from "./stage.ts";

/** The one table: `@hub/store/dynamodb` says what it must look like, and a test compares the two. */
export const table = new sst.aws.Dynamo("HubTable", {
  fields: { pk: "string", sk: "string", gsi1pk: "string", gsi1sk: "string", gsi2pk: "string", gsi2sk: "string" },
  primaryIndex: { hashKey: "pk", rangeKey: "sk" },
  globalIndexes: {
    gsi1: { hashKey: "gsi1pk", rangeKey: "gsi1sk" },
    gsi2: { hashKey: "gsi2pk", rangeKey: "gsi2sk" },
  },
  stream: "new-and-old-images",
  ttl: "ttl",
  deletionProtection: isProduction,
  // Written out although SST says so too: a mistake that reached the data can be taken back to any second of 35 days.
  transform: { table: { billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: { enabled: true } } },
});

/** Where bureaus put their files. What was taken in is a fact with its provenance; the file itself is kept for a year, to answer questions. */
export const uploads = new sst.aws.Bucket("Uploads", {
  enforceHttps: true,
  versioning: true,
  cors: false,
  lifecycle: [{ id: "expire", expiresIn: "365 days" }],
  transform: {
    bucket: (args) => {
      args.forceDestroy = !isProduction;
    },
    lifecycle: (args) => {
      // In a bucket with versions, a deleted or replaced file stays as an old version, and parts of a broken upload for ever.
      args.rules = $output(args.rules).apply((rules) => [
        ...(rules ?? []),
        {
          id: "tidy",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ]);
    },
  },
});

/** Files that people attach to cases, by their SHA-256: they stay as long as the records that name them. */
export const files = new sst.aws.Bucket("Files", {
  enforceHttps: true,
  versioning: true,
  cors: false,
  transform: {
    bucket: (args) => {
      args.forceDestroy = !isProduction;
    },
  },
});

// Of its own, for SST makes none where nothing expires. What was deleted or replaced by mistake can be taken back for 90 days.
new aws.s3.BucketLifecycleConfiguration("FilesLifecycle", {
  bucket: files.name,
  rules: [
    {
      id: "tidy",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: 90 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    },
  ],
});

for (const [name, { name: bucket }] of Object.entries({ Uploads: uploads, Files: files })) {
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}Encryption`, {
    bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  // Only the owner's policies say who may read: access lists by object are switched off.
  new aws.s3.BucketOwnershipControls(`${name}Ownership`, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
}

/** The right to keep and hand out what people attach: not to list it, nor to take it away. */
export const filesRight = { actions: ["s3:GetObject", "s3:PutObject"], resources: [$interpolate`${files.arn}/*`] };
