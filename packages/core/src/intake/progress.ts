import type { Ctx } from "../ctx.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import type { ItemStore, Write } from "../ports.ts";
import { askedBy, trailWrite } from "../trail.ts";
import { listingEntity, listingKey, type Run, runEntity, runKey } from "./run.ts";

/** How far a file's import is, and the versions of the two items that say so: 0 where there is none. */
export interface Progress {
  readonly run: Run | null;
  readonly version: number;
  readonly listingVersion: number;
}

/** The progress of an import that has begun. */
export interface Begun extends Progress {
  readonly run: Run;
}

export function isBegun(progress: Progress): progress is Begun {
  return progress.run !== null;
}

/** How far a file's import is. One round trip. */
export async function readProgress(store: ItemStore, sha256: string): Promise<Progress> {
  const [run, listing] = await store.getMany([runKey(sha256), listingKey(sha256)]);
  return { run: run ? fromItem(runEntity, run).record : null, version: run?.version ?? 0, listingVersion: listing?.version ?? 0 };
}

/** Lists the import as running, and notes who began it. Throws IMPORT_RUNNING when another process has begun it. */
export function begin(ctx: Ctx, run: Run, before: Progress): Promise<Begun> {
  return writeListed(ctx, run, before);
}

/** Moves the progress on, together with what it stands for. Throws IMPORT_RUNNING when another process has moved it. */
export async function goOn(store: ItemStore, before: Begun, run: Run, writes: readonly Write[]): Promise<Begun> {
  await writeOrYield(store, [runWrite(run, before.version), ...writes], run.sha256);
  return { ...before, run, version: before.version + 1 };
}

/** Lists the import as done, and notes who ended it. */
export async function finish(ctx: Ctx, before: Begun): Promise<Run> {
  const { run } = await writeListed(ctx, { ...before.run, state: "done" }, before);
  return run;
}

async function writeListed(ctx: Ctx, run: Run, { version, listingVersion }: Progress): Promise<Begun> {
  const listing: Write = { put: toItem(listingEntity, run, listingVersion + 1), if: stillAt(listingVersion) };
  const noted = {
    kind: "write" as const,
    ...askedBy(ctx),
    actions: ["intake:run"],
    subject: null,
    target: `import ${run.sha256} ${run.state}, pass ${run.passes}`,
  };
  await writeOrYield(ctx.store, [runWrite(run, version), listing, trailWrite(noted, ctx.clock.now().toISOString())], run.sha256);
  return { run, version: version + 1, listingVersion: listingVersion + 1 };
}

function runWrite(run: Run, version: number): Write {
  return { put: toItem(runEntity, run, version + 1), if: stillAt(version) };
}

function stillAt(version: number) {
  return version === 0 ? ("absent" as const) : { version };
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
