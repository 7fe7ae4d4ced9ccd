import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { scopeOf } from "../operation.ts";
import type { Publicity } from "../publicity/index.ts";
import { noteSeen } from "../trail.ts";
import { entityOf, type Info } from "./penalty.ts";

const reads = Decision.readsOf("penalty", entityOf);

/** Up to 100 penalties by the parts of their ids; see `Decision.readsOf`. */
export const { getMany } = reads;

/** Every version of one penalty, newest first. */
export const { history } = reads;

/** That a penalty is masked while its firm is restructured, or was, for who may see it then; null for others. */
export function maskOf(ctx: Ctx, of: Info): Publicity.Mask | null {
  const mask = of.standing?.mask ?? null;
  const may = scopeOf(ctx.actor, "unpublished:read")?.covers({ divisions: entityOf.history.divisions(of), enterprise: of.subject.uscc });
  if (mask === null || !may) return null;
  if (of.subject.uscc !== null) noteSeen(ctx, "unpublished:read", of.subject.uscc);
  return mask;
}
