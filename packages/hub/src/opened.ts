import { type Ctx, operator } from "@hub/core/ctx";
import { clockOf, openStore } from "./local.ts";
import { readSettings, type Settings } from "./settings.ts";

/** Does some work as the operator, on the store that the environment names, and closes it. */
export async function withStore<T>(work: (ctx: Ctx, settings: Settings) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const store = await openStore(settings);
  try {
    return await work({ actor: operator, store, clock: clockOf(settings) }, settings);
  } finally {
    await store.close();
  }
}
