import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import type { Scope } from "../operation.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, Key, Write } from "../ports.ts";
import { type Event, isOpen, machine } from "./machine.ts";
import { caseKind, entityOf, type Info, repairKey } from "./repair.ts";

/** An application as the API shows it. */
export type Shown = Casework.Work<Info>;

/** Whose an application is, as far as rights go by it: a firm's, of the authority's division. */
export const ownedBy = Casework.ownedBy;

/** The application that a command is about. Throws NOT_FOUND, CONFLICT. */
export async function requireCase(ctx: Ctx, scope: Scope, { id, version }: { readonly id: string; readonly version: number }): Promise<Stored<Info>> {
  const item = await ctx.store.get(repairKey(id));
  const stored = item && fromItem(entityOf, item);
  if (!stored || !scope.covers(ownedBy(stored.record))) throw notFound();
  if (stored.version !== version)
    throw new HubError("CONFLICT", `It was changed meanwhile and has the version ${stored.version}; read it again and repeat the change`, {
      version: stored.version,
      path: "version",
    });
  return stored;
}

export function notFound(): HubError {
  return new HubError("NOT_FOUND", "There is no such application, or it is not yours to see", { path: "id" });
}

export function penaltyKey({ uscc, authority, decisionNumber }: Pick<Info, "uscc" | "authority" | "decisionNumber">): Key {
  return { pk: Decision.enterprisePartition(uscc), sk: `PEN#${authority.uscc}#${decisionNumber}` };
}

/** The item of the penalty that an application is about, with its record. Throws NOT_FOUND where its source took it away. */
export async function requirePenalty(
  ctx: Ctx,
  of: Pick<Info, "uscc" | "authority" | "decisionNumber">,
): Promise<{ readonly item: Item; readonly record: Penalty.Info }> {
  const item = await ctx.store.get(penaltyKey(of));
  if (!item || "removed" in item.body) throw new HubError("NOT_FOUND", "There is no such penalty, or it is not yours to see", { path: "decisionNumber" });
  return { item, record: fromItem(Penalty.entityOf, item).record };
}

/** What an event does to an application, beside the step that tells of it. */
export interface Moving {
  readonly event: Event;
  readonly reason?: string | null | undefined;
  readonly files?: readonly string[];
  /** Facts that it changes; the state and the steps follow from the event. */
  readonly change?: Partial<Omit<Info, "state" | "steps">>;
}

/** The next version of an application, and the write of it. Throws WRONG_STATE, and BAD_INPUT for a case that has grown beyond all measure. */
export function moved(
  ctx: Ctx,
  { record, version }: Stored<Info>,
  { event, reason, files, change }: Moving,
): { readonly result: Shown; readonly write: Write } {
  const to = Casework.after(machine, record.state, event);
  if (record.steps.length >= Casework.mostSteps)
    throw new HubError("BAD_INPUT", `The application has ${record.steps.length} steps; withdraw it and begin another`, { path: "id" });
  const step = Casework.stepBy(ctx, { event, from: record.state, to, reason, ...(files && { files }) });
  const next: Info = { ...record, ...change, state: to, steps: [...record.steps, step] };
  const today = legalDay(ctx.clock.now());
  const closed: Info = isOpen(to) ? next : { ...next, terms: [...Casework.ended(next.terms, today)] };
  return {
    result: Casework.workOf({ record: closed, version: version + 1 }, today),
    write: { put: toItem(entityOf, closed, version + 1), if: { version } },
  };
}

/** For the trail. */
export function targetOf({ id }: Pick<Info, "id">): string {
  return `${caseKind} ${id}`;
}
