import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { fromItem } from "../entity.ts";
import { operation, type Scope } from "../operation.ts";
import { type Proposal, proposalEntity, proposalId, proposalKey, proposalKind, type ShownProposal, toldOf } from "./proposal.ts";

const place = { of: proposalEntity, kind: proposalKind };

/** Who may see a proposal: those who work on it; the firm from the notice on, by which it is told. */
const sees = (scope: Scope) => (of: Proposal) => scope.covers(Casework.ownedBy(of)) && (scope.reach !== "own" || toldOf(of).length > 0);

/** One proposal; null where there is none that the asker may see. One round trip. */
export const getProposal = operation(
  "proposal:read",
  z.object({ id: proposalId }),
  async ({ store, clock }, { id }, scope): Promise<ShownProposal | null> => {
    const item = await store.get(proposalKey(id));
    const stored = item && fromItem(proposalEntity, item);
    return stored && sees(scope)(stored.record) ? Casework.workOf(stored, legalDay(clock.now())) : null;
  },
  { subjects: (_input, found) => (found ? toldOf(found) : []) },
);

/** Proposals that the asker may see, with totals: see `Casework.worklist`. */
export const listProposals = operation(
  "proposal:read",
  Casework.worklistInput,
  async (ctx, input, scope) => Casework.worklist(ctx, { ...place, scope, sees: sees(scope) }, input),
  { subjects: (_input, { items }) => [...new Set(items.flatMap(toldOf))] },
);

/** The proposals about a firm that the asker may see, the newest first. One round trip. */
export const proposalsOf = operation(
  "proposal:read",
  z.object({ uscc: proposalEntity.shape.shape.uscc }),
  async (ctx, { uscc }, scope): Promise<readonly ShownProposal[]> =>
    (await Casework.casesOf(ctx, place, uscc)).filter(sees(scope)).slice(0, Casework.mostOfFirm),
  { subjects: (_input, found) => [...new Set(found.flatMap(toldOf))] },
);
