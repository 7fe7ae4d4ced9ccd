import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { operation } from "../operation.ts";
import type { ItemStore, Page, Write } from "../ports.ts";
import { limits } from "../ports.ts";
import { type Mapping, matchHeader, recordKinds, titleOf } from "./columns.ts";
import { type DraftedRow, drafter } from "./draft.ts";
import { clipped, type Issue } from "./issue.ts";
import { known } from "./known.ts";
import { loadFor, meetsPlanned, mostWrites, type PlannedRow, planRow } from "./plan.ts";
import type { RawRow } from "./row.ts";
import { type RowIssues, type Run, rowIssuesEntity, runEntity, runKey } from "./run.ts";
import { tallied } from "./tally.ts";

/** A file that has been opened, as the readers of files describe it. */
export interface OpenFile {
  readonly name: string;
  readonly format: "csv" | "xlsx" | "xml";
  readonly encoding: string | null;
  readonly sheet: string | null;
  readonly header: readonly string[];
  readonly sha256: string;
  readonly bytes: number;
  rows(): AsyncIterable<readonly RawRow[]>;
}

const runInput = z.object({
  file: z.custom<OpenFile>((value) => typeof value === "object" && value !== null && "sha256" in value),
  kind: z.enum(recordKinds).optional(),
  /** Day that counts as the day of report; the day of the import unless told. */
  receivedOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  /** Read every row again although the file was imported before. */
  again: z.boolean().optional(),
  /** Asked after each batch: an import whose time is up stops there, `running`, and goes on when it is called again. */
  shouldPause: z.custom<() => boolean>((value) => typeof value === "function").optional(),
  onProgress: z.custom<(run: Run) => void>((value) => typeof value === "function").optional(),
});

/** What an import did, and whether this call did anything. */
export interface Imported {
  readonly run: Run;
  /** The file had been imported before; nothing was read. */
  readonly isRepeat: boolean;
  /** Rows that an earlier, interrupted import of the file had dealt with. */
  readonly resumedAfter: number;
}

/**
 * Takes a file in: every row ends as created, changed, unchanged or rejected, in transactions that also hold the
 * progress, so that an interrupted import goes on where it stopped and a repeated one does nothing.
 * Throws FILE_UNKNOWN (the header belongs to no format) and IMPORT_RUNNING (another process takes the same file in).
 */
export const run = operation("intake:run", runInput, async (ctx, input): Promise<Imported> => {
  const file = withoutPersonalNumbers(input.file);
  const mapping = requireMapping(file.header, input.kind);
  const item = await ctx.store.get(runKey(file.sha256));
  const before = item && fromItem(runEntity, item);
  if (before?.record.state === "done" && !input.again) return { run: asRepeat(before.record), isRepeat: true, resumedAfter: 0 };
  const isResumed = before?.record.state === "running";
  const start = isResumed ? before.record : newRun(ctx, file, mapping, input.receivedOn, before?.record);
  const done = await takeRows(
    { ctx, file, mapping, onProgress: input.onProgress ?? (() => {}), shouldPause: input.shouldPause ?? (() => false) },
    { run: start, version: before?.version ?? 0 },
  );
  return { run: done, isRepeat: false, resumedAfter: isResumed ? start.rows : 0 };
});

/** What a file is called and how its columns are: kept and shown like its cells, so personal numbers are dropped there too. */
function withoutPersonalNumbers(file: OpenFile): OpenFile {
  const scrub = (text: string) => Identity.scrubResidentIds(text).text;
  const { name, header, sheet } = file;
  return { ...file, name: scrub(name), header: header.map(scrub), sheet: sheet && scrub(sheet), rows: () => file.rows() };
}

/** A repeated import changes nothing: what the file gave before is what it would find unchanged now. */
function asRepeat(run: Run): Run {
  return { ...run, created: 0, changed: 0, unchanged: run.created + run.changed + run.unchanged };
}

