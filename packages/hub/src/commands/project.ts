import { Projection } from "@hub/core/projection";
import type { Command } from "commander";
import { withStore } from "../opened.ts";
import { progressLine } from "../progress.ts";

export function addProject(program: Command): void {
  program
    .command("project")
    .description("bring the change log and the totals up to date; hub serve does so by itself")
    .addHelpText("after", "\nExample:\n  hub import demo-files; hub project")
    .action(() =>
      withStore(async (ctx) => {
        const line = progressLine();
        const changes = await Projection.catchUp(ctx, { onProgress: (done) => line.show(`${done} changes`) });
        line.clear();
        process.stdout.write(`${changes} changes projected\n`);
      }),
    );
}
