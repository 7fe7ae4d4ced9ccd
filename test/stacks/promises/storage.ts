import { expect } from "vitest";
import { table as declared } from "../../../packages/store/src/dynamodb/table.ts";
import { statementsOf } from "../stack.ts";
import { edit, type Promised } from "./promised.ts";

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
    kept: ({ app, one }) => {
      expect(app).toMatchObject({ protect: true, removal: "retain" });
      expect([one("Table").inputs.deletionProtectionEnabled, one("Table").isRetained]).toEqual([true, true]);
      expect([one("Bucket").inputs.forceDestroy, one("Bucket").isRetained]).toEqual([false, true]);
    },
    broken: [
      edit("storage", /^ *deletionProtection: .*\n/m, ""),
      edit("storage", "args.forceDestroy = !isProduction;", ""),
      { file: "sst.config.ts", from: /^ *protect: .*\n/m, to: "" },
      { file: "sst.config.ts", from: '"retain" : "remove"', to: '"remove" : "remove"' },
      edit("stage", '=== "production"', '=== "prod"'),
    ],
  },
  {
    says: "any other stage goes without a trace",
    stage: "dev",
    kept: ({ app, one, resources }) => {
      expect(app).toMatchObject({ protect: false, removal: "remove" });
      expect(one("Table").inputs.deletionProtectionEnabled).toBe(false);
      expect(one("Bucket").inputs.forceDestroy).toBe(true);
      expect(resources.filter(({ isRetained }) => isRetained)).toEqual([]);
    },
    broken: [
      edit("storage", "deletionProtection: isProduction", "deletionProtection: true"),
      { file: "sst.config.ts", from: '"retain" : "remove"', to: '"retain" : "retain"' },
    ],
  },
  {
    says: "the bucket is encrypted, versioned and closed to the public",
    kept: ({ one }) => {
      const bucket = one("Bucket").inputs.bucket;
      expect(one("BucketServerSideEncryptionConfiguration").inputs).toEqual({
        bucket,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
      });
      expect(one("BucketVersioning").inputs).toEqual({ bucket, versioningConfiguration: { status: "Enabled" } });
      expect(one("BucketPublicAccessBlock").inputs).toEqual({
        ...{ bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      });
      expect(one("BucketOwnershipControls").inputs).toEqual({ bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    },
    broken: [
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, access: "public",'),
      edit("storage", "versioning: true,", ""),
      edit("storage", /^new aws\.s3\.BucketServerSideEncryption[^;]*;/m, ""),
      edit("storage", '"AES256"', '"none"'),
      edit("storage", /^new aws\.s3\.BucketOwnershipControls.*;/m, ""),
    ],
  },
  {
    says: "the bucket's policy lets nobody in, and refuses whatever comes without TLS",
    kept: ({ one }) => {
      const { arn } = bucketOf(one("Bucket").inputs.bucket, one("BucketPolicy").inputs.policy);
      expect(statementsOf(one("BucketPolicy").inputs.policy)).toEqual([
        {
          Effect: "Deny",
          Principal: { "*": ["*"] },
          Action: ["s3:*"],
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": ["false"] } },
        },
      ]);
    },
    broken: [
      edit("storage", "enforceHttps: true", "enforceHttps: false"),
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, policy: [{ principals: "*", actions: ["s3:GetObject"] }],'),
      edit("storage", "enforceHttps: true,", 'enforceHttps: true, access: "public",'),
    ],
  },
  {
    says: "files, their old versions and broken uploads do not pile up",
    kept: ({ one }) => {
      expect(one("BucketLifecycleConfiguration").inputs.rules).toEqual([
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
];

/** The bucket's ARN in the partition of its policy. */
function bucketOf(name: string, policy: string): { readonly arn: string } {
  return { arn: `arn:${/arn:(aws[\w-]*):s3/.exec(policy)?.[1]}:s3:::${name}` };
}
