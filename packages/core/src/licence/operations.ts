import { Decision } from "../decision/index.ts";
import { fromItem } from "../entity.ts";
import { operation } from "../operation.ts";
import { entityOf } from "./licence.ts";

/** One licence by the parts of its id; null when there is none. One round trip. */
export const get = operation("licence:read", Decision.reference, async (ctx, input) => {
  const item = await ctx.store.get({ pk: Decision.enterprisePartition(input.uscc), sk: `LIC#${input.authority}#${input.number}` });
  return item && fromItem(entityOf, item).record;
});
