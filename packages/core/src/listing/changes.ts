import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import type { Scope } from "../operation.ts";
import type { Item, Write } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { notFound, requireVersion, type Versioned } from "../versioned.ts";
import { entered } from "./entered.ts";
import { entityOf, entryKey, type Info, reference } from "./listing.ts";
import { type Exit, machine } from "./machine.ts";
import { publicityOf, settled } from "./rules.ts";

const named = reference.extend({
  uscc: reference.shape.uscc.describe("The enterprise, by its code"),
  version: z.int().min(1).describe("The version that was read; the change is refused where another was written since"),
});

/** An entry that the asker may change, as it stands today. Throws NOT_FOUND, CONFLICT. */
async function requireEntry(
  { store, clock }: Ctx,
  scope: Scope,
  { version, ...asked }: z.output<typeof named>,
): Promise<{ readonly item: Item; readonly entry: Info }> {
  const item = await store.get(entryKey(asked));
  const found = item && fromItem(entityOf, item);
  if (!item || !found || !scope.covers(Casework.ownedBy({ division: Decision.workingDivision(found.record.authority, asked.uscc), uscc: asked.uscc })))
    throw notFound("list entry", "id");
  requireVersion(found, version);
  return { item, entry: settled(found.record, legalDay(clock.now())) };
}

/** Takes the firm off the list: the entry is published no more. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT for repair before the shortest term. */
export const exit = command(
  "listing:decide",
  named.extend({
    how: z.enum(["repaired", "corrected"]).describe("Whether it was repaired, or had been wrong"),
    documentNumber: z.string().min(1).max(200).describe("Number of the document that decides it"),
    reason: z.string().min(1).max(500).describe("Why"),
  }),
  async (ctx, { how, documentNumber, reason, ...asked }, scope) => {
    const { item, entry } = await requireEntry(ctx, scope, asked);
    const state = Casework.after(machine, entry.state, "exit");
    const now = ctx.clock.now();
    const on = legalDay(now);
    const { repairableFrom } = publicityOf(entry, on);
    if (how === "repaired" && repairableFrom !== null && on < repairableFrom)
      throw new HubError("BAD_INPUT", `how: repair is possible from ${repairableFrom}, when the shortest term is over`, { path: "how" });
    const end: Exit = { how, on, reason, documentNumber };
    const writing = { at: now.toISOString(), by: ctx.actor.id, reason };
    const record: Info = { ...entry, state, exit: end, provenance: Provenance.enteredBy(entry.authority, writing, entry.provenance) };
    const result: Versioned<Info> = { ...record, version: item.version + 1 };
    return { result, writes: History.rewritten(entityOf, item, record, writing), subject: entry.uscc, target: `list entry ${entry.list} ${entry.id}` };
  },
);

/** What a case found to be false, and where it is recorded. */
export interface FalseStatement {
  readonly uscc: string;
  readonly authority: Decision.Authority;
  readonly facts: string;
  /** Document that finds it. */
  readonly documentNumber: string;
  /** Case in which it was made: it is recorded once. */
  readonly case: string;
}

/** The record that a firm made a false statement in credit repair, for the transaction in which a case decides so, in which the firm was heard. */
export function enterFalseStatement(ctx: Pick<Ctx, "actor" | "clock">, of: FalseStatement): { readonly writes: readonly Write[]; readonly record: Info } {
  const listedOn = legalDay(ctx.clock.now());
  return entered(ctx, { ...of, list: "falseStatement", basis: null, listedOn, reason: `false statement found in ${of.case}` });
}
