import type { Ctx } from "@hub/core/ctx";
import { asOperator, openStore } from "./local.ts";
import { openVault } from "./pepper.ts";
import { readSettings, type Settings } from "./settings.ts";

/** Does some work as the operator, on the store that the environment names, and closes it. */
export async function withStore<T>(work: (ctx: Ctx, settings: Settings) => Promise<T>): Promise<T> {
  const settings = readSettings(process.env);
  const store = await openStore(settings);
  try {
    return await work({ ...asOperator(store, settings), vault: await openVault(settings) }, settings);
  } finally {
    await store.close();
  }
}
