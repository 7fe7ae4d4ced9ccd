import type { Ctx } from "@hub/core/ctx";
import { Outreach } from "@hub/core/outreach";
import type { Command } from "commander";
import { withStore } from "../opened.ts";

/** Campaigns of outreach from the command line: the same as over GraphQL, all batches at once. */
export function addOutreach(program: Command): void {
  const outreach = program
    .command("outreach")
    .description("tell every penalised firm what it can have repaired, and how")
    .addHelpText("after", "\nExample:\n  hub outreach open 信用修复告知行动 --division 140581 --since 2017-01-01");
  outreach
    .command("open")
    .description("begin a campaign, and look for its firms")
    .argument("<title>", "what it is called")
    .requiredOption("--division <code>", "division whose firms it is for, with those below it")
    .requiredOption("--since <day>", "firms that were penalised from this day on")
    .addHelpText("after", "\nExample:\n  hub outreach open 信用修复告知行动 --division 140581 --since 2017-01-01")
    .action((title: string, { division, since }: { division: string; since: string }) =>
      withStore(async (ctx) => {
        const { id } = await Outreach.open(ctx, { title, division, since });
        await goOn(ctx, id);
      }),
    );
  outreach
    .command("tell")
    .description("tell each firm of a campaign, one by one: a notice with its records, what is asked for and how to go about it")
    .argument("<campaign>", "id of the campaign")
    .action((id: string) =>
      withStore(async (ctx) => {
        await Outreach.tell(ctx, { id });
        await goOn(ctx, id);
      }),
    );
  outreach
    .command("refresh")
    .description("assess each firm of a campaign anew")
    .argument("<campaign>", "id of the campaign")
    .action((id: string) =>
      withStore(async (ctx) => {
        await Outreach.refresh(ctx, { id });
        await goOn(ctx, id);
      }),
    );
  outreach
    .command("resume")
    .description("go on with what a campaign is at, after it was interrupted")
    .argument("<campaign>", "id of the campaign")
    .action((id: string) => withStore((ctx) => goOn(ctx, id)));
  outreach
    .command("show")
    .description("print how far a campaign is, as JSON, and its firms a line each")
    .argument("<campaign>", "id of the campaign")
    .action((id: string) =>
      withStore(async (ctx) => {
        let after: string | null = null;
        for (let page = 1; ; page += 1) {
          const found: Outreach.Progress | null = await Outreach.progress(ctx, { id, first: 100, after });
          if (!found) break;
          const { targets, cursor, ...totals } = found;
          if (page === 1) say(totals);
          for (const target of targets) say(target);
          after = cursor;
          if (after === null) break;
        }
      }),
    );
  outreach
    .command("list")
    .description("list the campaigns, as JSON Lines")
    .action(() =>
      withStore(async (ctx) => {
        for (const campaign of await Outreach.campaigns(ctx, {})) say(campaign);
      }),
    );
}

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** All batches, one after the other, each with a line on how far it is; then the figures. */
async function goOn(ctx: Ctx, id: string): Promise<void> {
  for (;;) {
    const { phase, done, firms } = await Outreach.advance(ctx, { id });
    process.stderr.write(`${phase}: ${done} of ${firms} firms\n`);
    if (phase === "ready" || phase === "closed") break;
  }
  const found = await Outreach.progress(ctx, { id, first: 1 });
  if (!found) return;
  const { targets: _targets, cursor: _cursor, ...totals } = found;
  say(totals);
}
