import { Access } from "@hub/core/access";
import { type Command, Option } from "commander";
import { each, say, withCommands } from "./said.ts";

interface MembershipOptions {
  readonly role: Access.Membership["role"];
  readonly agency?: string;
  readonly division: string[];
  readonly enterprise?: string[];
}

export function addPersonCommands(access: Command): void {
  access
    .command("first-admin")
    .description("enter the first administrator, of the whole country; once, where nobody is entered yet")
    .requiredOption("--issuer <url>", "who vouches for the person: issuer of its tokens (iss)")
    .requiredOption("--subject <id>", "whom the issuer means (sub)")
    .option("--name <text>", "name to tell the person by")
    .addHelpText("after", "\nExample:\n  hub access first-admin --issuer https://login.example.gov.cn --subject u-1024")
    .action((options: { issuer: string; subject: string; name?: string }) => withCommands(async (ctx) => say(await Access.addFirstAdmin(ctx, options))));
  access
    .command("persons")
    .description("list the persons, as JSON Lines")
    .action(() =>
      withCommands(async (ctx) => {
        for await (const person of each((after) => Access.persons(ctx, { first: 100, after }))) process.stdout.write(`${JSON.stringify(person)}\n`);
      }),
    );
  withMembership(
    access
      .command("add-person")
      .description("enter a person whom an issuer of tokens vouches for, with one role; change-person adds others")
      .requiredOption("--issuer <url>", "issuer of the person's tokens (iss)")
      .requiredOption("--subject <id>", "whom the issuer means (sub)")
      .option("--name <text>", "name to tell the person by"),
  )
    .addHelpText(
      "after",
      "\nExample:\n  hub access add-person --issuer https://login.example.gov.cn --subject u-7 --role officer --agency b2u3r4e5 --division 140581",
    )
    .action(({ issuer, subject, name, ...membership }: MembershipOptions & { issuer: string; subject: string; name?: string }) =>
      withCommands(async (ctx) =>
        say(await Access.addPerson(ctx, { issuer, subject, ...(name !== undefined && { name }), memberships: [membershipOf(membership)] })),
      ),
    );
  withMembership(access.command("add-role").description("give a person one role more").argument("<person>", "id of the person (psn_…)")).action(
    (id: string, options: MembershipOptions) =>
      withCommands(async (ctx) => {
        const known = await Access.person(ctx, { id });
        say(await Access.changePerson(ctx, { id, version: known?.version ?? 1, memberships: [...(known?.memberships ?? []), membershipOf(options)] }));
      }),
  );
  access
    .command("remove-role")
    .description("take a role from a person")
    .argument("<person>", "id of the person (psn_…)")
    .addOption(new Option("--role <role>", "the role").choices([...Access.personRoles]).makeOptionMandatory())
    .action((id: string, { role }: { role: string }) =>
      withCommands(async (ctx) => {
        const known = await Access.person(ctx, { id });
        const memberships = (known?.memberships ?? []).filter((each) => each.role !== role);
        say(await Access.changePerson(ctx, { id, version: known?.version ?? 1, memberships }));
      }),
    );
  for (const [name, isActive, description] of [
    ["activate-person", true, "let a person in again"],
    ["deactivate-person", false, "let a person in no longer"],
  ] as const) {
    access
      .command(name)
      .description(description)
      .argument("<person>", "id of the person (psn_…)")
      .action((id: string) =>
        withCommands(async (ctx) => say(await Access.changePerson(ctx, { id, version: (await Access.person(ctx, { id }))?.version ?? 1, isActive }))),
      );
  }
}

function withMembership(command: Command): Command {
  return command
    .addOption(new Option("--role <role>", "the role").choices([...Access.personRoles]).makeOptionMandatory())
    .option("--agency <id>", "agency for which the person acts")
    .requiredOption("--division <code...>", "divisions for which the person acts; 000000 for the whole country")
    .option("--enterprise <uscc...>", "enterprises that are the person's own, in the role enterprise");
}

function membershipOf({ role, agency, division, enterprise }: MembershipOptions): Access.Membership {
  return { role, agency: agency ?? null, divisions: division, enterprises: enterprise ?? [] };
}
