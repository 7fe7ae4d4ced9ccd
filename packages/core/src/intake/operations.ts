import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import type { Write } from "../ports.ts";
import { limits } from "../ports.ts";
import { fileKinds, type Mapping } from "./columns.ts";
import { type DraftedRow, drafter } from "./draft.ts";
import { clipped, type Issue } from "./issue.ts";
import { known } from "./known.ts";
import { type OpenFile, requireMapping, withoutPersonalNumbers } from "./open-file.ts";
import { loadFor, meetsPlanned, mostWrites, type PlannedRow, planRow } from "./plan.ts";
import { type Begun, begin, finish, goOn, isBegun, readProgress } from "./progress.ts";
import { type Run, rowIssuesEntity } from "./run.ts";
import { tallied } from "./tally.ts";

const runInput = z.object({
  file: z.custom<OpenFile>((value) => typeof value === "object" && value !== null && "sha256" in value),
  kind: z.enum(fileKinds).optional(),
  /** Day that counts as the day of report; the day of the import unless told. */
  receivedOn: z.iso.date("The day does not exist; write it as 2026-03-05").optional(),
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
  const before = await readProgress(ctx.store, file.sha256);
  if (before.run?.state === "done" && !input.again) return { run: asRepeat(before.run), isRepeat: true, resumedAfter: 0 };
  const isResumed = isBegun(before) && before.run.state === "running";
  const start = isResumed ? before : await begin(ctx, newRun(ctx, file, mapping, input.receivedOn, before.run ?? undefined), before);
  const done = await takeRows({ ctx, file, mapping, onProgress: input.onProgress ?? (() => {}), shouldPause: input.shouldPause ?? (() => false) }, start);
  return { run: done, isRepeat: false, resumedAfter: isResumed ? start.run.rows : 0 };
});

/** A repeated import changes nothing: what the file gave before is what it would find unchanged now. */
function asRepeat(run: Run): Run {
  return { ...run, created: 0, changed: 0, unchanged: run.created + run.changed + run.unchanged };
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

async function takeRows({ ctx, file, mapping, onProgress, shouldPause }: Intake, start: Begun): Promise<Run> {
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
      const batch = await commitBatch(ctx, progress, waiting.slice(0, batchRows));
      progress = batch.progress;
      waiting = waiting.slice(batch.taken);
      if (shouldPause()) return progress.run;
    }
    onProgress(progress.run);
  }
  while (waiting.length > 0) {
    const batch = await commitBatch(ctx, progress, waiting);
    progress = batch.progress;
    waiting = waiting.slice(batch.taken);
  }
  const finished = await finish(ctx, progress);
  onProgress(finished);
  return finished;
}

/** As many rows as can fill one transaction. */
const batchRows = limits.writesPerTransaction;
const mostAttempts = 8;

/** Takes as many of the rows as one transaction can hold. Planned anew when another import changed the same records. */
async function commitBatch(ctx: Ctx, progress: Begun, rows: readonly DraftedRow[]): Promise<{ progress: Begun; taken: number }> {
  let candidates = rows;
  for (let attempt = 1; ; attempt += 1) {
    let most = 0;
    try {
      const { planned, writes } = await planBatch(ctx, progress.run, candidates);
      most = planned.length;
      const run = tallied(progress.run, planned);
      return { progress: await goOn(ctx.store, progress, run, [...issueWrites(run, planned), ...writes]), taken: planned.length };
    } catch (error) {
      if (!(error instanceof HubError)) throw error;
      if (error.code === "TOO_MANY_WRITES" && most > 1) candidates = rows.slice(0, Math.ceil(most / 2));
      else if (error.code !== "CONFLICT" || attempt === mostAttempts) throw error;
    }
  }
}

async function planBatch(
  { store, actor, clock }: Ctx,
  { receivedAt }: Run,
  rows: readonly DraftedRow[],
): Promise<{ planned: PlannedRow[]; writes: readonly Write[] }> {
  const batch = known(store);
  const now = () => ({ at: clock.now().toISOString(), by: actor.id });
  const today = legalDay(new Date(receivedAt));
  await loadFor(batch, rows);
  const planned: PlannedRow[] = [];
  let withIssues = 0;
  for (const row of rows) {
    if (1 + batch.size + withIssues + mostWrites(batch, row) > limits.writesPerTransaction) break;
    if (meetsPlanned(batch, row, planned)) break;
    const plan = await planRow({ store, known: batch, now, today }, row);
    planned.push(plan);
    if (plan.issues.length > 0) withIssues += 1;
  }
  return { planned, writes: batch.writes({ ...now(), reason: "import" }) };
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