function requireMapping(header: readonly string[], kind: Mapping["kind"] | undefined): Mapping {
  const mapping = matchHeader(header, kind);
  if (!mapping) {
    const titles = recordKinds.map(titleOf).join("; ");
    throw new HubError("FILE_UNKNOWN", `The columns (${clipped(header.slice(0, 5).join(", "), 200)}…) belong to no known format: ${titles}`, { header });
  }
  const twice = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (twice !== undefined)
    throw new HubError("FILE_UNKNOWN", `The column ${clipped(twice, 100)} stands twice; remove or rename one`, { column: clipped(twice, 100) });
  if (mapping.missing.length > 0) {
    const names = mapping.missing.map(({ header: name, code }) => `${name} (${code})`).join(", ");
    throw new HubError("FILE_UNKNOWN", `As ${titleOf(mapping.kind)} the file lacks the columns ${names}`, { missing: mapping.missing.map(({ code }) => code) });
  }
  return mapping;
}

function newRun(ctx: Ctx, file: OpenFile, mapping: Mapping, stated: string | undefined, before: Run | undefined): Run {
  const receivedOn = stated ?? before?.receivedOn ?? legalDay(ctx.clock.now());
  const isReceivedOnStated = stated !== undefined || (before?.isReceivedOnStated ?? false);
  return {
    sha256: file.sha256,
    fileName: file.name,
    format: file.format,
    encoding: file.encoding,
    sheet: file.sheet,
    kind: mapping.kind,
    bytes: file.bytes,
    receivedAt: before?.receivedAt ?? ctx.clock.now().toISOString(),
    receivedOn,
    isReceivedOnStated,
    state: "running",
    passes: (before?.passes ?? 0) + 1,
    rows: 0,
    created: 0,
    changed: 0,
    unchanged: 0,
    rejected: 0,
    warnings: 0,
    personalDropped: 0,
    issues: {},
    ignoredColumns: mapping.ignored.slice(0, 100).map((header) => clipped(header, 100)),
    sources: {},
  };
}

interface Intake {
  readonly ctx: Ctx;
  readonly file: OpenFile;
  readonly mapping: Mapping;
  readonly onProgress: (run: Run) => void;
  readonly shouldPause: () => boolean;
}
interface Progress {
  readonly run: Run;
  readonly version: number;
}

async function takeRows({ ctx, file, mapping, onProgress, shouldPause }: Intake, start: Progress): Promise<Run> {
  const { receivedAt, receivedOn, isReceivedOnStated, sha256, rows: done } = start.run;
  const draft = drafter(mapping, { sha256, name: file.name, receivedAt, receivedOn, reportedOn: isReceivedOnStated ? receivedOn : null });
  let progress = start;
  let waiting: DraftedRow[] = [];
  let ordinal = 0;
  for await (const rows of file.rows()) {
    for (const row of rows) {
      ordinal += 1;
      if (ordinal > done) waiting.push(draft(row));
    }
    while (waiting.length >= batchRows) {
      const batch = await commitBatch(ctx.store, progress, waiting.slice(0, batchRows));
      progress = batch.progress;
      waiting = waiting.slice(batch.taken);
      if (shouldPause()) return progress.run;
    }
    onProgress(progress.run);
  }
  while (waiting.length > 0) {
    const batch = await commitBatch(ctx.store, progress, waiting);
    progress = batch.progress;
    waiting = waiting.slice(batch.taken);
  }
  const finished: Run = { ...progress.run, state: "done" };
  await writeOrYield(ctx.store, [progressWrite(finished, progress.version)], sha256);
  onProgress(finished);
  return finished;
}

/** As many rows as can fill one transaction. */
const batchRows = limits.writesPerTransaction;
const mostAttempts = 8;

