import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { operation } from "../operation.ts";
import { entityOf } from "./licence.ts";

/** Up to 100 licences by the parts of their ids, in the order asked; null where there is none. One round trip, one call. */
export const getMany = operation("licence:read", Decision.references, async (ctx, { references }) => {
  const items = await ctx.store.getMany(
    references.map(({ uscc, authority, number }) => ({ pk: Decision.enterprisePartition(uscc), sk: `LIC#${authority}#${number}` })),
  );
  return items.map((item) => item && fromItem(entityOf, item).record);
});
