import { indexNames } from "@hub/core/ports";

/** The one table, told once: the adapter makes it on DynamoDB Local, the stack on AWS. */
export const table = {
  key: { partition: "pk", sort: "sk" },
  version: "v",
  body: "b",
  indexes: indexNames.map((name) => ({ name, partition: `${name}pk`, sort: `${name}sk` })),
  /** Instant in seconds after which DynamoDB may drop an item. */
  expiry: "ttl",
  stream: "NEW_AND_OLD_IMAGES",
} as const;

/** Every attribute that is part of a key. All are texts. */
export const keyAttributes: readonly string[] = [table.key.partition, table.key.sort, ...table.indexes.flatMap(({ partition, sort }) => [partition, sort])];
