import { systemClock } from "@hub/core/clock";
import type { Ctx, Request } from "@hub/core/ctx";
import { admit, type House, openDoor, type Verify } from "@hub/server/access";
import { clamdScanner } from "@hub/server/clamd";
import type { Logger } from "@hub/server/logger";
import { trailWriter } from "@hub/server/trail";
import { noVault, vaultOf } from "@hub/server/vault";
import { openDynamo } from "@hub/store/dynamodb";
import { openS3 } from "@hub/store/s3";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Call } from "./front.ts";
import { headersOf, issuerOf, searchOf } from "./gateway.ts";
import type { Settings } from "./settings.ts";

/** What functions that answer people have in common: table, door and trail. Made once, for all requests that an instance answers. */
export function openHouse(settings: Settings, log: Logger): House {
  const { HUB_TABLE: table, HUB_ENDPOINT: endpoint, HUB_KEY_PEPPER: pepper, HUB_RATE_ANONYMOUS: anonymous, HUB_RATE_KNOWN: known } = settings;
  // Who asks does not wait as long as an import does.
  const store = openDynamo({ table, callMs: 6_000, ...(endpoint !== undefined && { endpoint }) });
  const vault = pepper ? vaultOf(pepper) : noVault("This hub was deployed without the secret KeyPepper");
  const door = openDoor({ store, clock: systemClock, vault, verify: verifyBy(settings, log), allowances: { anonymous, known }, log });
  return { store, clock: systemClock, vault, door, trails: trailWriter({ store, clock: systemClock }), ...filesBy(settings) };
}

/** Where files lie that people attach, and who looks for malware in them: both in the time that a request has. */
function filesBy({ HUB_FILES: bucket, HUB_CLAMD: clamd }: Settings): Pick<House, "blobs" | "scanner"> {
  return {
    blobs: bucket === undefined ? undefined : openS3({ bucket, callMs: 5_000 }),
    scanner: clamd && clamdScanner({ ...clamd, timeoutMs: 3_000 }),
  };
}

/** Issuers are asked, and what checks signatures is loaded, when the first token comes: a start without one pays for neither. */
function verifyBy({ HUB_ISSUERS: issuers }: Settings, log: Logger): Verify | null {
  if (!issuers) return null;
  const onTrouble = (issuer: string, error: unknown) => log.warn({ err: error, issuer }, "the keys of an issuer could not be fetched");
  const opened = lazily(async () => (await import("@hub/server/access/tokens")).tokenVerifier(issuers, { onTrouble }));
  return async (token) => (await opened()).verify(token);
}

/** Makes something when it is first asked for. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A request on its way in. */
interface Arriving {
  readonly house: House;
  readonly settings: Settings;
  readonly event: APIGatewayProxyEventV2;
  readonly call: Call;
  readonly channel: Request["channel"];
}

/** Lets a request in, and hands its answer out when what it read is in the trail. Throws what the door, the answer and the trail throw. */
export async function answering<T>({ house, settings, event, call, channel }: Arriving, answer: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { requestId, trace } = call;
  const headers = headersOf(event);
  // As API Gateway met it: what a caller writes into X-Forwarded-For has no say.
  const address = event.requestContext.http.sourceIp;
  const arrival = { requestId, channel, search: searchOf(event), header: (name: string) => headers.get(name), address };
  const { ctx, mayAnswer } = await admit(house, arrival, issuerOf(event, settings));
  try {
    const answered = await answer({ ...ctx, store: trace.over(ctx.store) });
    await mayAnswer();
    return answered;
  } finally {
    ctx.trail.end();
  }
}
