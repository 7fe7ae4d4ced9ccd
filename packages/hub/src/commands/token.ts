import { HubError } from "@hub/core/error";
import type { Command } from "commander";
import { devIssuerUrl } from "../development.ts";
import { readSettings } from "../settings.ts";

export function addToken(program: Command): void {
  program
    .command("token")
    .description("print a token of a ready person, or of the ready system, from the issuer for development of a hub that serves (HUB_DEV_ISSUER)")
    .argument("<who>", "dev-partner, dev-enterprise, dev-officer, dev-officer-elsewhere, dev-reviewer, dev-auditor, dev-admin or dev-bidding-platform")
    .addHelpText("after", "\nThe hub must serve with the same HUB_DEV_ISSUER, e.g. 4400.\n\nExample:\n  hub token dev-officer")
    .action(async (who: string) => {
      const { HUB_DEV_ISSUER: port } = readSettings(process.env);
      if (port === 0) throw new HubError("BAD_INPUT", "Set HUB_DEV_ISSUER to the port that the hub was started with");
      process.stdout.write(`${await tokenOf(devIssuerUrl(port), who)}\n`);
    });
}

async function tokenOf(issuer: string, who: string): Promise<string> {
  const { clientTokenOf, devClients, devPeople, personTokenOf } = await import("../dev-issuer/index.ts");
  const person = devPeople.find(({ subject }) => subject === who);
  const client = devClients.find(({ id }) => id === who);
  if (person) return personTokenOf(issuer, person);
  if (client) return clientTokenOf(issuer, client);
  throw new HubError("BAD_INPUT", `${who} is nobody of the issuer for development; hub token --help lists who is`);
}
