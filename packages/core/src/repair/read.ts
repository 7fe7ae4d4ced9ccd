import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { Document } from "../document/index.ts";
import { fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { operation, type Scope } from "../operation.ts";
import { inOrder } from "../order.ts";
import { Penalty } from "../penalty/index.ts";
import { Publicity } from "../publicity/index.ts";
import { bannedUntil } from "./ban.ts";
import { type Eligibility, eligibilityOf } from "./eligibility.ts";
import { type Letter, letterOf } from "./letter.ts";
import { notFound, ownedBy, type Shown } from "./load.ts";
import { isOpen } from "./machine.ts";
import { caseKind, entityOf, type Info, repairId, repairKey } from "./repair.ts";

const uscc = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, "A Unified Social Credit Code has 18 characters");

async function read({ store, clock }: Ctx, scope: Scope, id: string): Promise<Shown | null> {
  const item = await store.get(repairKey(id));
  const stored = item && fromItem(entityOf, item);
  if (!stored || !scope.covers(ownedBy(stored.record))) return null;
  return Casework.workOf(stored, legalDay(clock.now()));
}

/** One application; null where there is none that the asker may see. One round trip. */
export const get = operation("repair:read", z.object({ id: repairId }), async (ctx, { id }, scope) => read(ctx, scope, id), {
  subjects: (_input, found) => (found ? [found.uscc] : []),
});

/** Applications that the asker may see, what is due first on top, with totals: see `Casework.worklist`. */
export const list = operation(
  "repair:read",
  Casework.worklistInput,
  async (ctx, input, scope) => Casework.worklist(ctx, { of: entityOf, kind: caseKind, scope }, input),
  { subjects: (_input, { items }) => [...new Set(items.map(({ uscc: code }) => code))] },
);

/** The applications of a firm, the newest first, a hundred at most; none where they are not the asker's to see. One round trip. */
export const ofFirm = operation(
  "repair:read",
  z.object({ uscc }),
  async (ctx, input, scope) =>
    (await Casework.casesOf(ctx, { of: entityOf, kind: caseKind }, input.uscc)).filter((each) => scope.covers(ownedBy(each))).slice(0, Casework.mostOfFirm),
  { subjects: ({ uscc: code }, { length }) => (length > 0 ? [code] : []) },
);

/** The commitment letter as it reads today, for who is about to accept it. Reads nothing. */
export function letter({ clock }: Pick<Ctx, "clock">, of: Info): Letter {
  return letterOf(of, legalDay(clock.now()));
}

/** A file of an application. Throws NOT_FOUND, and what reading the file throws. */
export const file = operation("repair:read", z.object({ id: repairId, sha256: Document.fileShape.shape.sha256 }), async (ctx, { id, sha256 }, scope) => {
  const found = (await read(ctx, scope, id))?.files.find((each) => each.sha256 === sha256);
  if (!found) throw notFound();
  return Document.read(ctx, found);
});

/** Records that one answer tells of; more are asked for by their numbers. */
const mostTold = 100;

/**
 * Of a firm's penalties that the asker may see: whether the repair of each can be applied for, or exactly what is missing and from when.
 * Those that are published come first, of each the newest decision; a hundred at most, or those with one number. One round trip.
 */
export const eligibility = operation(
  "repair:read",
  z.object({ uscc, decisionNumber: z.string().max(200).nullish() }),
  async (ctx, input, scope): Promise<readonly Eligibility[]> => {
    const [items, cases, ban] = await Promise.all([
      History.readAll(ctx.store, { pk: Decision.enterprisePartition(input.uscc), sk: { begins: "PEN#" } }),
      Casework.casesOf(ctx, { of: entityOf, kind: caseKind }, input.uscc),
      bannedUntil(ctx, input.uscc),
    ]);
    const today = legalDay(ctx.clock.now());
    return items
      .filter((item) => !History.isRemoved(item))
      .map((item) => fromItem(Penalty.entityOf, item).record)
      .filter(({ decisionNumber }) => input.decisionNumber == null || decisionNumber === input.decisionNumber)
      .filter((penalty) => scope.covers(ownedBy({ division: Decision.workingDivision(penalty.authority, input.uscc), uscc: input.uscc })))
      .map((penalty) => ({ penalty, isOver: !Publicity.isPublished(penalty, today) }))
      .sort(
        (a, b) =>
          Number(a.isOver) - Number(b.isOver) ||
          inOrder(b.penalty.decidedOn, a.penalty.decidedOn) ||
          inOrder(a.penalty.decisionNumber, b.penalty.decisionNumber),
      )
      .slice(0, mostTold)
      .map(({ penalty }) => {
        const open = cases.find(
          (each) => isOpen(each.state) && each.decisionNumber === penalty.decisionNumber && each.authority.uscc === penalty.authority.uscc,
        );
        return eligibilityOf(penalty, { today, bannedUntil: ban, openCase: open?.id ?? null });
      });
  },
  { subjects: ({ uscc: code }, { length }) => (length > 0 ? [code] : []) },
);
