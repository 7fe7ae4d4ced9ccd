import { recordKinds } from "@hub/core/records";
import { Totals } from "@hub/core/totals";
import type { Command } from "commander";
import { withStore } from "../opened.ts";

export function addStatistics(program: Command): void {
  program
    .command("statistics")
    .description("print how many records of each kind there are, by state, division and list")
    .addHelpText("after", "\nExample:\n  hub statistics")
    .action(() =>
      withStore(async (ctx) => {
        for (const kind of recordKinds) {
          const { count, by } = await Totals.statistics(ctx, { kind });
          process.stdout.write(`${kind}\t\t\t${count}\n`);
          for (const dimension of ["state", "division", "list"] as const) {
            for (const { value, count: some } of by[dimension]) process.stdout.write(`${kind}\t${dimension}\t${value}\t${some}\n`);
          }
        }
      }),
    );
}
