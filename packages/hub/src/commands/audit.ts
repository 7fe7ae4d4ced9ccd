import { Audit } from "@hub/core/audit";
import { trailKinds } from "@hub/core/trail";
import { type Command, Option } from "commander";
import { withStore } from "../opened.ts";
import { wholeNumber } from "./demo.ts";

type Filter = Partial<Audit.Filter>;

export function addAudit(program: Command): void {
  const audit = program
    .command("audit")
    .description("who did what: list, count and seal the audit trail")
    .addHelpText("after", "\nExamples:\n  hub audit list --subject 91140581DEM0000064\n  hub audit totals --from 2026-01-01T00:00:00.000Z\n  hub audit seal");
  withFilter(audit.command("list").description("print entries, newest first, as JSON Lines"))
    .option("--first <n>", "how many entries", wholeNumber, 100)
    .action(({ first, ...filter }: Filter & { first: number }) =>
      withStore(async (ctx) => {
        let after: string | null = null;
        let left = first;
        do {
          const page: Audit.EntryPage = await Audit.list(ctx, { ...filter, first: Math.min(left, 100), after });
          for (const entry of page.items) process.stdout.write(`${JSON.stringify(entry)}\n`);
          left -= page.items.length;
          after = page.cursor;
        } while (after !== null && left > 0);
      }),
    );
  withFilter(audit.command("totals").description("count entries by what was done, for whom, in which role and what for")).action((filter: Filter) =>
    withStore(async (ctx) => {
      process.stdout.write(`${JSON.stringify(await Audit.totals(ctx, filter), null, 2)}\n`);
    }),
  );
  audit
    .command("seal")
    .description("seal what came to the trail since the last seal, but for the last minute; hub serve does so by itself")
    .action(() =>
      withStore(async (ctx) => {
        const seal = await Audit.seal(ctx, { isEarly: true });
        process.stdout.write(seal ? `${JSON.stringify(seal, null, 2)}\n` : "");
        if (!seal) process.stderr.write("Nothing has come since the last seal, but for the last minute\n");
      }),
    );
}

function withFilter(command: Command): Command {
  return command
    .option("--subject <uscc>", "only what is about this enterprise")
    .option("--agency <id>", "only what was done for this agency")
    .option("--actor <id>", "only what this person, key or client did")
    .option("--action <name>", "only where this was done (hub access rights)")
    .option("--purpose <code>", "only what was done for this purpose")
    .addOption(new Option("--kind <kind>", "only reading, or only writing").choices([...trailKinds]))
    .option("--from <instant>", "only from this instant on, YYYY-MM-DDTHH:MM:SS.sssZ")
    .option("--to <instant>", "only up to this instant");
}
