import { Casework } from "../casework/index.ts";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { HubError } from "../error.ts";
import { changed, dayOf, named, onDay, requireCase } from "./change.ts";
import { withNotice } from "./penalty-record.ts";
import { begin } from "./rules.ts";
import { type Decided, served } from "./shape.ts";

/** A decision is served together with the notice on credit repair (两书同达): what was late is taken, and flagged. */

type Served = NonNullable<Decided["served"]>;

/** Throws BAD_INPUT for days that are yet to come or before the decision. */
export function requireServed(ctx: Pick<Ctx, "clock">, given: Served, decidedOn: string): Served {
  dayOf(ctx, given.on, { path: "served.on", from: decidedOn });
  dayOf(ctx, given.noticeOn, { path: "served.noticeOn", from: decidedOn });
  return given;
}

/** The terms of a decision once it was served: that of service is over, and a fine is to be paid. */
export function servedTerms(terms: readonly Casework.Term[], { served: done, fineFen, confiscatedFen }: Decided): readonly Casework.Term[] {
  if (done === null) return terms;
  const isToBePaid = fineFen !== null || confiscatedFen !== null;
  return [...Casework.ended(terms, done.on, ["service"]), ...(isToBePaid ? [begin("payment", done.on)] : [])];
}

/** The term in which a decision is reported for publication (双公示); one in the summary procedure is not. */
export function reportingTerm({ procedure, decidedOn }: Pick<Decided, "procedure" | "decidedOn">): readonly Casework.Term[] {
  return procedure === "summary" ? [] : [begin("reporting", decidedOn)];
}

/** Notes that a decision was reported for publication. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const report = command(
  "case:write",
  named.extend({ reportedOn: onDay.nullish().describe("Day on which it was reported; today unless told") }),
  async (ctx, { reportedOn, ...asked }, scope) => {
    const stored = await requireCase(ctx, scope, asked);
    const { decision, openedOn, terms } = stored.record;
    const on = dayOf(ctx, reportedOn, { path: "reportedOn", from: decision?.decidedOn ?? openedOn });
    return changed(ctx, stored, { event: "report", record: { terms: [...Casework.ended(terms, on, ["reporting"])] } });
  },
);

/** Whether the notice on credit repair was served later than the decision. */
export function isNoticeLate({ served: done }: Pick<Decided, "served">): boolean {
  return done !== null && done.noticeOn > done.on;
}

/** States that a decision was served, with the notice on credit repair; the penalty says so, too. Throws NOT_FOUND, CONFLICT, WRONG_STATE, BAD_INPUT. */
export const serve = command("case:write", named.extend({ served }), async (ctx, { served: given, ...asked }, scope) => {
  const stored = await requireCase(ctx, scope, asked);
  const { decision, openedOn, terms } = stored.record;
  if (decision?.served) throw new HubError("BAD_INPUT", `served: it was served on ${decision.served.on} already`, { path: "served" });
  const done = requireServed(ctx, given, decision?.decidedOn ?? openedOn);
  const next = decision && { ...decision, served: done };
  return changed(ctx, stored, {
    event: "serve",
    record: next ? { decision: next, terms: [...servedTerms(terms, next)] } : {},
    writes: await withNotice(ctx, stored.record, { number: done.noticeNumber, servedOn: done.noticeOn }),
  });
});
