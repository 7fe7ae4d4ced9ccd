import type * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import type { VersionedEntity, Versioning } from "../entity.ts";
import { scopeOf } from "../operation.ts";
import { noteRead } from "../trail.ts";

/** The action whose right it takes to see a record that is not published. */
const action = "unpublished:read";

export interface Seen {
  /** Whether it is published today. */
  readonly isPublished: boolean;
  /** Whether the asker may see it at all: published, or within its right to what is not. */
  readonly isOpen: boolean;
  /** Whether the asker may see all of it: within its right to what is not published. */
  readonly isWhole: boolean;
}

/**
 * What an asker may see of records, by how they stand today: whatever day or instant is asked for, what is published no more is
 * as if absent to who has no right to the unpublished. The record is given as it is now.
 */
export function sight({ actor, clock }: Pick<Ctx, "actor" | "clock">) {
  const today = legalDay(clock.now());
  const scope = scopeOf(actor, action);
  return <S extends z.ZodObject>(of: VersionedEntity<S>, record: z.output<S>, enterprise: string | null): Seen => {
    const isPublished = of.history.published?.(record, today) ?? true;
    const isWhole = scope !== null && (scope.reach === "all" || scope.covers({ divisions: of.history.divisions(record), enterprise }));
    return { isPublished, isOpen: isPublished || isWhole, isWhole };
  };
}

/** A record as an asker is told it: without what it tells of other records, where those may be published no more and the asker may not see such. */
export function toldTo<S extends z.ZodObject>({ isWhole }: Pick<Seen, "isWhole">, of: VersionedEntity<S>, record: z.output<S>): z.output<S> {
  const { veils } = of.history;
  if (isWhole || !veils) return record;
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, veiled(veils, name, value)])) as z.output<S>;
}

/** A field's value as it is told to who may not see what is unpublished. */
export function veiled(veils: NonNullable<Versioning<unknown>["veils"]>, field: string, value: unknown): unknown {
  const veil = Object.hasOwn(veils, field) ? veils[field] : undefined;
  return veil && value !== null ? veil(value as never) : value;
}

/** Takes note that unpublished records of some enterprises were read. */
export async function noteUnpublished(ctx: Ctx, enterprises: readonly string[]): Promise<void> {
  if (enterprises.length > 0) await noteRead(ctx, action, [...new Set(enterprises)]);
}
