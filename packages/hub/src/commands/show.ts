import { Enterprise } from "@hub/core/enterprise";
import type { Command } from "commander";
import { withStore } from "../opened.ts";

interface Options {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly timeline?: boolean;
  readonly confirmations?: boolean;
}

export function addShow(program: Command): void {
  program
    .command("show")
    .description("print all that is known of one enterprise, as JSON")
    .argument("<uscc>", "Unified Social Credit Code")
    .option("--as-of <day>", "what was true on that day, YYYY-MM-DD")
    .option("--known-at <instant>", "what the hub knew at that instant, YYYY-MM-DDTHH:MM:SS.sssZ")
    .option("--timeline", "every version of every record instead, newest first")
    .option("--confirmations", "with --timeline: also versions that only confirm what was known")
    .addHelpText(
      "after",
      "\nExamples:\n  hub show 91140581DEM0000064\n  hub show 91140581DEM0000064 --as-of 2020-06-30\n  hub show 91140581DEM0000064 --timeline",
    )
    .action((uscc: string, { asOf, knownAt, timeline, confirmations = false }: Options) =>
      withStore(async (ctx) => {
        const at = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
        const found = timeline ? await Enterprise.timeline(ctx, { uscc, confirmations, ...at }) : await Enterprise.get(ctx, { uscc, ...at });
        process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
        if (found === null || (Array.isArray(found) && found.length === 0)) process.exitCode = 1;
      }),
    );
}
