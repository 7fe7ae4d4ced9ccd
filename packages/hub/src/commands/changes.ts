import { Log } from "@hub/core/log";
import { type RecordKind, recordKinds } from "@hub/core/records";
import { type Command, Option } from "commander";
import { withStore } from "../opened.ts";
import { wholeNumber } from "./demo.ts";

export function addChanges(program: Command): void {
  program
    .command("changes")
    .description("print the change log as JSON Lines, an entry a line; where to go on is said on standard error")
    .option("--after <cursor>", "begin behind this cursor")
    .addOption(new Option("--kinds <kind...>", "only records of these kinds").choices([...recordKinds]))
    .option("--first <n>", "how many entries, 1,000 at most", wholeNumber, 100)
    .addHelpText("after", "\nExample:\n  hub changes --kinds penalty --first 10")
    .action(({ after, kinds, first }: { after?: string; kinds?: RecordKind[]; first: number }) =>
      withStore(async (ctx) => {
        const { entries, cursor, hasMore } = await Log.changes(ctx, { first, ...(after !== undefined && { after }), ...(kinds && { kinds }) });
        for (const entry of entries) process.stdout.write(`${JSON.stringify(entry)}\n`);
        process.stderr.write(cursor === null ? "The log is empty\n" : `${hasMore ? "More" : "Later ones"}: --after ${cursor}\n`);
      }),
    );
}
