import { Projection } from "@hub/core/projection";
import type { Command } from "commander";
import { withStore } from "../opened.ts";
import { progressLine } from "../progress.ts";

export function addRebuild(program: Command): void {
  program
    .command("rebuild")
    .description("build the change log and the totals anew from the records, beside those in use, and swap; the hub may serve meanwhile")
    .addHelpText(
      "after",
      "\nSequences, hashes and cursors of the log stay as far as it is sound. Broken off, it leaves what is in use as it was.\n\nExample:\n  hub rebuild && hub verify",
    )
    .action(() =>
      withStore(async (ctx) => {
        const line = progressLine();
        const { generation, entries, damagedFrom, removed } = await Projection.rebuild(ctx, {
          onProgress: ({ step, done, of }) => line.show(`${step}: ${done}${of === null ? "" : ` of ${of}`}`),
        });
        line.clear();
        const log = damagedFrom === null ? "the log is the same, entry by entry" : `the log differs from entry ${damagedFrom} on: cursors behind it are gone`;
        process.stdout.write(`Generation ${generation} is in use: ${entries} entries; ${log}; ${removed} items of older ones removed\n`);
      }),
    );
}
