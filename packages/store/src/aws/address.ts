/** Where a service of AWS is. */
export interface Place {
  /** Of a stand-in, or of an endpoint in a private network; without it, AWS of the region. */
  readonly endpoint?: string;
  /** Without it, what the environment says (AWS_REGION). */
  readonly region?: string;
}

interface Address extends Place {
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Where to connect. Stand-ins on this machine, as DynamoDB Local, take any credentials, and have none of their own. */
export function addressOf({ endpoint, region }: Place): Address {
  const isLocal = endpoint !== undefined && isOnThisMachine(endpoint);
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...((region !== undefined || isLocal) && { region: region ?? "local" }),
    ...(isLocal && { credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  };
}

const local = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Whether an endpoint is a stand-in's: AWS has none on this machine. */
export function isOnThisMachine(endpoint: string): boolean {
  return local.has(new URL(endpoint).hostname);
}
