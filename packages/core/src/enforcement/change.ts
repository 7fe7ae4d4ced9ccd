import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import type { Change } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import type { Scope } from "../operation.ts";
import type { Write } from "../ports.ts";
import { caseKey, entityOf } from "./case.ts";
import { type Event, machine, toldOf } from "./machine.ts";
import { caseId, type Info } from "./shape.ts";

/** What every change of a case has in common. */

/** A case as it is shown: with its version, and how its next term stands. */
export type Work = Casework.Work<Info>;

export const named = z.object({
  id: caseId.describe("The case"),
  version: z.int().min(1).describe("The version that was read; the change is refused where another was written since"),
});

export const reason = z.string().trim().min(1).max(2_000);
/** A day that the input names; today unless told. */
export const onDay = z.iso.date("The day does not exist; write it as 2026-03-05");

/** A case that the asker may see and work on. One round trip. Throws NOT_FOUND, and CONFLICT where it has another version. */
export async function requireCase({ store }: Pick<Ctx, "store">, scope: Scope, { id, version }: z.output<typeof named>): Promise<Stored<Info>> {
  const item = await store.get(caseKey(id));
  const stored = item && fromItem(entityOf, item);
  if (!stored || !scope.covers(Casework.ownedBy(stored.record)))
    throw new HubError("NOT_FOUND", "There is no such case, or it is not yours to see", { path: "id" });
  if (stored.version !== version) {
    const message = `It was changed meanwhile and has the version ${stored.version}; read it again and repeat the change`;
    throw new HubError("CONFLICT", message, { version: stored.version, path: "version" });
  }
  return stored;
}

/** The day that an input names, or today. Throws BAD_INPUT for one that is yet to come, or before what it follows. */
export function dayOf(
  { clock }: Pick<Ctx, "clock">,
  asked: string | null | undefined,
  { path, from }: { readonly path: string; readonly from: string },
): string {
  const today = legalDay(clock.now());
  const on = asked ?? today;
  if (on > today) throw new HubError("BAD_INPUT", `${path}: ${on} is yet to come`, { path });
  if (on < from) throw new HubError("BAD_INPUT", `${path}: ${on} is before ${from}, which it follows`, { path });
  return on;
}

interface Next {
  readonly event: Event;
  readonly reason?: string | null | undefined;
  readonly files?: readonly string[];
  /** What else is different after it. */
  readonly record: Partial<Info>;
  /** What else is written in the same transaction. */
  readonly writes?: readonly Write[];
}

/** The change that an event makes of a case. Throws WRONG_STATE with what can be done instead. */
export function changed(ctx: Ctx, { record, version }: Stored<Info>, { event, reason: why, files, record: different, writes = [] }: Next): Change<Work> {
  const to = Casework.after(machine, record.state, event);
  const step = Casework.stepBy(ctx, { event, from: record.state, to, reason: why, ...(files && { files }) });
  return written(ctx, { ...record, ...different, state: to, steps: [...record.steps, step] }, version, writes);
}

/** The writes of a case's next version, and what the change answers with. */
export function written(ctx: Pick<Ctx, "clock">, record: Info, before: number, writes: readonly Write[] = []): Change<Work> {
  const put: Write = { put: toItem(entityOf, record, before + 1), if: before === 0 ? "absent" : { version: before } };
  const [subject] = toldOf(record);
  return {
    result: Casework.workOf({ record, version: before + 1 }, legalDay(ctx.clock.now())),
    writes: [put, ...writes],
    target: `case ${record.id}`,
    ...(subject !== undefined && { subject }),
  };
}
