import { Access } from "@hub/core/access";
import type { Ctx } from "@hub/core/ctx";
import type { Command } from "commander";
import { wholeNumber } from "../demo.ts";
import { say, withCommands } from "./said.ts";

export function addKeyCommands(access: Command): void {
  access
    .command("keys")
    .description("list an agency's keys, as JSON Lines")
    .argument("<agency>", "id of the agency")
    .action((agency: string) =>
      withCommands(async (ctx) => {
        for (const key of await Access.keys(ctx, { agency })) process.stdout.write(`${JSON.stringify(key)}\n`);
      }),
    );
  access
    .command("issue-key")
    .description("make a key for a partner's system; it is shown this once")
    .argument("<agency>", "id of the agency")
    .requiredOption("--label <text>", "what uses it")
    .option("--network <cidr...>", "networks from which alone it is taken, e.g. 203.0.113.0/24")
    .option("--days <n>", "for how many days, 731 at most", wholeNumber, 365)
    .addHelpText("after", '\nExample:\n  hub access issue-key 7f3k9c2a --label "信贷系统" --network 203.0.113.0/24')
    .action((agency: string, { label, network = [], days }: { label: string; network?: string[]; days: number }) =>
      withCommands(async (ctx) => say(await Access.issueKey(ctx, { agency, label, networks: network, days }))),
    );
  access
    .command("rotate-key")
    .description("make a key in the place of another, which is taken for some hours more")
    .argument("<agency>", "id of the agency")
    .argument("<key>", "id of the old key")
    .option("--overlap-hours <n>", "for how many hours the old key is taken beside the new one", wholeNumber, 72)
    .option("--days <n>", "for how many days the new one is taken", wholeNumber, 365)
    .action((agency: string, key: string, { overlapHours, days }: { overlapHours: number; days: number }) =>
      withCommands(async (ctx) => say(await Access.rotateKey(ctx, { agency, key, version: await versionOf(ctx, agency, key), overlapHours, days }))),
    );
  access
    .command("revoke-key")
    .description("have a key refused from now on")
    .argument("<agency>", "id of the agency")
    .argument("<key>", "id of the key")
    .action((agency: string, key: string) =>
      withCommands(async (ctx) => say(await Access.revokeKey(ctx, { agency, key, version: await versionOf(ctx, agency, key) }))),
    );
}

/** The version that stands there now; 1 for a key that there is not, which the command then says. */
async function versionOf(ctx: Ctx, agency: string, key: string): Promise<number> {
  return (await Access.keys(ctx, { agency })).find(({ id }) => id === key)?.version ?? 1;
}
