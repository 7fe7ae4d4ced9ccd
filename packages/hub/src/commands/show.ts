import { operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import type { Command } from "commander";
import { clockOf, openStore } from "../local.ts";
import { readSettings } from "../settings.ts";

export function addShow(program: Command): void {
  program
    .command("show")
    .description("print all that is known of one enterprise, as JSON")
    .argument("<uscc>", "Unified Social Credit Code")
    .addHelpText("after", "\nExample:\n  hub show 91140581DEM0000064")
    .action(async (uscc: string) => {
      const settings = readSettings(process.env);
      const store = await openStore(settings);
      try {
        const profile = await Enterprise.get({ actor: operator, store, clock: clockOf(settings) }, { uscc });
        process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
        if (!profile) process.exitCode = 1;
      } finally {
        await store.close();
      }
    });
}
