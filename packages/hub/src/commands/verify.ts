import { Projection } from "@hub/core/projection";
import type { Command } from "commander";
import { withStore } from "../opened.ts";
import { progressLine } from "../progress.ts";

export function addVerify(program: Command): void {
  program
    .command("verify")
    .description("check the change log, every record's versions, and the totals against each other; name the first differences")
    .option("--json", "print the result as JSON")
    .addHelpText("after", "\nExit code 0: all is as it must be; 1: something is not.\n\nExample:\n  hub verify")
    .action(({ json }: { json?: boolean }) =>
      withStore(async (ctx) => {
        const line = progressLine();
        const result = await Projection.verify(ctx, { onProgress: ({ step, done, of }) => line.show(`${step}: ${done}${of === null ? "" : ` of ${of}`}`) });
        line.clear();
        if (result.differences.length > 0) process.exitCode = 1;
        process.stdout.write(json ? `${JSON.stringify(result)}\n` : textOf(result));
      }),
    );
}

function textOf({ sequence, hash, records, pending, differences, isBusy }: Projection.Verified): string {
  if (differences.length > 0) {
    return `Not sound. The log is sound up to entry ${sequence}.\n${differences.map(({ in: where, position, message }) => `  ${where} ${position}: ${message}\n`).join("")}`;
  }
  const busy = isBusy ? "The hub was written to all the time: totals were not compared.\n" : "";
  return `Sound: ${records} records, ${sequence} entries of the log up to ${hash}, ${pending} versions not yet in it.\n${busy}`;
}
