import type * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import type { VersionedEntity } from "../entity.ts";
import { scopeOf } from "../operation.ts";
import { noteRead } from "../trail.ts";

/** The action whose right it takes to see a record that is not published. */
const action = "unpublished:read";

export interface Seen {
  /** Whether it is published today. */
  readonly isPublished: boolean;
  /** Whether the asker may see it at all: published, or within its right to what is not. */
  readonly isOpen: boolean;
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
    const isOpen = isPublished || scope?.covers({ divisions: of.history.divisions(record), enterprise }) === true;
    return { isPublished, isOpen };
  };
}

/** Takes note that unpublished records of some enterprises were read. */
export async function noteUnpublished(ctx: Ctx, enterprises: readonly string[]): Promise<void> {
  if (enterprises.length > 0) await noteRead(ctx, action, [...new Set(enterprises)]);
}
