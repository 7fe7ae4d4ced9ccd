import { Access } from "@hub/core/access";
import { delegable } from "@hub/core/rights";
import { type Command, Option } from "commander";
import { wholeNumber } from "../demo.ts";
import { say, withCommands } from "./said.ts";

export function addDelegationCommands(access: Command): void {
  access
    .command("delegations")
    .description("list who may act for an enterprise, as JSON Lines")
    .argument("<uscc>", "Unified Social Credit Code")
    .action((uscc: string) =>
      withCommands(async (ctx) => {
        for (const each of await Access.delegations(ctx, { uscc })) process.stdout.write(`${JSON.stringify(each)}\n`);
      }),
    );
  access
    .command("delegate")
    .description("let a person act for an enterprise for some days")
    .argument("<uscc>", "Unified Social Credit Code")
    .argument("<person>", "id of the person (psn_…)")
    .addOption(new Option("--action <action...>", "what the person may do for it").choices([...delegable]).makeOptionMandatory())
    .option("--days <n>", "for how many days, 731 at most", wholeNumber, 365)
    .action((uscc: string, person: string, { action, days }: { action: Access.Delegation["actions"]; days: number }) =>
      withCommands(async (ctx) => say(await Access.delegate(ctx, { uscc, person, actions: action, days }))),
    );
  access
    .command("end-delegation")
    .description("let a person act for an enterprise no longer")
    .argument("<uscc>", "Unified Social Credit Code")
    .argument("<person>", "id of the person (psn_…)")
    .action((uscc: string, person: string) =>
      withCommands(async (ctx) => {
        const known = (await Access.delegations(ctx, { uscc })).find((each) => each.person === person);
        say(await Access.endDelegation(ctx, { uscc, person, version: known?.version ?? 1 }));
      }),
    );
}
