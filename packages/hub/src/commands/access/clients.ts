import { Access } from "@hub/core/access";
import type { Command } from "commander";
import { say, withCommands } from "./said.ts";

export function addClientCommands(access: Command): void {
  access
    .command("clients")
    .description("list an agency's clients at issuers of tokens, as JSON Lines")
    .argument("<agency>", "id of the agency")
    .action((agency: string) =>
      withCommands(async (ctx) => {
        for (const client of await Access.clients(ctx, { agency })) process.stdout.write(`${JSON.stringify(client)}\n`);
      }),
    );
  access
    .command("add-client")
    .description("let a partner's system in by tokens of its own (OAuth 2 client credentials)")
    .argument("<agency>", "id of the agency")
    .requiredOption("--issuer <url>", "who vouches for it: issuer of its tokens (iss)")
    .requiredOption("--client <id>", "its client id there (client_id)")
    .action((agency: string, options: { issuer: string; client: string }) =>
      withCommands(async (ctx) => say(await Access.addClient(ctx, { agency, ...options }))),
    );
  access
    .command("remove-client")
    .description("let a system in no longer")
    .argument("<agency>", "id of the agency")
    .argument("<client>", "id of the client (cli_…)")
    .action((agency: string, id: string) =>
      withCommands(async (ctx) => {
        const known = (await Access.clients(ctx, { agency })).find((client) => client.id === id);
        say(await Access.removeClient(ctx, { id, version: known?.version ?? 1 }));
      }),
    );
}