/** Takes as many of the rows as one transaction can hold. Planned anew when another import changed the same records. */
async function commitBatch(store: ItemStore, progress: Progress, rows: readonly DraftedRow[]): Promise<{ progress: Progress; taken: number }> {
  let candidates = rows;
  for (let attempt = 1; ; attempt += 1) {
    let most = 0;
    try {
      const { planned, writes } = await planBatch(store, candidates);
      most = planned.length;
      const run = tallied(progress.run, planned);
      await writeOrYield(store, [progressWrite(run, progress.version), ...issueWrites(run, planned), ...writes], run.sha256);
      return { progress: { run, version: progress.version + 1 }, taken: planned.length };
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      if (error.code === "TOO_MANY_WRITES" && most > 1) candidates = rows.slice(0, Math.ceil(most / 2));
      else if (error.code !== "CONFLICT" || attempt === mostAttempts) throw error;
    }
  }
}

async function planBatch(store: ItemStore, rows: readonly DraftedRow[]): Promise<{ planned: PlannedRow[]; writes: readonly Write[] }> {
  const batch = known(store);
  await loadFor(batch, rows);
  const planned: PlannedRow[] = [];
  let withIssues = 0;
  for (const row of rows) {
    if (1 + batch.size + withIssues + mostWrites(batch, row) > limits.writesPerTransaction) break;
    if (meetsPlanned(batch, row, planned)) break;
    const plan = await planRow(store, batch, row);
    planned.push(plan);
    if (plan.issues.length > 0) withIssues += 1;
  }
  return { planned, writes: batch.writes() };
}

function progressWrite(run: Run, version: number): Write {
  return { put: toItem(runEntity, run, version + 1), if: version === 0 ? "absent" : { version } };
}

function issueWrites(run: Run, rows: readonly PlannedRow[]): Write[] {
  return rows
    .filter(({ issues }) => issues.length > 0)
    .map(({ row, outcome, issues }) => ({ put: toItem(rowIssuesEntity, { sha256: run.sha256, row: row.number, outcome, issues: issues.map(bounded) }, 1) }));
}

/** What is said of a row has a bound, so that no cell makes an item too large to store. */
function bounded(issue: Issue): Issue {
  const { column, value, message } = issue;
  return { ...issue, column: column && clipped(column, 200), value: value && clipped(value, 200), message: clipped(message, 1_000) };
}

/** Writes, unless another process has moved this import's progress: then that one goes on and this one stops. */
async function writeOrYield(store: ItemStore, writes: readonly Write[], sha256: string): Promise<void> {
  try {
    await store.transact(writes);
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== "CONFLICT") throw error;
    const failed = error.details["failed"] as readonly { readonly pk: string }[] | undefined;
    if (failed?.some(({ pk }) => pk === runKey(sha256).pk)) {
      throw new HubError("IMPORT_RUNNING", "Another process is importing the same file; this one has stopped", { sha256 }, { cause: error });
    }
    throw error;
  }
}

const pageSize = z.int().min(1).max(1_000).optional();

/** One import by its file's SHA-256; null when the file was never imported. One round trip. */
export const get = operation("intake:read", z.object({ sha256: z.string().length(64) }), async (ctx, input) => {
  const item = await ctx.store.get(runKey(input.sha256));
  return item && fromItem(runEntity, item).record;
});

/** Imports, newest first. One round trip a page. */
export const list = operation("intake:read", z.object({ first: pageSize, after: z.string().nullable().optional() }), async (ctx, input): Promise<Page<Run>> => {
  const page = await ctx.store.query({ index: "gsi1", pk: "IMPORT", limit: input.first ?? 20, cursor: input.after ?? null, descending: true });
  return { items: page.items.map((item) => fromItem(runEntity, item).record), cursor: page.cursor };
});

/** What was said about an import's rows, in the file's order. One round trip a page. */
export const listIssues = operation(
  "intake:read",
  z.object({ sha256: z.string().length(64), first: pageSize, after: z.string().nullable().optional() }),
  async (ctx, input): Promise<Page<RowIssues>> => {
    const page = await ctx.store.query({ pk: runKey(input.sha256).pk, sk: { begins: "ROW#" }, limit: input.first ?? 100, cursor: input.after ?? null });
    return { items: page.items.map((item) => fromItem(rowIssuesEntity, item).record), cursor: page.cursor };
  },
);
