import { DynamoDBClient, type DynamoDBClientConfig, type ServiceInputTypes } from "@aws-sdk/client-dynamodb";
import { type Backoff, patient } from "./backoff.ts";

export interface DynamoOptions {
  /** Name of the table. */
  readonly table: string;
  /** Address of DynamoDB Local, or of an endpoint in a private network; without it, AWS of the region. */
  readonly endpoint?: string;
  /** Without it, what the environment says (AWS_REGION). */
  readonly region?: string;
  /** Told after each call what it consumed. Measuring costs nothing but a few bytes an answer. */
  readonly onCapacity?: (consumed: Consumed) => void;
  readonly backoff?: Backoff;
}

/** What one call consumed: read units of 4 kB or write units of 1 kB, indexes included. */
export interface Consumed {
  readonly operation: string;
  readonly units: number;
}

/** One table and the client that talks to it. Throttling and lost connections are tried again by the SDK, with jitter. */
export interface Connection {
  readonly table: string;
  readonly client: DynamoDBClient;
  readonly backoff: Backoff;
}

export function connect(options: DynamoOptions): Connection {
  const { table, backoff = patient, onCapacity } = options;
  const client = new DynamoDBClient({ ...addressOf(options), maxAttempts: 6, requestHandler: timeouts });
  if (onCapacity) measure(client, onCapacity);
  return { table, client, backoff };
}

/** DynamoDB answers in milliseconds; what takes seconds is lost and better asked again. */
const timeouts = { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true } as const;

/** Where to connect. DynamoDB Local takes any credentials, and has none of its own. */
export function addressOf({ endpoint, region }: Pick<DynamoOptions, "endpoint" | "region">): Pick<DynamoDBClientConfig, "credentials" | "endpoint" | "region"> {
  const isLocal = endpoint !== undefined && local.has(new URL(endpoint).hostname);
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...((region !== undefined || isLocal) && { region: region ?? "local" }),
    ...(isLocal && { credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  };
}

const local = new Set(["127.0.0.1", "localhost", "[::1]"]);

function measure(client: DynamoDBClient, onCapacity: NonNullable<DynamoOptions["onCapacity"]>): void {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const input: ServiceInputTypes = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
        const result = await next({ ...args, input });
        const { ConsumedCapacity: consumed = [] } = result.output as { readonly ConsumedCapacity?: Capacity | readonly Capacity[] };
        const units = [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
        onCapacity({ operation: commandName.replace(/Command$/, ""), units });
        return result;
      },
    { step: "initialize", name: "measureCapacity" },
  );
}

interface Capacity {
  readonly CapacityUnits?: number;
}
