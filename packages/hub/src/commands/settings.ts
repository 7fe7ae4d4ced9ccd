import type { Command } from "commander";
import { describeSettings, readSettings } from "../settings.ts";

export function addSettings(program: Command): void {
  program
    .command("settings")
    .description("print every setting, its value and its meaning")
    .addHelpText("after", "\nExamples:\n  hub settings\n  HUB_PORT=8080 hub settings")
    .action(() => {
      for (const { name, value, meaning } of describeSettings(readSettings(process.env))) {
        process.stdout.write(`${name.padEnd(18)} ${value.padEnd(12)} ${meaning}\n`);
      }
    });
}
