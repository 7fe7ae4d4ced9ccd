import * as z from "zod";
import { legalDay } from "../clock.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import type { Scope } from "../operation.ts";
import type { Item, Write } from "../ports.ts";
import { Publicity } from "../publicity/index.ts";
import { entityOf, type Info } from "./penalty.ts";

/** What officers say of a penalty after its decision: its grade, that it was carried out, that it is masked for a time, that it is no more. */

const code = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, "A Unified Social Credit Code has 18 characters");
const named = z.object({
  uscc: code.describe("The firm, by its code"),
  authority: code.describe("Authority that decided, by its code"),
  decisionNumber: z.string().min(1).max(200).describe("Number of the decision"),
});
const reason = z.string().trim().min(1).max(500).describe("Why");
const day = z.iso.date("The day does not exist; write it as 2026-03-05");

interface Held {
  readonly item: Item;
  readonly record: Info;
}

async function requirePenalty({ store }: Ctx, scope: Scope, { uscc, authority, decisionNumber }: z.output<typeof named>): Promise<Held> {
  const item = await store.get({ pk: Decision.enterprisePartition(uscc), sk: `PEN#${authority}#${decisionNumber}` });
  const record = item && !History.isRemoved(item) ? fromItem(entityOf, item).record : null;
  if (!item || !record || !scope.covers({ divisions: [Decision.workingDivision(record.authority, uscc)], enterprise: uscc }))
    throw new HubError("NOT_FOUND", "There is no such penalty, or it is not yours to see", { path: "decisionNumber" });
  return { item, record };
}

interface Kept {
  readonly standing: Publicity.Standing;
  readonly reason: string;
}

function changed(
  ctx: Ctx,
  { item, record }: Held,
  { standing, reason: why }: Kept,
): { result: Info; writes: readonly Write[]; subject: string; target: string } {
  const now = ctx.clock.now();
  const next: Info = { ...record, standing };
  const result: Info = { ...next, standing: Publicity.settled(next, legalDay(now)) };
  const writes = History.rewritten(entityOf, item, result, { at: now.toISOString(), by: ctx.actor.id, reason: why });
  return { result, writes, subject: record.subject.uscc ?? "", target: `penalty ${record.decisionNumber}` };
}

/** Says the grade of a penalty, and by which regime its terms run, where the rules leave that open. Throws BAD_INPUT, NOT_FOUND, CONFLICT. */
export const classify = command(
  "penalty:keep",
  named.extend({
    grade: z.enum(Publicity.grades).describe("The grade"),
    regime: z.string().max(40).nullish().describe("Code of the regime by whose terms it is to run; that of its day unless told"),
    isNeeded: z.boolean().default(false).describe("Whether a minor one is publicised all the same, because that was found needed"),
    reason,
  }),
  async (ctx, { grade, regime: asked, isNeeded, reason: why, ...of }, scope) => {
    const held = await requirePenalty(ctx, scope, of);
    const { standing, decidedOn } = held.record;
    const regime = asked == null ? Publicity.regimeFor(decidedOn) : Publicity.requireRegime(asked);
    Publicity.requireBinding(regime, decidedOn);
    Publicity.gradeRuleOf(regime, grade);
    const classification = { grade, regime: regime.id, isNeeded, reason: why, by: ctx.actor.id, at: ctx.clock.now().toISOString() };
    return changed(ctx, held, { standing: { ...(standing ?? Publicity.untouched), classification }, reason: `its grade was said to be ${grade}` });
  },
);

/** Notes when what was imposed had been carried out, and the wrong put right. Throws BAD_INPUT, NOT_FOUND, CONFLICT. */
export const noteFulfilment = command(
  "penalty:keep",
  named.extend({
    fulfilledOn: day.nullish().describe("Day on which what was imposed had been carried out; what was known stays unless told"),
    correctedOn: day.nullish().describe("Day on which the wrong had been put right; what was known stays unless told"),
  }),
  async (ctx, { fulfilledOn, correctedOn, ...of }, scope) => {
    const held = await requirePenalty(ctx, scope, of);
    const today = legalDay(ctx.clock.now());
    if (fulfilledOn == null && correctedOn == null) throw new HubError("BAD_INPUT", "fulfilledOn: say a day, or correctedOn", { path: "fulfilledOn" });
    for (const [path, said] of [["fulfilledOn", fulfilledOn] as const, ["correctedOn", correctedOn] as const])
      if (said != null && said > today) throw new HubError("BAD_INPUT", `${path}: ${said} is yet to come`, { path });
    const before = held.record.standing ?? Publicity.untouched;
    const standing = { ...before, fulfilledOn: fulfilledOn ?? before.fulfilledOn, correctedOn: correctedOn ?? before.correctedOn };
    return changed(ctx, held, { standing, reason: "it was noted as carried out" });
  },
);

