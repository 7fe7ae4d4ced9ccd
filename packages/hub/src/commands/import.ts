import { mkdirSync } from "node:fs";
import { HubError } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { spool } from "@hub/files/read";
import { type Command, Option } from "commander";
import { filesIn, type ImportRequest, importFile } from "../import.ts";
import { asOperator, openStore } from "../local.ts";
import { progressLine } from "../progress.ts";
import { checkReportPath, summaryOf, writeReport } from "../report.ts";
import { readSettings } from "../settings.ts";

interface Options {
  readonly format?: "csv" | "xlsx" | "xml";
  readonly kind?: Intake.FileKind;
  readonly received?: string;
  readonly again?: boolean;
  readonly report?: string;
  readonly sheet?: string;
}

export function addImport(program: Command): void {
  program
    .command("import")
    .description("take official files in: register, licences, penalties; as CSV (UTF-8 or GB18030), XLSX or XML messages")
    .argument("<file...>", "files or folders; - for standard input")
    .addOption(new Option("--format <format>", "form of the file, where it should not be detected; needed for standard input").choices(["csv", "xlsx", "xml"]))
    .addOption(new Option("--kind <kind>", "kind of records, where the header should not decide").choices([...Intake.fileKinds]))
    .option("--received <day>", "day of report for rows that name none, YYYY-MM-DD; today unless told")
    .option("--sheet <name>", "sheet of a workbook; the first one with content unless told")
    .option("--again", "read the file once more although it was imported before")
    .option("--report <file>", "write what was said about rows to a .csv or .json file")
    .addHelpText(
      "after",
      "\nAn import that was interrupted goes on where it stopped when the same file is imported again.\nExit code 0: every row was taken; 1: some rows were rejected; 2: a file was refused.\n\nExamples:\n  hub import demo-files --report report.csv\n  hub import --format csv - < penalties.csv",
    )
    .action(async (files: string[], options: Options) => {
      if (options.report !== undefined) await checkReportPath(options.report);
      const settings = readSettings(process.env);
      const store = await openStore(settings);
      const runs: Intake.Run[] = [];
      let refused = 0;
      try {
        const ctx = asOperator(store, settings);
        const { paths, refusals } = await pathsOf(files, options);
        for (const refusal of refusals) process.stderr.write(`${refusal.code}: ${refusal.message}\n`);
        refused += refusals.length;
        for (const file of paths) {
          const line = progressLine();
          const path = file.path ?? (await spooled(settings.HUB_DATA));
          const request: ImportRequest = {
            ...file,
            path,
            isTemporary: file.path === null,
            ...choices(options),
            onProgress: (run) => line.show(`${run.fileName}: ${run.rows} rows`),
          };
          try {
            const imported = await importFile(ctx, request);
            line.clear();
            runs.push(imported.run);
            process.stdout.write(`${summaryOf(imported)}\n`);
          } catch (error) {
            line.clear();
            if (!(error instanceof HubError) || error.code === "INTERNAL") throw error;
            refused += 1;
            process.stderr.write(`${file.name}: ${error.code}: ${error.message.replace(`${path}: `, "")}\n`);
          }
        }
        if (options.report !== undefined) await writeReport(ctx, runs, options.report);
      } finally {
        await store.close();
      }
      process.exitCode = refused > 0 ? 2 : runs.some((run) => run.rejected > 0) ? 1 : 0;
    });
}

function choices({ format, kind, received, again, sheet }: Options) {
  return {
    ...(format && { format }),
    ...(kind && { kind }),
    ...(received && { receivedOn: received }),
    ...(again && { again }),
    ...(sheet && { sheet }),
  };
}

interface Handed {
  /** Null for standard input. */
  readonly path: string | null;
  readonly name: string;
}

/** The files that are meant, and what of it cannot be found or read: one bad name does not keep the others out. */
async function pathsOf(files: readonly string[], { format }: Options): Promise<{ readonly paths: readonly Handed[]; readonly refusals: readonly HubError[] }> {
  const paths: Handed[] = [];
  const refusals: HubError[] = [];
  for (const file of files) {
    if (file === "-") {
      if (!format) throw new HubError("BAD_INPUT", "Say what standard input holds: --format csv, xlsx or xml");
      paths.push({ path: null, name: `stdin.${format}` });
      continue;
    }
    try {
      const { files: found, subfolders } = await filesIn(file);
      paths.push(...found);
      if (subfolders.length > 0) process.stderr.write(`${file}: subfolders are not looked into: ${subfolders.join(", ")}. Import them by name\n`);
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      refusals.push(error);
    }
  }
  return { paths, refusals };
}

/** Standard input as a file in the data folder, which the import removes. */
async function spooled(data: string): Promise<string> {
  mkdirSync(data, { recursive: true });
  return spool(process.stdin, data);
}
