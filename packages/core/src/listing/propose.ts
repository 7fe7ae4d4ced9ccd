import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { type Change, command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import type { Scope } from "../operation.ts";
import type { Write } from "../ports.ts";
import { notFound, requireVersion, type Versioned } from "../versioned.ts";
import { entered } from "./entered.ts";
import { requireList } from "./list.ts";
import { type Info, shape } from "./listing.ts";
import { type ProposalEvent, proposalMachine } from "./machine.ts";
import { type Proposal, proposalEntity, proposalId, proposalKey, type ShownProposal, toldOf } from "./proposal.ts";

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

/** Proposes that a firm be listed: nobody but those who work on it sees that before the notice. Throws BAD_INPUT, FORBIDDEN, USCC_INVALID. */
export const propose = command("listing:write", proposeInput, async (ctx, { list: code, facts, basis, ...input }, scope) => {
  const { needsBasis, entry } = requireList(code);
  if (entry !== "noticed") throw bad("list", `an entry in ${code} is made with the decision of the case in which the firm was heard`);
  if (needsBasis && basis === null) throw bad("basis", `${code} takes nobody in without the law or document that allows it; name it`);
  const uscc = Identity.requireUscc(input.uscc, "uscc");
  const authority = { name: input.authority.name, uscc: Identity.requireUscc(input.authority.uscc, "authority.uscc") };
  const division = Decision.workingDivision(authority, uscc);
  if (!scope.covers(Casework.ownedBy({ division, uscc })))
    throw new HubError("FORBIDDEN", "It is proposed where the asker works on what the authority decides about the firm", { path: "authority.uscc" });
  const now = ctx.clock.now();
  const { initial: state } = proposalMachine;
  const record: Proposal = {
    id: `lpr_${digestOf([uscc, code, facts, now.toISOString(), ctx.actor.id]).slice(0, 20)}`,
    ...{ state, uscc, division, list: code, facts, basis, authority, openedOn: legalDay(now), notice: null, entry: null, terms: [] },
    steps: [Casework.stepBy(ctx, { event: "propose", from: state, to: state })],
  };
  return written(ctx, record, 0);
});

function bad(path: string, message: string): HubError {
  return new HubError("BAD_INPUT", `${path}: ${message}`, { path });
}

/** The write of a proposal's next version, and what the change answers with. */
function written({ clock }: Ctx, record: Proposal, before: number): Change<ShownProposal> {
  const put: Write = { put: toItem(proposalEntity, record, before + 1), if: before === 0 ? "absent" : { version: before } };
  const [subject] = toldOf(record);
  return {
    result: Casework.workOf({ record, version: before + 1 }, legalDay(clock.now())),
    writes: [put],
    target: `list proposal ${record.id}`,
    ...(subject !== undefined && { subject }),
  };
}

const named = z.object({
  id: proposalId.describe("The proposal"),
  version: z.int().min(1).describe("The version that was read; the change is refused where another was written since"),
});

/** A proposal that the asker may work on. Throws NOT_FOUND, CONFLICT. */
async function requireCase({ store }: Ctx, scope: Scope, { id, version }: z.output<typeof named>): Promise<Stored<Proposal>> {
  const item = await store.get(proposalKey(id));
  const stored = item && fromItem(proposalEntity, item);
  if (!stored || !scope.covers(Casework.ownedBy(stored.record))) throw notFound("proposal", "id");
  requireVersion(stored, version);
  return stored;
}

interface Moving {
  readonly event: ProposalEvent;
  readonly reason?: string;
  /** Facts that it changes; the state and the steps follow from the event. */
  readonly change?: Partial<Pick<Proposal, "notice" | "entry">>;
}

/** The change that an event makes of a proposal. Throws WRONG_STATE. */
function moved(ctx: Ctx, { record, version }: Stored<Proposal>, { event, reason: why, change }: Moving): Change<ShownProposal> {
  const to = Casework.after(proposalMachine, record.state, event);
  const step = Casework.stepBy(ctx, { event, from: record.state, to, reason: why });
  return written(ctx, { ...record, ...change, state: to, steps: [...record.steps, step] }, version);
}

/** The day that an input names, or today. Throws BAD_INPUT for one that is yet to come. */
function pastDay({ clock }: Ctx, path: string, said: string | null | undefined): string {
  const today = legalDay(clock.now());
  if (said != null && said > today) throw bad(path, `${said} is yet to come`);
  return said ?? today;
}

/** Notes that the prior notice was served: the firm sees the proposal, and may answer. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const notice = command(
  "listing:write",
  named.extend({ noticeNumber: number.describe("Number of the notice"), servedOn: day.nullish().describe("Day on which it was served; today unless told") }),
  async (ctx, { noticeNumber, servedOn: said, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const servedOn = pastDay(ctx, "servedOn", said);
    const change = moved(ctx, stored, { event: "notice", change: { notice: { number: noticeNumber, servedOn } } });
    const { openedOn } = stored.record;
    if (servedOn < openedOn) throw bad("servedOn", `it was proposed on ${openedOn}, and noticed after that`);
    return change;
  },
);

/** What entry into a list makes: of the proposal, and in the firm's file. */
export interface Entered {
  readonly proposal: ShownProposal;
  readonly entry: Versioned<Info>;
}

/**
 * Lists the firm: from its day on, the entry is published until its longest term is over. Before this transaction nothing that is
 * published, no log and no total tells of the firm. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT.
 */
export const enter = command(
  "listing:decide",
  named.extend({
    documentNumber: number.describe("Number of the document that lists the firm"),
    listedOn: day.nullish().describe("Day of that document, from which the terms run; today unless told"),
    reason: reason.describe("Why, with what the firm answered to the notice and what became of that"),
  }),
  async (ctx, { documentNumber, listedOn: said, reason: why, ...asked }, scope): Promise<Change<Entered>> => {
    const stored = await requireCase(ctx, scope, asked);
    const { id, uscc, list, facts, basis, authority, notice: told } = stored.record;
    const listedOn = pastDay(ctx, "listedOn", said);
    const made = entered(ctx, { uscc, list, facts, basis, authority, listedOn, documentNumber, case: id, reason: why });
    const { result: proposal, writes, ...about } = moved(ctx, stored, { event: "enter", reason: why, change: { entry: made.record.id } });
    if (told !== null && listedOn < told.servedOn) throw bad("listedOn", `the notice was served on ${told.servedOn}: the firm is listed after that`);
    return { ...about, result: { proposal, entry: { ...made.record, version: 1 } }, writes: [...writes, ...made.writes] };
  },
);

/** Gives a proposal up: it never becomes an entry. Throws NOT_FOUND, CONFLICT, WRONG_STATE. */
export const drop = command("listing:write", named.extend({ reason: reason.describe("Why") }), async (ctx, { reason: why, ...asked }, scope) =>
  moved(ctx, await requireCase(ctx, scope, asked), { event: "drop", reason: why }),
);
