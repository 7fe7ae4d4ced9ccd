import { HubError } from "@hub/core/error";
import { Command, CommanderError } from "commander";
import { addAccess } from "./commands/access.ts";
import { addAudit } from "./commands/audit.ts";
import { addCapacity } from "./commands/capacity.ts";
import { addCertificate } from "./commands/certificate.ts";
import { addChanges } from "./commands/changes.ts";
import { addCheck } from "./commands/check.ts";
import { addDemo } from "./commands/demo.ts";
import { addDigest } from "./commands/digest.ts";
import { addImport } from "./commands/import.ts";
import { addImports } from "./commands/imports.ts";
import { addKeys } from "./commands/keys.ts";
import { addOutreach } from "./commands/outreach.ts";
import { addProject } from "./commands/project.ts";
import { addRebuild } from "./commands/rebuild.ts";
import { addRules } from "./commands/rules.ts";
import { addServe } from "./commands/serve.ts";
import { addSettings } from "./commands/settings.ts";
import { addShow } from "./commands/show.ts";
import { addStatistics } from "./commands/statistics.ts";
import { addToken } from "./commands/token.ts";
import { addUscc } from "./commands/uscc.ts";
import { addVerify } from "./commands/verify.ts";

/** The `hub` command. Exit codes: 0 done, 1 done with rejected rows or a negative answer, 2 refused. */
const program = new Command("hub")
  .description("企业环境信用数据中枢 · Enterprise Environmental Credit Hub")
  .showHelpAfterError("(hub --help lists the commands)")
  .exitOverride();

const commands = [
  ...[addServe, addAccess, addToken, addAudit, addImport, addImports, addShow, addUscc, addCertificate, addCheck, addKeys, addChanges, addStatistics],
  ...[addRules, addOutreach],
  ...[addProject, addVerify, addRebuild, addDigest, addDemo, addCapacity, addSettings],
];
for (const add of commands) add(program);

// Whoever reads the output may stop reading (… | head): the work goes on all the same.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

/** What the system says of a path that was handed in: missing, forbidden, of the wrong kind, on a full disk. */
function isOfFiles(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "path" in error;
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof HubError) {
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = 2;
  } else if (isOfFiles(error)) {
    process.stderr.write(`FILE_UNREADABLE: ${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
