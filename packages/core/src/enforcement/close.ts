import { Casework } from "../casework/index.ts";
import { command } from "../command.ts";
import { HubError } from "../error.ts";
import { attachedIn } from "./attach.ts";
import { changed, dayOf, named, onDay, reason, requireCase } from "./change.ts";
import { claim } from "./discretion.ts";
import { withFulfilment } from "./penalty-record.ts";
import { files } from "./shape.ts";
import { sparing, weighed } from "./weigh.ts";

/** How a case ends. */

/** Closes a case without a penalty, for a ground that must or may spare one. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const closeWithoutPenalty = command(
  "case:decide",
  named.extend({
    discretion: claim,
    closedOn: onDay.nullish().describe("Day of that; today unless told"),
    reason: reason.describe("Why, and how the firm was instructed (说服教育)"),
  }),
  async (ctx, { discretion: claimed, reason: why, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { discretion, openedOn, terms } = stored.record;
    const on = dayOf(ctx, asked.closedOn, { path: "closedOn", from: openedOn });
    if (!sparing(claimed)) throw new HubError("BAD_INPUT", `discretion: ${claimed.ground} spares no penalty`, { path: "discretion" });
    const found = await weighed(ctx, stored.record, [claimed], { on, path: "discretion" });
    const others = discretion.filter(({ ground }) => ground !== claimed.ground);
    return changed(ctx, stored, {
      event: "closeWithoutPenalty",
      reason: why,
      record: { discretion: [...others, ...found], terms: [...Casework.ended(terms, on)] },
    });
  },
);

/** Drops a case that should not have been opened, or that is not this authority's. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const dismiss = command(
  "case:decide",
  named.extend({ dismissedOn: onDay.nullish().describe("Day of that; today unless told"), reason: reason.describe("Why") }),
  async (ctx, { reason: why, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const on = dayOf(ctx, asked.dismissedOn, { path: "dismissedOn", from: stored.record.openedOn });
    return changed(ctx, stored, { event: "dismiss", reason: why, record: { terms: [...Casework.ended(stored.record.terms, on)] } });
  },
);

/** States that what was imposed was carried out; the penalty says so, too. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const fulfil = command(
  "case:write",
  named.extend({
    fulfilledOn: onDay.describe("Day on which all was carried out"),
    proof: reason.describe("How that is known"),
    correctedOn: onDay.nullish().describe("Day on which the wrong had been put right; what the case knows unless told"),
    files: files.default([]).describe("Files that show it, 20 at most"),
  }),
  async (ctx, { proof, files: shown, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { decision, openedOn, terms, violation } = stored.record;
    const on = dayOf(ctx, asked.fulfilledOn, { path: "fulfilledOn", from: decision?.decidedOn ?? openedOn });
    const correctedOn = asked.correctedOn == null ? null : dayOf(ctx, asked.correctedOn, { path: "correctedOn", from: violation.occurredOn });
    return changed(ctx, stored, {
      event: "fulfil",
      files: attachedIn(stored.record, shown),
      // That it is to be reported stays open.
      record: { fulfilment: { on, proof }, terms: [...Casework.ended(terms, on, ["decide", "answer", "service", "payment"])] },
      writes: await withFulfilment(ctx, stored.record, { fulfilledOn: on, correctedOn }),
    });
  },
);
