import { createWriteStream, existsSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Ctx } from "@hub/core/ctx";
import { HubError } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { stringify } from "csv-stringify/sync";
import type { ImportedFile } from "./import.ts";

/** What an import did, for people. */
export function summaryOf({ run, isRepeat, resumedAfter, otherSheets }: ImportedFile): string {
  const how = [run.format.toUpperCase(), run.encoding?.toUpperCase(), run.sheet && `sheet ${run.sheet}`].filter(Boolean).join(", ");
  const lines = [
    `${run.fileName} (${how}) → ${Intake.titleOf(run.kind)}`,
    `  ${counted(run.rows, "row")}: ${run.created} created, ${run.changed} changed, ${run.unchanged} unchanged, ${run.rejected} rejected; ${run.warnings} with warnings`,
  ];
  if (isRepeat) lines.push(`  imported before, on ${run.receivedAt}: nothing to do (--again reads it once more)`);
  if (resumedAfter > 0) lines.push(`  went on after row ${resumedAfter}, where an earlier import had stopped`);
  for (const [code, rows] of Object.entries(run.issues)) lines.push(`  ${code}: ${counted(rows, "row")}. ${fixOf(code)}`);
  if (run.personalDropped > 0)
    lines.push(
      `  ${run.personalDropped === 1 ? "1 personal document entry was" : `${run.personalDropped} personal document entries were`} dropped at the door`,
    );
  if (otherSheets.length > 0) lines.push(`  SHEETS NOT READ: ${otherSheets.join(", ")}. Import the file again for each, with --sheet NAME`);
  if (run.ignoredColumns.length > 0) lines.push(`  columns not known and left out: ${run.ignoredColumns.join(", ")}`);
  if (run.kind !== "register") for (const [name, quality] of Object.entries(run.sources)) lines.push(`  ${name}: ${qualityText(quality)}`);
  return lines.join("\n");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function fixOf(code: string): string {
  return Intake.issueCodes[code as Intake.IssueCode]?.fix ?? "";
}

function qualityText(quality: Intake.Quality): string {
  const { compliance, timeliness } = Intake.rates(quality);
  return `compliance (合规率) ${percent(compliance)}, timeliness (及时率) ${percent(timeliness)} (${quality.onTime} in time, ${quality.late} late, ${quality.unmeasured} not measured)`;
}

function percent(rate: number | null): string {
  return rate === null ? "not measured" : `${(rate * 100).toFixed(1)} %`;
}

interface Line {
  readonly file: string;
  /** Null where a line is about the whole file. */
  readonly row: number | null;
  readonly outcome: string;
  readonly column: string | null;
  readonly value: string | null;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly fixZh: string;
}

const columns: readonly (keyof Line)[] = ["file", "row", "outcome", "column", "value", "code", "message", "fix", "fixZh"];

/** Throws BAD_INPUT for a report that could not be written, before anything is imported. */
export async function checkReportPath(path: string): Promise<void> {
  if (!/\.(csv|json)$/.test(path)) throw new HubError("BAD_INPUT", `--report ${path}: the name must end in .csv or .json`);
  const folder = dirname(path);
  if (!existsSync(folder)) throw new HubError("BAD_INPUT", `--report ${path}: there is no folder ${folder}`);
  const isNew = !existsSync(path);
  const file = await open(path, "a").catch((error: unknown) => {
    throw unwritable(path, error);
  });
  await file.close();
  if (isNew) await rm(path, { force: true });
}

function unwritable(path: string, error: unknown): HubError {
  return new HubError("BAD_INPUT", `--report ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`, {}, { cause: error });
}

/** Cells that a spreadsheet would take for a formula are marked as text. */
const forSpreadsheets = { escape_formulas: true };

/** Writes what was said about every row, page by page. The ending decides: .csv, or .json with the summaries. Throws BAD_INPUT. */
export async function writeReport(ctx: Ctx, runs: readonly Intake.Run[], path: string): Promise<void> {
  const out = createWriteStream(path);
  try {
    await pipeline(reportText(ctx, runs, path.endsWith(".json")), out);
  } catch (error) {
    // The data's own errors stay what they are; only the file's are the report's.
    throw out.errored === error && (error as NodeJS.ErrnoException).syscall !== undefined ? unwritable(path, error) : error;
  }
}

/** The report, piece by piece. */
async function* reportText(ctx: Ctx, runs: readonly Intake.Run[], isJson: boolean): AsyncGenerator<string> {
  yield isJson ? '{"imports":[' : `\ufeff${stringify([columns as string[]])}`;
  for (const [index, run] of runs.entries()) {
    if (isJson) yield `${index > 0 ? "," : ""}${JSON.stringify(summaryJson(run)).slice(0, -1)},"rows":[`;
    let isFirst = true;
    for await (const lines of linesOf(ctx, run)) {
      yield isJson
        ? lines.map((line, at) => `${isFirst && at === 0 ? "" : ","}${JSON.stringify(line)}`).join("")
        : stringify(
            lines.map((line) => columns.map((column) => line[column])),
            forSpreadsheets,
          );
      isFirst = false;
    }
    if (!isJson)
      yield stringify(
        ratesOf(run).map((line) => columns.map((column) => line[column])),
        forSpreadsheets,
      );
    if (isJson) yield "]}";
  }
  if (isJson) yield "]}\n";
}

function summaryJson(run: Intake.Run) {
  const sources = Object.entries(run.sources).map(([name, quality]) => ({ name, ...quality, ...Intake.rates(quality) }));
  return { ...run, ...Intake.rates(Intake.total(run)), sources };
}

/** How well each source reports, as lines behind those of the rows; JSON has it in the summary. */
function ratesOf(run: Intake.Run): readonly Line[] {
  if (run.kind === "register") return [];
  return Object.entries(run.sources).flatMap(([name, quality]) => {
    const { compliance, timeliness } = Intake.rates(quality);
    const counts = `${quality.onTime} in time, ${quality.late} late, ${quality.unmeasured} not measured`;
    const line = { file: run.fileName, row: null, outcome: "summary", column: name, fix: "", fixZh: "" };
    return [
      { ...line, value: percent(compliance), code: "COMPLIANCE", message: `合规率: ${quality.accepted} of ${counted(quality.rows, "row")} passed all checks` },
      { ...line, value: percent(timeliness), code: "TIMELINESS", message: `及时率: ${counts}` },
    ];
  });
}

async function* linesOf(ctx: Ctx, run: Intake.Run): AsyncGenerator<readonly Line[]> {
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof Intake.listIssues>> = await Intake.listIssues(ctx, { sha256: run.sha256, first: 1_000, after });
    const lines = page.items.flatMap(({ row, outcome, issues }) =>
      issues.map((issue) => {
        const { fix, fixZh } = Intake.issueCodes[issue.code];
        return { file: run.fileName, row, outcome, column: issue.column, value: issue.value, code: issue.code, message: issue.message, fix, fixZh };
      }),
    );
    if (lines.length > 0) yield lines;
    after = page.cursor;
  } while (after !== null);
}
