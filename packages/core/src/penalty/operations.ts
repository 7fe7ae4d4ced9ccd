import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { operation } from "../operation.ts";
import { entityOf } from "./penalty.ts";

/** Up to 100 penalties by the parts of their ids, in the order asked; null where there is none. One round trip, one call. */
export const getMany = operation("penalty:read", Decision.references, async (ctx, { references }) => {
  const items = await ctx.store.getMany(
    references.map(({ uscc, authority, number }) => ({ pk: Decision.enterprisePartition(uscc), sk: `PEN#${authority}#${number}` })),
  );
  return items.map((item) => item && fromItem(entityOf, item).record);
});
