import type * as z from "zod";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import type { VersionedEntity } from "../entity.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Listing } from "../listing/index.ts";
import type { Scope } from "../operation.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { Rating } from "../rating/index.ts";
import { entityOf, registerPlace } from "./enterprise.ts";

/** Whose timeline is wanted, and what of it the asker may see. */
interface Whose {
  readonly uscc: string;
  readonly scope: Scope;
}

/**
 * What became of an enterprise's records, over all concepts, newest first; also of what waited for it under an old number.
 * Two round trips for all but giants, and two more where something waited.
 */
export async function readTimeline(ctx: Ctx, { uscc, scope }: Whose, wanted: History.Wanted): Promise<readonly History.RecordVersion[]> {
  const { confirmations, knownAt } = wanted;
  const historyOf = <S extends z.ZodObject>(of: VersionedEntity<S>, items: readonly Item[]) => {
    const told = History.historyOf(of, items, knownAt);
    const now = History.presentIn(of, items);
    return History.coveredVersions(ctx, scope, { of, versions: told, newest: told.findLast(History.isStated), now, enterprise: uscc });
  };
  const versions = await History.versionsOf(ctx, Decision.enterprisePartition(uscc), confirmations);
  const histories = await Promise.all(
    [...versions].map(async ([place, items]): Promise<readonly History.RecordVersion[]> => {
      const all = [...(await History.earlier(ctx, items, wanted)), ...items];
      if (place === registerPlace) return historyOf(entityOf, all);
      switch (place.slice(0, place.indexOf("#") + 1)) {
        case "PEN#":
          return historyOf(Penalty.entityOf, all);
        case "LIC#":
          return historyOf(Licence.entityOf, all);
        case "RTG#":
          return historyOf(Rating.entityOf, all);
        case "LST#":
          return historyOf(Listing.entityOf, all);
        default:
          return [];
      }
    }),
  );
  return History.newestFirst(histories.flat());
}
