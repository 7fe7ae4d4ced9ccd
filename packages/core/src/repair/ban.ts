import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Listing } from "../listing/index.ts";

/** Last day on which a firm may not apply for repair, since it had stated something false; null where it may. One round trip. */
export async function bannedUntil({ store, clock }: Pick<Ctx, "store" | "clock">, uscc: string): Promise<string | null> {
  const items = await History.readAll(store, { pk: Decision.enterprisePartition(uscc), sk: { begins: "LST#" } });
  const entries = items.filter((item) => !History.isRemoved(item)).map((item) => fromItem(Listing.entityOf, item).record);
  return Listing.banUntil(entries, legalDay(clock.now()));
}
