import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { entityOf, registerPlace } from "./enterprise.ts";

/**
 * What became of an enterprise's records, over all concepts, newest first; also of what waited for it under an old number.
 * Two round trips for all but giants, and two more where something waited.
 */
export async function readTimeline(ctx: Ctx, uscc: string, wanted: History.Wanted): Promise<readonly History.RecordVersion[]> {
  const { confirmations, knownAt } = wanted;
  const versions = await History.versionsOf(ctx, Decision.enterprisePartition(uscc), confirmations);
  const histories = await Promise.all(
    [...versions].map(async ([place, items]) => historiesOf(place, [...(await History.earlier(ctx, items, wanted)), ...items], knownAt)),
  );
  return History.newestFirst(histories.flat());
}

function historiesOf(place: string, items: readonly Item[], knownAt: string | null): readonly History.RecordVersion[] {
  if (place.startsWith("PEN#")) return History.historyOf(Penalty.entityOf, items, knownAt);
  if (place.startsWith("LIC#")) return History.historyOf(Licence.entityOf, items, knownAt);
  return place === registerPlace ? History.historyOf(entityOf, items, knownAt) : [];
}
