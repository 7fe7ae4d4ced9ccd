import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { HubError } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { writeCsv, writeXlsx, writeXml } from "@hub/files/write";
import { type County, licenceFile, penaltyFile, type Row, registerFile, updateFile } from "./row.ts";
import type { Demo, DemoFile } from "./summary.ts";

export { penaltyRows, registerRows, type SoundTable } from "./bench.ts";
export { type Demo, type DemoFile, summaryText } from "./summary.ts";
export { thread } from "./thread.ts";

export interface DemoOptions {
  /** At least 1, at most 1,000,000. */
  readonly enterprises: number;
  /** A whole number, 0 or more. */
  readonly seed: number;
  /** Folder; made where there is none. */
  readonly out: string;
  readonly onProgress?: (text: string) => void;
}

/** Counts while rows pass by. */
type Tally = { -readonly [Field in keyof DemoFile]: DemoFile[Field] extends Readonly<Record<string, number>> ? Record<string, number> : DemoFile[Field] };

/**
 * Writes the files of an invented county in the official forms; the same options give the same bytes. No more is held
 * in memory than the rows being written. Throws BAD_INPUT for what is no county.
 */
export async function writeDemo({ enterprises, seed, out, onProgress = () => {} }: DemoOptions): Promise<Demo> {
  if (!Number.isInteger(enterprises) || enterprises < 1 || enterprises > 1_000_000)
    throw new HubError("BAD_INPUT", `enterprises: 1 to 1,000,000, not ${enterprises}`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new HubError("BAD_INPUT", `seed: a whole number, not ${seed}`);
  await mkdir(out, { recursive: true });
  const county = { enterprises, seed };
  const files: Tally[] = [];
  const begin = (name: string, kind: Intake.FileKind): readonly [path: string, file: Tally] => {
    const file: Tally = { name, kind, rows: 0, created: 0, changed: 0, unchanged: 0, rejected: 0, rejectedBy: {}, warned: 0, warnedBy: {} };
    files.push(file);
    return [join(out, name), file];
  };
  const count = (file: Tally, row: Row): void => {
    tally(file, row);
    if (file.rows % 20_000 === 0) onProgress(`${file.name}: ${file.rows} rows`);
  };
  await writeRegister(begin("1-register.csv", "register"), registerFile(county), count, true);
  await writeLicences(begin("2-licences.csv", "licence"), county, count);
  await writePenalties(begin("3-penalties.xlsx", "penalty"), county, count);
  const [messages, messageFile] = begin("4-penalties-messages.xml", "penalty");
  await writeXml(messages, recordsOf(messageFile, penaltyFile(county, "messages"), count));
  await writeRegister(begin("5-register-update.csv", "register"), updateFile(county), count, false);
  return { files };
}

type Begun = readonly [path: string, file: Tally];
type Count = (file: Tally, row: Row) => void;

async function writeRegister([path, file]: Begun, rows: Iterable<Row>, count: Count, bom: boolean): Promise<void> {
  await writeCsv(path, headerOf("register"), cellsOf(file, rows, count), { encoding: "utf-8", bom });
}

async function writeLicences([path, file]: Begun, county: County, count: Count): Promise<void> {
  await writeCsv(path, headerOf("licence"), cellsOf(file, licenceFile(county), count), { encoding: "gb18030" });
}

async function writePenalties([path, file]: Begun, county: County, count: Count): Promise<void> {
  await writeXlsx(path, {
    sheet: "行政处罚",
    title: "行政处罚信息公示表",
    header: headerOf("penalty"),
    rows: cellsOf(file, penaltyFile(county, "sheet"), count),
  });
}

function headerOf(kind: Intake.FileKind): readonly string[] {
  return Intake.columnsOf(kind).map(({ header }) => header);
}

function tally(file: Tally, { outcome, code, warning }: Row): void {
  file.rows += 1;
  file[outcome] += 1;
  if (code !== undefined) file.rejectedBy[code] = (file.rejectedBy[code] ?? 0) + 1;
  if (warning === undefined) return;
  file.warned += 1;
  file.warnedBy[warning] = (file.warnedBy[warning] ?? 0) + 1;
}

function* cellsOf(file: Tally, rows: Iterable<Row>, count: Count): Generator<readonly string[]> {
  const codes = Intake.columnsOf(file.kind).map(({ code }) => code);
  for (const row of rows) {
    count(file, row);
    const cells = codes.map((code) => row.cells[code] ?? "");
    if (row.isRagged) cells.push("见附件");
    yield cells;
  }
}

/** Codes of the first version of the standard (2015), which some senders still use. */
const olderCodes: Readonly<Record<string, string>> = { CF_CFJG: "CF_XZJG", CF_FRDB: "CF_FR", CF_NR: "CF_JG", CF_XDR_GSZC: "CF_XDR_GSDJ", HUB_BSRQ: "SJC" };

/** Messages: days as databases write them, empty fields left out, now and then older codes or small letters. */
function* recordsOf(file: Tally, rows: Iterable<Row>, count: Count): Generator<Readonly<Record<string, string>>> {
  for (const row of rows) {
    count(file, row);
    const [isOlder, isSmall] = [file.rows % 6 === 0, file.rows % 7 === 3];
    const fields = Object.entries(row.cells).filter(([, value]) => value !== "");
    yield Object.fromEntries(fields.map(([code, value]) => [named(code, isOlder, isSmall), messageValue(code, value, isOlder)]));
  }
}

function named(code: string, isOlder: boolean, isSmall: boolean): string {
  const name = isOlder ? (olderCodes[code] ?? code) : code;
  return isSmall ? name.toLowerCase() : name;
}

const days = new Set(["CF_JDRQ", "CF_YXQ", "CF_GSJZQ", "HUB_BSRQ"]);

function messageValue(code: string, value: string, isOlder: boolean): string {
  if (!days.has(code)) return value;
  const day = value.replaceAll("/", "-");
  return isOlder && code === "HUB_BSRQ" ? `${day} 09:30:00` : day;
}
