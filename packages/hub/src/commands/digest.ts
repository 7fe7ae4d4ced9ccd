import type { Command } from "commander";
import { digestOf } from "../digest.ts";
import { openStore } from "../local.ts";
import { readSettings } from "../settings.ts";

export function addDigest(program: Command): void {
  program
    .command("digest")
    .description("print one digest of everything stored: equal digests, equal data")
    .addHelpText("after", "\nExample:\n  hub digest")
    .action(async () => {
      const store = await openStore(readSettings(process.env));
      try {
        const { digest, items } = await digestOf(store);
        process.stdout.write(`${digest} ${items} items\n`);
      } finally {
        await store.close();
      }
    });
}
