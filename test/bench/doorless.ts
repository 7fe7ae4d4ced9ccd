import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { systemClock } from "@hub/core/clock";
import type { Actor } from "@hub/core/ctx";
import type { ItemStore } from "@hub/core/ports";
import { createApi } from "@hub/server/api";
import { compiledExecution } from "@hub/server/compiled";
import { createListener } from "@hub/server/http";
import { createLogger } from "@hub/server/logger";
import { noVault } from "@hub/server/vault";

/** Serves the hub's API without its doors: everybody is one actor, nothing is counted and nothing noted. Answers the address of the API. */
export async function serveDoorless(store: ItemStore, actor: Actor, execution: "compiled" | "stock" = "compiled"): Promise<string> {
  const door = { enter: async () => ({ actor, allowed: Promise.resolve() }), forget: () => {} };
  const trails = { begin: () => ({ note: () => {}, written: async () => {}, end: () => {} }) };
  const house = { store, clock: systemClock, vault: noVault("There are no doors"), door, trails };
  const api = createApi({ plugin: execution === "compiled" ? compiledExecution : undefined });
  const server = createServer(createListener({ api, log: createLogger("silent"), house, health: async () => ({}) }));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}
