import type * as z from "zod";
import type { Ctx } from "../ctx.ts";
import type { VersionedEntity } from "../entity.ts";
import { requireScope, type Scope } from "../operation.ts";
import { noteRead } from "../trail.ts";
import { sight, toldTo, veiled } from "./open.ts";
import type { RecordVersion } from "./view.ts";

/**
 * What records said before is told to some only, and to most of them of their own divisions or enterprises only: of a
 * record that lies beyond, as if it had not been there.
 */

/** Whether a record's past lies within a right: by the divisions that it belongs to, or by whose it is. */
export function coversPast<S extends z.ZodObject>(scope: Scope, of: VersionedEntity<S>, record: z.output<S>, enterprise: string | null): boolean {
  return scope.covers({ divisions: of.history.divisions(record), enterprise });
}

/**
 * The versions of one record, or none where its past lies beyond the right, or the record is published no more and the asker may
 * not see such. The newest that states something, given apart, tells where it belongs.
 */
export function coveredVersions<S extends z.ZodObject>(
  ctx: Pick<Ctx, "actor" | "clock">,
  scope: Scope,
  { of, versions, newest, now, enterprise }: Past<S>,
): readonly RecordVersion<z.output<S>>[] {
  if (scope.reach === "all") return versions;
  if (newest?.record == null || !coversPast(scope, of, newest.record, enterprise)) return [];
  const seen = sight(ctx)(of, now ?? newest.record, enterprise);
  if (!seen.isOpen) return [];
  const { veils } = of.history;
  if (seen.isWhole || !veils) return versions;
  return versions.map((each) => ({
    ...each,
    record: each.record && toldTo(seen, of, each.record),
    changes: each.changes.map(({ field, from, to }) => ({ field, from: veiled(veils, field, from), to: veiled(veils, field, to) })),
  }));
}

interface Past<S extends z.ZodObject> {
  readonly of: VersionedEntity<S>;
  readonly versions: readonly RecordVersion<z.output<S>>[];
  readonly newest: RecordVersion<z.output<S>> | undefined;
  /** The record as it stands at present; null where it was taken away. */
  readonly now: z.output<S> | null;
  readonly enterprise: string | null;
}

/** Whether a version states something: it is not the mark of a removal. */
export function isStated({ record }: RecordVersion): boolean {
  return record !== null;
}

/** What the asker's right to the past reaches; null where nothing of the past is asked for, which needs none. Throws FORBIDDEN. */
export function pastScope({ actor }: Pick<Ctx, "actor">, knownAt: string | null): Scope | null {
  return knownAt === null ? null : requireScope(actor, "history:read");
}

/** Takes note that the past of some enterprises was read, where it was. */
export async function notePast(ctx: Ctx, knownAt: string | null, enterprises: readonly string[]): Promise<void> {
  if (knownAt !== null && enterprises.length > 0) await noteRead(ctx, "history:read", enterprises);
}