/** Takes a penalty out of publication whose decision was changed, annulled or found void (行政处罚法 art. 48: within 3 working days). Throws NOT_FOUND, CONFLICT, BAD_INPUT. */
export const withdraw = command(
  "penalty:keep",
  named.extend({ documentNumber: z.string().trim().min(1).max(100).describe("Number of the document that says so"), reason }),
  async (ctx, { documentNumber, reason: why, ...of }, scope) => {
    const held = await requirePenalty(ctx, scope, of);
    const before = held.record.standing ?? Publicity.untouched;
    if (before.ended?.how === "withdrawn") throw new HubError("BAD_INPUT", "decisionNumber: it is withdrawn already", { path: "decisionNumber" });
    const standing: Publicity.Standing = { ...before, ended: { how: "withdrawn", on: legalDay(ctx.clock.now()), case: documentNumber } };
    return changed(ctx, held, { standing, reason: `withdrawn by ${documentNumber}: ${why}` });
  },
);

/**
 * Takes a penalty out of publication for the time in which the firm is restructured by a plan that a court approved (临时屏蔽). Its term runs
 * on. Throws BAD_INPUT where it is not published, or the ruling is from before the rule or from a day to come; NOT_FOUND, CONFLICT.
 */
export const mask = command(
  "penalty:keep",
  named.extend({
    court: z.string().trim().min(1).max(100).describe("Court that approved the plan"),
    rulingNumber: z.string().trim().min(1).max(100).describe("Number of its ruling"),
    ruledOn: day.describe("Day of the ruling"),
  }),
  async (ctx, { court, rulingNumber, ruledOn, ...of }, scope) => {
    const held = await requirePenalty(ctx, scope, of);
    const today = legalDay(ctx.clock.now());
    const { state } = Publicity.publicityOf(held.record, today);
    if (state !== "published") throw new HubError("BAD_INPUT", `decisionNumber: it is not published: ${state}`, { path: "decisionNumber" });
    const { from, number } = Publicity.maskingRule;
    if (ruledOn > today) throw new HubError("BAD_INPUT", `ruledOn: ${ruledOn} is yet to come`, { path: "ruledOn" });
    if (today < from) throw new HubError("BAD_INPUT", `ruledOn: ${number} masks penalties from ${from} on`, { path: "ruledOn" });
    const standing = { ...(held.record.standing ?? Publicity.untouched), mask: { since: today, court, rulingNumber, ruledOn, until: null } };
    return changed(ctx, held, { standing, reason: `masked by ${rulingNumber}` });
  },
);

/**
 * Ends the masking of a penalty: the plan was carried out, or failed. From today it is published again for the rest of its term, and can be
 * repaired as others. Throws BAD_INPUT where it is not masked; NOT_FOUND, CONFLICT.
 */
export const unmask = command(
  "penalty:keep",
  named.extend({ documentNumber: z.string().trim().min(1).max(100).describe("Number of the document that says so"), reason }),
  async (ctx, { documentNumber, reason: why, ...of }, scope) => {
    const held = await requirePenalty(ctx, scope, of);
    const before = held.record.standing ?? Publicity.untouched;
    if (before.mask === null || before.mask.until !== null) throw new HubError("BAD_INPUT", "decisionNumber: it is not masked", { path: "decisionNumber" });
    const standing = { ...before, mask: { ...before.mask, until: legalDay(ctx.clock.now()) } };
    return changed(ctx, held, { standing, reason: `masked no more by ${documentNumber}: ${why}` });
  },
);
