import { Calendar } from "../calendar/index.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Penalty } from "../penalty/index.ts";
import { type Claim, type Discretion, type Ground, groundOf, lookBackMonths } from "./discretion.ts";
import type { Info } from "./shape.ts";

/** What is known of a case when its grounds are weighed. */
type Weighed = Pick<Info, "uscc" | "violation" | "rectifications">;

/**
 * The grounds that an officer claims, each of them shown: every element by a fact of its own, correction in time by the order and
 * its day, the first time by the firm's file. One round trip where the first time is claimed. Throws BAD_INPUT naming the element.
 */
export async function weighed(ctx: Ctx, of: Weighed, claims: readonly Claim[], { on, path }: { readonly on: string; readonly path: string }) {
  const found: Discretion[] = [];
  for (const claimed of claims) {
    const rule = groundOf(claimed.ground);
    requireInForce(rule, { act: of.violation.occurredOn, on, path });
    requireFacts(rule, claimed, path);
    if (rule.elements.includes("correctedInTime")) requireInTime(rule, of, path);
    if (rule.elements.includes("first")) await requireFirst(ctx, rule, of, { on, path });
    found.push({ ...claimed, by: ctx.actor.id, at: ctx.clock.now().toISOString() });
  }
  if (new Set(found.map(({ ground }) => ground)).size < found.length) throw refusal(path, "name each ground once");
  return found;
}

function refusal(path: string, text: string, missing?: string): HubError {
  return new HubError("BAD_INPUT", `${path}: ${text}`, { path, ...(missing !== undefined && { missing }) });
}

/** What makes it heavier was law on the day of the act; what makes it lighter, then or on the day of the decision (行政处罚法 37). */
function requireInForce({ code, effect, from, to }: Ground, { act, on, path }: { readonly act: string; readonly on: string; readonly path: string }): void {
  const days = effect === "heavier" ? [act] : [act, on];
  if (days.some((day) => from <= day && (to === null || day <= to))) return;
  throw refusal(path, `${code} is a ground since ${from}, and ${effect === "heavier" ? `the act was on ${act}` : "neither act nor decision are of that time"}`);
}

function requireFacts({ code, elements }: Ground, { facts }: Claim, path: string): void {
  const missing = elements.find((element) => !facts.some(({ of }) => of === element));
  if (missing !== undefined) throw refusal(path, `${code} has no fact for ${missing}: each of ${elements.join(", ")} needs one of its own`, missing);
  const strange = facts.find(({ of }) => !elements.includes(of));
  if (strange) throw refusal(path, `${code} has the elements ${elements.join(", ")}, and not ${strange.of}`);
}

function requireInTime({ code }: Ground, { rectifications }: Weighed, path: string): void {
  const missing = "correctedInTime";
  if (rectifications.length === 0) throw refusal(path, `${code}: no order says until when it was to be corrected`, missing);
  const late = rectifications.find(({ correctedOn, dueOn }) => correctedOn === null || correctedOn > dueOn);
  if (!late) return;
  const how = late.correctedOn === null ? "is not known to be corrected" : `was corrected on ${late.correctedOn}, due on ${late.dueOn}`;
  throw refusal(path, `${code}: what ${late.number} ordered ${how}`, missing);
}

/** No penalty of the firm lies on file from the look-back on, whether it is published or was repaired; one that was annulled does not count. Which it is, is told to who may see it. */
async function requireFirst(ctx: Ctx, { code }: Ground, { uscc, violation }: Weighed, { on, path }: { readonly on: string; readonly path: string }) {
  const since = Calendar.addMonths(violation.occurredOn, -lookBackMonths(on));
  const items = await History.readAll(ctx.store, { pk: Decision.enterprisePartition(uscc), sk: { begins: "PEN#" } });
  const penalties = items.filter((item) => !History.isRemoved(item)).map((item) => fromItem(Penalty.entityOf, item).record);
  const earlier = penalties.find(({ decidedOn, standing }) => decidedOn >= since && decidedOn <= on && standing?.ended?.how !== "withdrawn");
  if (!earlier) return;
  const told = History.sight(ctx)(Penalty.entityOf, earlier, uscc).isOpen
    ? `${earlier.decisionNumber} was decided on ${earlier.decidedOn}`
    : "another was decided";
  throw refusal(path, `${code}: it is not the first, ${told}, after ${since}`, "first");
}

/** The ground that forbids a penalty; null where none does. */
export function forbidding(found: readonly Discretion[]): Ground | null {
  return found.map(({ ground }) => groundOf(ground)).find(({ effect }) => effect === "mustNotPenalise") ?? null;
}

/** Whether there may be no penalty for a ground. */
export function sparing({ ground }: Claim): boolean {
  const { effect } = groundOf(ground);
  return effect === "mustNotPenalise" || effect === "mayNotPenalise";
}
