import type * as z from "zod";
import type { Ctx } from "../ctx.ts";
import type { VersionedEntity } from "../entity.ts";
import type { Scope } from "../operation.ts";
import type { Key } from "../ports.ts";
import { momentOf } from "./moment.ts";
import { noteUnpublished, sight, toldTo } from "./open.ts";
import { coveredVersions, coversPast, isStated, notePast, pastScope } from "./past.ts";
import { type AtMoment, list, readAt } from "./read.ts";
import type { RecordVersion } from "./view.ts";

/** A record that is asked for: where it lies, and in whose file. */
export interface Asked {
  readonly key: Key;
  readonly uscc: string;
}

interface AskedTimes {
  readonly asOf?: string | null | undefined;
  readonly knownAt?: string | null | undefined;
}

/**
 * Records as of now or of another moment, in the order asked; null where there is none that the asker may see. What is not everybody's
 * to see is noted. One round trip, one call; a second round trip for those that were replaced since the moment.
 */
export async function readSeen<S extends z.ZodObject>(
  ctx: Ctx,
  of: VersionedEntity<S>,
  asked: readonly Asked[],
  at: AskedTimes,
): Promise<readonly (AtMoment<z.output<S>> | null)[]> {
  const moment = momentOf(ctx, at);
  const scope = pastScope(ctx, moment.knownAt);
  const keys = asked.map(({ key }) => key);
  const found = await readAt(ctx.store, of, keys, moment);
  const see = sight(ctx);
  const told = asked.map(({ uscc }, index) => {
    const each = found[index];
    if (!each) return null;
    const seen = see(of, each.now, uscc);
    const isTold = seen.isOpen && (scope === null || coversPast(scope, of, each.record, uscc));
    return isTold ? { uscc, isPublished: seen.isPublished, record: { ...each, record: toldTo(seen, of, each.record) } } : null;
  });
  const seen = told.filter((each) => each !== null);
  await noteUnpublished(
    ctx,
    seen.filter(({ isPublished }) => !isPublished).map(({ uscc }) => uscc),
  );
  await notePast(ctx, moment.knownAt, [...new Set(seen.map(({ uscc }) => uscc))]);
  return told.map((each) => each?.record ?? null);
}

/** Every version of a record that the hub had written by `knownAt` and the asker may see, newest first. Two round trips, four for one that was moved. */
export async function historySeen<S extends z.ZodObject>(
  ctx: Ctx,
  scope: Scope,
  { of, key, uscc }: Asked & { readonly of: VersionedEntity<S> },
  { knownAt, confirmations }: AskedTimes & { readonly confirmations: boolean },
): Promise<readonly RecordVersion<z.output<S>>[]> {
  const told = await list(ctx, of, key, { knownAt: momentOf(ctx, { knownAt }).knownAt, confirmations });
  return coveredVersions(ctx, scope, { of, ...told, newest: told.versions.find(isStated), enterprise: uscc });
}
