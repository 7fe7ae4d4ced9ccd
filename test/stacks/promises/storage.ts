import { expect } from "vitest";
import { table as declared } from "../../../packages/store/src/dynamodb/table.ts";
import { statementsOf } from "../stack.ts";
import { edit, type Promised } from "./promised.ts";

/** All buckets, by the names that the stacks give. */
const buckets = ["Uploads", "Files"] as const;

export const storage: readonly Promised[] = [
  {
    says: "the table has the keys and indexes that the store was written for, with all attributes in each index",
    kept: ({ one }) => {
      const { hashKey, rangeKey, attributes, globalSecondaryIndexes } = one("Table").inputs;
      expect({ hashKey, rangeKey }).toEqual({ hashKey: declared.key.partition, rangeKey: declared.key.sort });
      expect(globalSecondaryIndexes).toEqual(
        declared.indexes.map(({ name, partition, sort }) => ({ name, hashKey: partition, rangeKey: sort, projectionType: "ALL" })),
      );
      const keys = [declared.key, ...declared.indexes].flatMap(({ partition, sort }) => [partition, sort]);
      expect(attributes).toEqual(keys.map((name) => ({ name, type: "S" })));
    },
    broken: [
      edit("storage", /^ *gsi2: \{.*\n/m, ""),
      edit("storage", 'rangeKey: "gsi1sk" }', 'rangeKey: "gsi1sk", projection: "keys-only" }'),
      edit("storage", 'rangeKey: "sk" }', 'rangeKey: "gsi1sk" }'),
    ],
  },
  {
    says: "the table is paid by request",
    kept: ({ one }) => expect(one("Table").inputs).toMatchObject({ billingMode: "PAY_PER_REQUEST" }),
    broken: [edit("storage", "PAY_PER_REQUEST", "PROVISIONED")],
  },
  {
    says: "the table has a stream with the old and the new item",
    kept: ({ one }) => expect(one("Table").inputs).toMatchObject({ streamEnabled: true, streamViewType: declared.stream }),
    broken: [edit("storage", /^ *stream: .*\n/m, ""), edit("storage", '"new-and-old-images"', '"keys-only"')],
  },
  {
    says: "items expire by the attribute that the store names",
    kept: ({ one }) => expect(one("Table").inputs.ttl).toEqual({ attributeName: declared.expiry, enabled: true }),
    broken: [edit("storage", /^ *ttl: .*\n/m, ""), edit("storage", 'ttl: "ttl"', 'ttl: "expires"')],
  },
  {
    says: "the table can be set back to any point in time",
    kept: ({ one }) => expect(one("Table").inputs.pointInTimeRecovery).toEqual({ enabled: true }),
    broken: [edit("storage", "pointInTimeRecovery: { enabled: true }", "pointInTimeRecovery: { enabled: false }")],
  },
  {
    says: "in production nothing that holds data can be deleted, nor goes with the stack",
    stage: "production",
    kept: ({ app, one, all }) => {
      expect(app).toMatchObject({ protect: true, removal: "retain" });
      expect([one("Table").inputs.deletionProtectionEnabled, one("Table").isRetained]).toEqual([true, true]);
      expect(all("Bucket").map(({ name, inputs, isRetained }) => [name, inputs.forceDestroy, isRetained])).toEqual(
        buckets.map((name) => [`${name}Bucket`, false, true]),
      );
    },
    broken: [
      edit("storage", /^ *deletionProtection: .*\n/m, ""),
      edit("storage", "args.forceDestroy = !isProduction;", ""),
      edit("storage", /(Bucket\("Files"[\s\S]*?)args\.forceDestroy = !isProduction;/, "$1"),
      { file: "sst.config.ts", from: /^ *protect: .*\n/m, to: "" },
      { file: "sst.config.ts", from: '"retain" : "remove"', to: '"remove" : "remove"' },
      edit("stage", '=== "production"', '=== "prod"'),
    ],
  },
  {
    says: "any other stage goes without a trace",
    stage: "dev",
    kept: ({ app, one, all, resources }) => {
      expect(app).toMatchObject({ protect: false, removal: "remove" });
      expect(one("Table").inputs.deletionProtectionEnabled).toBe(false);
      expect(all("Bucket").map(({ inputs }) => inputs.forceDestroy)).toEqual([true, true]);
      expect(resources.filter(({ isRetained }) => isRetained)).toEqual([]);
    },
    broken: [
      edit("storage", "deletionProtection: isProduction", "deletionProtection: true"),
      { file: "sst.config.ts", from: '"retain" : "remove"', to: '"retain" : "retain"' },
    ],
  },
  {
    says: "the buckets are encrypted, versioned and closed to the public",
    kept: ({ one }) => {
      for (const name of buckets) {
        const bucket = one("Bucket", `${name}Bucket`).inputs.bucket;
        expect(one("BucketServerSideEncryptionConfiguration", `${name}Encryption`).inputs).toEqual({
          bucket,
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        });
        expect(one("BucketVersioning", `${name}Versioning`).inputs).toEqual({ bucket, versioningConfiguration: { status: "Enabled" } });
        expect(one("BucketPublicAccessBlock", `${name}PublicAccessBlock`).inputs).toEqual({
          ...{ bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
        });
        expect(one("BucketOwnershipControls", `${name}Ownership`).inputs).toEqual({ bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
      }
    },
    broken: [
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, access: "public",'),
      edit("storage", "versioning: true,", ""),
      edit("storage", /(Bucket\("Files"[\s\S]*?)versioning: true,/, "$1"),
      edit("storage", /^ *new aws\.s3\.BucketServerSideEncryption[^;]*;/m, ""),
      edit("storage", '"AES256"', '"none"'),
      edit("storage", /^ *new aws\.s3\.BucketOwnershipControls.*;/m, ""),
      edit("storage", ", Files: files", ""),
    ],
  },
  {
    says: "the policies of the buckets let nobody in, and refuse whatever comes without TLS",
    kept: ({ one }) => {
      for (const name of buckets) {
        const { policy } = one("BucketPolicy", `${name}Policy`).inputs;
        const { arn } = bucketOf(one("Bucket", `${name}Bucket`).inputs.bucket, policy);
        expect(statementsOf(policy)).toEqual([
          {
            Effect: "Deny",
            Principal: { "*": ["*"] },
            Action: ["s3:*"],
            Resource: [arn, `${arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": ["false"] } },
          },
        ]);
      }
    },
    broken: [
      edit("storage", "enforceHttps: true", "enforceHttps: false"),
      edit("storage", /(Bucket\("Files"[\s\S]*?)enforceHttps: true/, "$1enforceHttps: false"),
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, policy: [{ principals: "*", actions: ["s3:GetObject"] }],'),
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, access: "public",'),
    ],
  },
  {
    says: "uploads, their old versions and broken ones do not pile up",
    kept: ({ one }) => {
      expect(one("BucketLifecycleConfiguration", "UploadsLifecycle").inputs.rules).toEqual([
        { id: "expire", status: "Enabled", expiration: { days: 365 } },
        {
          id: "tidy",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ]);
    },
    broken: [edit("storage", /^ *lifecycle: \[.*\n/m, ""), edit("storage", /^ *abortIncomplete.*\n/m, "")],
  },
  {
    says: "files of cases stay, and what was deleted or replaced of them can be taken back for 90 days",
    kept: ({ one }) => {
      expect(one("BucketLifecycleConfiguration", "FilesLifecycle").inputs).toEqual({
        bucket: one("Bucket", "FilesBucket").inputs.bucket,
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
    },
    broken: [
      edit("storage", "noncurrentDays: 90", "noncurrentDays: 1"),
      edit("storage", "bucket: files.name", "bucket: uploads.name"),
      edit("storage", /(FilesLifecycle[\s\S]*?)status: "Enabled",/, '$1status: "Enabled", expiration: { days: 365 },'),
    ],
  },
];

/** The bucket's ARN in the partition of its policy. */
function bucketOf(name: string, policy: string): { readonly arn: string } {
  return { arn: `arn:${/arn:(aws[\w-]*):s3/.exec(policy)?.[1]}:s3:::${name}` };
}
