import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DescribeTableCommandOutput,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, type DynamoOptions } from "./connection.ts";
import { storeError } from "./errors.ts";
import { keyAttributes, table } from "./table.ts";

/**
 * Makes the table where it is missing, for DynamoDB Local: on AWS the stack makes it, with its protection and backups.
 * Throws STORE_UNUSABLE.
 */
export async function makeTable(options: Pick<DynamoOptions, "table" | "endpoint" | "region" | "callMs">): Promise<void> {
  const client = new DynamoDBClient({ ...clientConfig(options), maxAttempts: 3 });
  try {
    if (!(await exists(client, options.table))) {
      await client.send(new CreateTableCommand(definition(options.table)));
      await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 60 }, { TableName: options.table });
    }
    await dropExpired(client, options.table);
  } catch (error) {
    // Another process was as quick.
    if ((error as Error).name !== "ResourceInUseException") throw storeError(error, options.table);
  } finally {
    client.destroy();
  }
}

async function exists(client: DynamoDBClient, TableName: string): Promise<boolean> {
  try {
    const { Table }: DescribeTableCommandOutput = await client.send(new DescribeTableCommand({ TableName }));
    return Table !== undefined;
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}

/** Switches on that expired items go, also in a table that was made before items could expire. */
async function dropExpired(client: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: table.expiry } }));
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== "ValidationException" || !message.includes("already enabled")) throw error;
  }
}

function definition(TableName: string): CreateTableCommandInput {
  const keySchema = ({ partition, sort }: { readonly partition: string; readonly sort: string }) => [
    { AttributeName: partition, KeyType: "HASH" as const },
    { AttributeName: sort, KeyType: "RANGE" as const },
  ];
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: keyAttributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    KeySchema: keySchema(table.key),
    GlobalSecondaryIndexes: table.indexes.map((index) => ({ IndexName: index.name, KeySchema: keySchema(index), Projection: { ProjectionType: "ALL" } })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
  };
}
