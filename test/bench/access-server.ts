import { join } from "node:path";
import { Access } from "@hub/core/access";
import { systemClock } from "@hub/core/clock";
import { type Actor, operator } from "@hub/core/ctx";
import { serve } from "@hub/hub/local";
import { createLogger } from "@hub/server/logger";
import { vaultOf } from "@hub/server/vault";
import { openSqlite } from "@hub/store/sqlite";
import { serveDoorless } from "./doorless.ts";

/**
 * Serves profiles with and without doors, and tells its address and the key to ask with: node access-server.ts open|guarded DATA
 * "open" lets everybody in as the same partner, counts nothing and notes nothing.
 */
const [, , contender = "", data = ""] = process.argv;
const store = openSqlite({ file: join(data, "hub.sqlite") });
const log = createLogger("silent");
const clock = systemClock;

/** A partner of the whole country, whose key may ask as often as it can. */
async function partner() {
  const vault = vaultOf(new Uint8Array(32));
  const ctx = { actor: operator, store, clock, vault };
  const purposes = [{ code: "bench", text: "基准测试" }];
  const allowance = { perMinute: 1_000_000, burst: 100_000 };
  const { id: agency } = await Access.addAgency(ctx, { name: "示例", kind: "partner", divisions: ["000000"], purposes, allowance });
  const { secret } = await Access.issueKey(ctx, { agency, label: "bench" });
  return { vault, secret, agency };
}

const { vault, secret, agency } = await partner();
if (contender === "guarded") {
  const { url } = await serve({ store, clock, log, host: "127.0.0.1", port: 0, vault, allowances: { anonymous: { perMinute: 120, burst: 60 }, known: null } });
  process.stdout.write(`${url}/graphql ${secret}\n`);
} else {
  const actor: Actor = { id: "key:open", role: "partner", agency, divisions: ["000000"], enterprises: {}, purposes: ["bench"] };
  process.stdout.write(`${await serveDoorless(store, actor)} ${secret}\n`);
}
