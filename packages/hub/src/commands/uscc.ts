import { Identity } from "@hub/core/identity";
import type { Command } from "commander";

export function addUscc(program: Command): void {
  program
    .command("uscc")
    .description("check Unified Social Credit Codes: what is wrong, and which code was meant")
    .argument("<code...>", "codes to check")
    .addHelpText("after", "\nExample:\n  hub uscc 91140581MA0DEMX13P")
    .action((codes: string[]) => {
      for (const code of codes) {
        const check = Identity.checkUscc(code);
        process.stdout.write(`${code}\t${check.ok ? "sound" : Identity.explainUscc(check)}\n`);
        if (!check.ok) process.exitCode = 1;
      }
    });
}
