import { Access } from "@hub/core/access";
import { HubError } from "@hub/core/error";
import { type Command, Option } from "commander";
import { wholeNumber } from "../demo.ts";
import { each, say, withCommands } from "./said.ts";

interface Given {
  readonly name?: string;
  readonly division?: string[];
  readonly purpose?: { readonly code: string; readonly text: string }[];
  readonly only?: string[];
  readonly perMinute?: number;
  readonly burst?: number;
}

export function addAgencyCommands(access: Command): void {
  access
    .command("agencies")
    .description("list the agencies, as JSON Lines")
    .action(() =>
      withCommands(async (ctx) => {
        for await (const agency of each((after) => Access.agencies(ctx, { first: 100, after }))) process.stdout.write(`${JSON.stringify(agency)}\n`);
      }),
    );
  withAgencyOptions(access.command("add-agency").description("enter an agency").argument("<name>", "name of the agency (部门)"))
    .addOption(new Option("--kind <kind>", "whether it uses the hub's data or makes them").choices([...Access.agencyKinds]).default("partner"))
    .addHelpText("after", '\nExample:\n  hub access add-agency "示例银行高平支行" --division 140581 --purpose "lending=贷前审查"')
    .action((name: string, { kind, ...options }: Given & { kind: Access.Agency["kind"] }) =>
      withCommands(async (ctx) => {
        const given = agencyOf(options);
        if (!given.divisions) throw new HubError("BAD_INPUT", "Name the divisions that it sees: --division 140581");
        say(await Access.addAgency(ctx, { ...given, divisions: given.divisions, name, kind }));
      }),
    );
  withAgencyOptions(
    access.command("change-agency").description("change what is named of an agency; what is left out stays").argument("<agency>", "id of the agency"),
  )
    .option("--name <name>", "name of the agency")
    .option("--activate", "let its keys and people in")
    .option("--deactivate", "let none of its keys and people in")
    .addHelpText("after", "\nExample:\n  hub access change-agency 7f3k9c2a --deactivate")
    .action((id: string, { activate, deactivate, name, ...options }: Given & { activate?: true; deactivate?: true }) =>
      withCommands(async (ctx) => {
        const known = await Access.agency(ctx, { id });
        const isActive = activate ? true : deactivate ? false : undefined;
        say(await Access.changeAgency(ctx, { ...agencyOf(options), ...(name !== undefined && { name }), isActive, id, version: known?.version ?? 1 }));
      }),
    );
}

function withAgencyOptions(command: Command): Command {
  return command
    .option("--division <code...>", "divisions that it sees, with all below them; 000000 for the whole country")
    .option("--purpose <code=text...>", "what it may read for that is not public", purposeOf)
    .option("--only <action...>", "actions to which its systems and people are narrowed (hub access rights)")
    .option("--per-minute <n>", "requests a minute that each of its keys and people may make, with --burst", wholeNumber)
    .option("--burst <n>", "requests at once, with --per-minute", wholeNumber);
}

function purposeOf(text: string, before: { code: string; text: string }[] = []) {
  const at = text.indexOf("=");
  if (at < 1) throw new HubError("BAD_INPUT", `--purpose ${text}: write it as code=text, e.g. lending=贷前审查`);
  return [...before, { code: text.slice(0, at), text: text.slice(at + 1) }];
}

function agencyOf({ division, purpose, only, perMinute, burst }: Given) {
  if ((perMinute === undefined) !== (burst === undefined)) throw new HubError("BAD_INPUT", "--per-minute and --burst belong together");
  return {
    ...(division && { divisions: division }),
    ...(purpose && { purposes: purpose }),
    ...(only && { only: only as Access.Agency["only"] }),
    ...(perMinute !== undefined && burst !== undefined && { allowance: { perMinute, burst } }),
  };
}
