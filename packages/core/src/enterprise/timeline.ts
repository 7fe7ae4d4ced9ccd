import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { entityOf, registerPlace } from "./enterprise.ts";

/** What became of an enterprise's records, over all concepts, newest first. Two round trips for all but giants. */
export async function readTimeline(ctx: Ctx, uscc: string, knownAt: string | null): Promise<readonly History.RecordVersion[]> {
  const versions = await History.versionsOf(ctx, Decision.enterprisePartition(uscc));
  return History.newestFirst([...versions].flatMap(([place, items]) => historiesOf(place, items, knownAt)));
}

function historiesOf(place: string, items: readonly Item[], knownAt: string | null): readonly History.RecordVersion[] {
  if (place.startsWith("PEN#")) return History.historyOf(Penalty.entityOf, items, knownAt);
  if (place.startsWith("LIC#")) return History.historyOf(Licence.entityOf, items, knownAt);
  return place === registerPlace ? History.historyOf(entityOf, items, knownAt) : [];
}
