import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Clock, fixedClock, systemClock } from "@hub/core/clock";
import { type Actor, anyone, type Ctx, operator, type Request } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import type { Issuer, Signer } from "@hub/core/issuer";
import type { ItemStore } from "@hub/core/ports";
import { Projection } from "@hub/core/projection";
import type { Vault } from "@hub/core/vault";
import { printerOf } from "@hub/print";
import { type Allowances, openDoor, type Verify } from "@hub/server/access";
import { createApi } from "@hub/server/api";
import { compiledExecution } from "@hub/server/compiled";
import { createListener } from "@hub/server/http";
import type { Logger } from "@hub/server/logger";
import { signerOf } from "@hub/server/signing";
import { noTracing, type Tracing } from "@hub/server/tracing";
import { trailWriter } from "@hub/server/trail";
import { noVault } from "@hub/server/vault";
import { makeTable, openDynamo } from "@hub/store/dynamodb";
import { openSqlite } from "@hub/store/sqlite";
import { type Files, openFiles } from "./files.ts";
import { keyFolder } from "./keys.ts";
import { isOnAws, type Settings } from "./settings.ts";

/** The hub's parts on one machine. */
export async function openStore(settings: Settings): Promise<ItemStore> {
  if (settings.HUB_STORE === "dynamodb") {
    const at = { table: settings.HUB_TABLE, ...(settings.HUB_ENDPOINT !== undefined && { endpoint: settings.HUB_ENDPOINT }) };
    // On AWS the stack makes the table, protected and backed up: a mistyped name must not make another.
    if (!isOnAws(settings)) await makeTable(at);
    return openDynamo(at);
  }
  return openSqlite({ file: join(settings.HUB_DATA, "hub.sqlite") });
}

export function clockOf(settings: Settings): Clock {
  return settings.HUB_CLOCK ? fixedClock(settings.HUB_CLOCK) : systemClock;
}

/** The context of a command: done by who has the machine, each with an id of its own in the trail. */
export function asOperator(store: ItemStore, settings: Settings, channel: Request["channel"] = "command"): Ctx {
  return { actor: operator, store, clock: clockOf(settings), ...openFiles(settings), request: { id: randomUUID(), purpose: null, channel } };
}

/** The signer whose keys lie in the data folder. */
export function openSigner({ HUB_DATA }: Pick<Settings, "HUB_DATA">, clock: Clock): Signer {
  return signerOf(keyFolder(HUB_DATA, () => clock.now()).read);
}

/** Who vouches for certificates that a command issues, as `hub serve` with the same settings does. */
export function issuerOf(settings: Settings): Issuer {
  const url = settings.HUB_PUBLIC_URL ?? localAddress(settings.HUB_PORT);
  return { url, signer: openSigner(settings, clockOf(settings)), hasPdf: true };
}

function localAddress(port: number): string {
  return `http://localhost:${port}`;
}

export interface Running {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface ServeOptions extends Files {
  readonly store: ItemStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly host: string;
  readonly port: number;
  /** What /health names as the store. */
  readonly kind?: Settings["HUB_STORE"];
  /** Whether a stream hands changes over to a function, as on AWS. */
  readonly isStreamed?: boolean;
  /** Guards keys; none are given or taken without it. */
  readonly vault?: Vault | undefined;
  /** Checks tokens; none are taken without it. */
  readonly verify?: Verify | undefined;
  /** How many requests are allowed; as many as come unless told. */
  readonly allowances?: Allowances | undefined;
  /** Proxies before the hub whose word on where a request comes from is taken; none unless told. */
  readonly proxies?: number | undefined;
  /** As whom everybody is taken who asks, without a door: for tests and benches alone. */
  readonly actor?: Actor;
  /** Whether clients may read the schema; they may unless told. */
  readonly introspection?: boolean;
  /** None unless told. */
  readonly tracing?: Tracing;
  /** Signs certificates; none are issued without it. */
  readonly signer?: Signer | undefined;
  /** Address that certificates carry; localhost with the port unless told. */
  readonly publicUrl?: string | undefined;
  /** "compiled" unless told; "stock" leaves execution to Apollo, for comparison. */
  readonly execution?: "compiled" | "stock";
}

/** Serves the API over a store until closed. Throws STORE_UNUSABLE, and BAD_INPUT when the port is taken. */
export async function serve({
  store,
  clock,
  log,
  host,
  port,
  kind = "sqlite",
  isStreamed = false,
  blobs,
  scanner,
  vault = noVault("This hub was started without a pepper"),
  verify,
  allowances = { anonymous: null, known: null },
  proxies = 0,
  actor,
  introspection = true,
  tracing = noTracing,
  signer,
  publicUrl,
  execution = "compiled",
}: ServeOptions): Promise<Running> {
  const api = createApi({ introspection, plugin: execution === "compiled" ? compiledExecution : undefined });
  const door = actor
    ? { enter: async () => ({ actor, allowed: Promise.resolve() }), forget: () => {} }
    : openDoor({ store, clock, vault, verify: verify ?? null, allowances, log });
  const server: Server = createServer(
    createListener({
      api,
      log,
      tracing,
      printer: printerOf(),
      proxies,
      house: { store, clock, vault, door, blobs, scanner, trails: trailWriter({ store, clock }) },
      // Asked for with each request: the port is bound only when the first one comes.
      issuer: () => signer && { url: publicUrl ?? localAddress(boundPort(server)), signer, hasPdf: true },
      health: async () => {
        const changesLag = await (isStreamed ? Projection.streamLag : Projection.lag)({ actor: anyone, store, clock }, {});
        return { store: kind, time: clock.now().toISOString(), changesLag };
      },
    }),
  );
  await listening(server, host, port);
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${boundPort(server)}`,
    close: async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeIdleConnections();
        // A client that keeps a connection open and says nothing must not keep the hub from ending.
        setTimeout(() => server.closeAllConnections(), graceMs).unref();
      });
      await api.stop();
    },
  };
}

function boundPort(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** How long requests in flight may take when the hub is told to end, in milliseconds. */
const graceMs = 5_000;

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "another program uses the port; set HUB_PORT to another one" : error.message;
      reject(new HubError("BAD_INPUT", `Cannot serve on ${host}:${port}: ${why}`, {}, { cause: error }));
    });
    server.listen(port, host, resolve);
  });
}
