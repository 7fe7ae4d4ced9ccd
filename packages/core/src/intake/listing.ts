import * as z from "zod";
import { fromItem } from "../entity.ts";
import { operation, type Scope } from "../operation.ts";
import type { ItemStore, Page } from "../ports.ts";
import { limits } from "../ports.ts";
import { importsPartition, listingEntity, type RowIssues, type Run, rowIssuesEntity, runEntity, runKey } from "./run.ts";

const pageSize = z.int().min(1).max(limits.pageItems).optional();

/** Whether a right reaches files, of which nobody knows whose matter they are: to who sees the whole country. */
function seesFiles(scope: Scope): boolean {
  return scope.covers({ divisions: ["000000"], enterprise: null });
}

/** One import by its file's SHA-256; null when the file was never imported. One round trip. */
export const get = operation("intake:read", z.object({ sha256: z.string().length(64) }), async (ctx, input, scope) => {
  const item = seesFiles(scope) ? await ctx.store.get(runKey(input.sha256)) : null;
  return item && fromItem(runEntity, item).record;
});

/** Imports, newest first. One round trip a page, and one more while any of them runs. */
export const list = operation(
  "intake:read",
  z.object({ first: pageSize, after: z.string().nullable().optional() }),
  async (ctx, input, scope): Promise<Page<Run>> => {
    if (!seesFiles(scope)) return { items: [], cursor: null };
    const page = await ctx.store.query({ index: "gsi1", pk: importsPartition, limit: input.first ?? 20, cursor: input.after ?? null, descending: true });
    const listed = page.items.map((item) => fromItem(listingEntity, item).record);
    const now = await progressOf(ctx.store, listed);
    return { items: listed.map((run) => now.get(run.sha256) ?? run), cursor: page.cursor };
  },
);

/** How far those are that were listed as running: the list has them as they began. At most one call for each 100, all at once. */
async function progressOf(store: ItemStore, listed: readonly Run[]): Promise<ReadonlyMap<string, Run>> {
  const keys = listed.filter(({ state }) => state === "running").map(({ sha256 }) => runKey(sha256));
  const calls: ReturnType<ItemStore["getMany"]>[] = [];
  for (let at = 0; at < keys.length; at += limits.keysPerGetMany) calls.push(store.getMany(keys.slice(at, at + limits.keysPerGetMany)));
  const items = (await Promise.all(calls)).flat().filter((item) => item !== null);
  return new Map(items.map((item) => fromItem(runEntity, item).record).map((run) => [run.sha256, run]));
}

/** What was said about an import's rows, in the file's order. One round trip a page. */
export const listIssues = operation(
  "intake:read",
  z.object({ sha256: z.string().length(64), first: pageSize, after: z.string().nullable().optional() }),
  async (ctx, input, scope): Promise<Page<RowIssues>> => {
    if (!seesFiles(scope)) return { items: [], cursor: null };
    const page = await ctx.store.query({ pk: runKey(input.sha256).pk, sk: { begins: "ROW#" }, limit: input.first ?? 100, cursor: input.after ?? null });
    return { items: page.items.map((item) => fromItem(rowIssuesEntity, item).record), cursor: page.cursor };
  },
);
