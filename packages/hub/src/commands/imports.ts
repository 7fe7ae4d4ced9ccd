import { Intake } from "@hub/core/intake";
import type { Command } from "commander";
import { asOperator, openStore } from "../local.ts";
import { readSettings } from "../settings.ts";
import { wholeNumber } from "./demo.ts";

export function addImports(program: Command): void {
  program
    .command("imports")
    .description("list the imports, newest first")
    .addHelpText("after", "\nExample:\n  hub imports --first 5")
    .option("--first <n>", "how many", wholeNumber, 20)
    .action(async ({ first }: { first: number }) => {
      const settings = readSettings(process.env);
      const store = await openStore(settings);
      try {
        const page = await Intake.list(asOperator(store, settings), { first });
        for (const run of page.items) {
          const counts = `${run.created} created, ${run.changed} changed, ${run.unchanged} unchanged, ${run.rejected} rejected`;
          process.stdout.write(`${run.receivedAt}  ${run.sha256.slice(0, 12)}  ${run.state.padEnd(7)}  ${run.fileName}  ${counts}\n`);
        }
      } finally {
        await store.close();
      }
    });
}
