import { DynamoDBClient, type ServiceInputTypes } from "@aws-sdk/client-dynamodb";
import { addressOf } from "../aws/address.ts";
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
  /**
   * How long one call of the store may take, with all that is tried again, in milliseconds; 20 seconds unless told. Writes need
   * more than 5: only then does DynamoDB finish a transaction that broke off within itself when it is asked again.
   */
  readonly callMs?: number;
}

/** What one request consumed: read units of 4 kB or write units of 1 kB, indexes included. Of a refused one DynamoDB does not say it. */
export interface Consumed {
  readonly operation: string;
  readonly units: number;
  /** How often the SDK sent it. */
  readonly attempts: number;
}

/** One table and the client that talks to it. Throttling and lost connections are tried again by the SDK, with jitter. */
export interface Connection {
  readonly table: string;
  readonly client: DynamoDBClient;
  readonly backoff: Backoff;
}

/** When the time of a call of the store is up, handed to every request that is part of it. */
export interface Until {
  readonly abortSignal: AbortSignal;
  /** From when on a call that another one can go on with answers with what it has. */
  readonly enoughAt: number;
}

const patientMs = 20_000;

export function connect(options: DynamoOptions): Connection {
  const { table, backoff = patient, onCapacity } = options;
  const client = new DynamoDBClient(clientConfig(options));
  if (onCapacity) measure(client, onCapacity);
  return { table, client, backoff };
}

export function untilOf({ callMs = patientMs }: Pick<DynamoOptions, "callMs">): Until {
  return { abortSignal: AbortSignal.timeout(callMs), enoughAt: performance.now() + callMs / 2 };
}

/** What all clients have in common. DynamoDB answers in milliseconds; what takes seconds is lost and better asked again. */
export function clientConfig(options: Pick<DynamoOptions, "endpoint" | "region" | "callMs">) {
  const attemptMs = Math.min(5_000, (options.callMs ?? patientMs) / 3);
  return {
    ...addressOf(options),
    maxAttempts: 6,
    requestHandler: {
      ...{ connectionTimeout: Math.min(2_000, attemptMs), requestTimeout: attemptMs, throwOnRequestTimeout: true },
      httpAgent: sockets,
      httpsAgent: sockets,
    },
  };
}

/** Connections are kept, and there are enough for two requests of 100 profiles: the SDK's 50 would make the second half wait for the first. */
const sockets = { keepAlive: true, maxSockets: 200 } as const;

/** Tells of each request what it consumed, also of one that was refused. */
export function measure(client: DynamoDBClient, onCapacity: NonNullable<DynamoOptions["onCapacity"]>): void {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, "");
        const input: ServiceInputTypes = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
        try {
          const result = await next({ ...args, input });
          onCapacity({ operation, units: unitsOf(operation, result.output), attempts: attemptsOf(result.output) });
          return result;
        } catch (error) {
          onCapacity({ operation, units: 0, attempts: attemptsOf(error) });
          throw error;
        }
      },
    { step: "initialize", name: "measureCapacity" },
  );
}

function unitsOf(operation: string, output: object): number {
  // The stream counts calls, and says nothing of it.
  if (operation === "GetRecords") return 1;
  const { ConsumedCapacity: consumed = [] } = output as { readonly ConsumedCapacity?: Capacity | readonly Capacity[] };
  return [consumed].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

function attemptsOf(told: unknown): number {
  return (told as { readonly $metadata?: { readonly attempts?: number } }).$metadata?.attempts ?? 1;
}

interface Capacity {
  readonly CapacityUnits?: number;
}
