import { Self } from "@hub/core/self";
import type { Command } from "commander";
import { addAgencyCommands } from "./access/agencies.ts";
import { addClientCommands } from "./access/clients.ts";
import { addDelegationCommands } from "./access/delegations.ts";
import { addKeyCommands } from "./access/keys.ts";
import { addPersonCommands } from "./access/persons.ts";
import { withCommands } from "./access/said.ts";

export function addAccess(program: Command): void {
  const access = program
    .command("access")
    .description("agencies, keys, persons, roles and delegations: who is let in, and what they may do")
    .addHelpText(
      "after",
      "\nExamples:\n  hub access rights\n  hub access first-admin --issuer https://login.example.gov.cn --subject u-1024\n  hub access agencies",
    );
  access
    .command("rights")
    .description("print the catalogue of rights: what may be done, by whom, how far, and why")
    .action(() =>
      withCommands(async (ctx) => {
        for (const { action, who, why } of await Self.catalogue(ctx, {})) {
          const roles = who.map(({ role, reach }) => (reach === "all" ? role : `${role} (${reach})`)).join(", ");
          process.stdout.write(`${action}\n  ${roles || "the operator alone"}\n  ${why}\n`);
        }
      }),
    );
  for (const add of [addAgencyCommands, addKeyCommands, addClientCommands, addPersonCommands, addDelegationCommands]) add(access);
}
