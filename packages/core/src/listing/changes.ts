import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { type Change, command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import type { Scope } from "../operation.ts";
import type { Item, Write } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { notFound, requireVersion, type Versioned } from "../versioned.ts";
import { requireList } from "./list.ts";
import { entityOf, entryKey, type Info, reference, shape } from "./listing.ts";
import { type Event, type Exit, machine } from "./machine.ts";
import { publicityOf, settled } from "./rules.ts";

const day = z.iso.date("The day does not exist; write it as 2026-03-05");
const reason = z.string().min(1).max(500);
const number = z.string().min(1).max(200);

const proposeInput = z.object({
  uscc: z.string().max(64).describe("The enterprise, by its code"),
  list: z.string().max(40).describe("Code of the list"),
  facts: shape.shape.facts,
  basis: shape.shape.basis.default(null).describe("Law and article, or document, that the entry rests on; a list may ask for it"),
  authority: Decision.authorityInput,
});

/** Proposes that a firm be listed: nobody but the firm and those who work on it sees that. Throws BAD_INPUT, FORBIDDEN, USCC_INVALID. */
export const propose = command("listing:write", proposeInput, async (ctx, { list: code, facts, basis, ...input }, scope) => {
  const { needsBasis, entry } = requireList(code);
  if (entry !== "noticed") throw bad("list", `an entry in ${code} is made with the decision of the case in which the firm was heard`);
  if (needsBasis && basis === null) throw bad("basis", `${code} takes nobody in without the law or document that allows it; name it`);
  const uscc = Identity.requireUscc(input.uscc, "uscc");
  const authority = Decision.requireAuthority(scope, input.authority);
  const now = ctx.clock.now();
  const record: Info = {
    ...{ id: idOf([uscc, code, facts, now.toISOString(), ctx.actor.id]), uscc, list: code, state: machine.initial, facts, basis, authority },
    ...{ proposedOn: legalDay(now), notice: null, listedOn: null, documentNumber: null, exit: null, case: null, dispute: null },
    provenance: Provenance.enteredBy(authority, { at: now.toISOString(), by: ctx.actor.id, reason: "proposed" }),
  };
  return changed({ ...record, version: 1 }, [{ put: toItem(entityOf, record, 1), if: "absent" }]);
});

/** As many digits as no two entries of one firm share by chance. */
function idOf(of: readonly string[]): string {
  return digestOf(of).slice(0, 16);
}

function bad(path: string, message: string): HubError {
  return new HubError("BAD_INPUT", `${path}: ${message}`, { path });
}

function changed(result: Versioned<Info>, writes: readonly Write[]): Change<Versioned<Info>> {
  return { result, writes, subject: result.uscc, target: `list entry ${result.list} ${result.id}` };
}

const named = z.object({
  uscc: z.string().length(18).describe("The enterprise, by its code"),
  list: z.string().max(40).describe("Code of the list"),
  id: reference.shape.id,
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
  if (!item || !found || !scope.covers({ divisions: [Decision.divisionOf(found.record.authority)], enterprise: null })) throw notFound("list entry", "id");
  requireVersion(found, version);
  return { item, entry: settled(found.record, legalDay(clock.now())) };
}

interface Step {
  readonly event: Event;
  readonly reason: string;
  readonly facts: Partial<Info>;
}

/** The change that an event makes of an entry. Throws WRONG_STATE. */
function stepped({ actor, clock }: Ctx, { item, entry }: Awaited<ReturnType<typeof requireEntry>>, { event, reason: why, facts }: Step) {
  const writing = { at: clock.now().toISOString(), by: actor.id, reason: why };
  const state = Casework.after(machine, entry.state, event);
  const record: Info = { ...entry, ...facts, state, provenance: Provenance.enteredBy(entry.authority, writing, entry.provenance) };
  return changed({ ...record, version: item.version + 1 }, History.rewritten(entityOf, item, record, writing));
}

/** A day that has come, today unless told. Throws BAD_INPUT. */
function pastDay({ clock }: Ctx, path: string, said: string | null | undefined): string {
  const today = legalDay(clock.now());
  if (said != null && said > today) throw bad(path, `${said} is yet to come`);
  return said ?? today;
}

/** Notes that the prior notice was served: the firm may answer. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const notice = command(
  "listing:write",
  named.extend({ noticeNumber: number.describe("Number of the notice"), servedOn: day.nullish().describe("Day on which it was served; today unless told") }),
  async (ctx, { noticeNumber, servedOn: said, ...asked }, scope) => {
    const found = await requireEntry(ctx, scope, asked);
    const servedOn = pastDay(ctx, "servedOn", said);
    if (servedOn < found.entry.proposedOn) throw bad("servedOn", `it was proposed on ${found.entry.proposedOn}, and noticed after that`);
    return stepped(ctx, found, { event: "notice", reason: "prior notice served", facts: { notice: { number: noticeNumber, servedOn } } });
  },
);

/** Lists the firm: from its day on, the entry is published until its longest term is over. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const enter = command(
  "listing:decide",
  named.extend({
    documentNumber: number.describe("Number of the document that lists the firm"),
    listedOn: day.nullish().describe("Day of that document, from which the terms run; today unless told"),
    reason: reason.describe("Why, with what the firm answered to the notice and what became of that"),
  }),
  async (ctx, { documentNumber, listedOn: said, reason: why, ...asked }, scope) => {
    const found = await requireEntry(ctx, scope, asked);
    const listedOn = pastDay(ctx, "listedOn", said);
    const served = found.entry.notice?.servedOn ?? listedOn;
    if (listedOn < served) throw bad("listedOn", `the notice was served on ${served}: the firm is listed after that`);
    return stepped(ctx, found, { event: "enter", reason: why, facts: { listedOn, documentNumber } });
  },
);

/** Takes the firm off the list: the entry is published no more. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT for repair before the shortest term. */
export const exit = command(
  "listing:decide",
  named.extend({
    how: z.enum(["repaired", "corrected"]).describe("Whether it was repaired, or had been wrong"),
    documentNumber: number.describe("Number of the document that decides it"),
    reason: reason.describe("Why"),
  }),
  async (ctx, { how, documentNumber, reason: why, ...asked }, scope) => {
    const found = await requireEntry(ctx, scope, asked);
    const on = legalDay(ctx.clock.now());
    const { repairableFrom } = publicityOf(found.entry, on);
    const end: Exit = { how, on, reason: why, documentNumber };
    const change = stepped(ctx, found, { event: "exit", reason: why, facts: { exit: end } });
    if (how === "repaired" && repairableFrom !== null && on < repairableFrom)
      throw bad("how", `repair is possible from ${repairableFrom}, when the shortest term is over`);
    return change;
  },
);

/** Gives a proposal up: it never becomes an entry. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const drop = command("listing:write", named.extend({ reason: reason.describe("Why") }), async (ctx, { reason: why, ...asked }, scope) =>
  stepped(ctx, await requireEntry(ctx, scope, asked), { event: "drop", reason: why, facts: {} }),
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

/**
 * The record that a firm made a false statement in credit repair, for the transaction in which a case decides so: at once in state
 * listed, since the firm was heard in the case.
 */
export function enterFalseStatement(
  { actor, clock }: Pick<Ctx, "actor" | "clock">,
  { uscc, authority, facts, documentNumber, case: of }: FalseStatement,
): { readonly writes: readonly Write[]; readonly record: Info } {
  const now = clock.now();
  const today = legalDay(now);
  const list = "falseStatement";
  const record: Info = {
    ...{ id: idOf([uscc, list, of]), uscc, list, state: "listed", facts, basis: null, authority, documentNumber, case: of },
    ...{ proposedOn: today, notice: null, listedOn: today, exit: null, dispute: null },
    provenance: Provenance.enteredBy(authority, { at: now.toISOString(), by: actor.id, reason: `false statement found in ${of}` }),
  };
  return { record, writes: [{ put: toItem(entityOf, record, 1), if: "absent" }] };
}
