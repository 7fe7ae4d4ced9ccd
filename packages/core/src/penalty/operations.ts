import { Decision } from "../decision/index.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import { entityOf } from "./penalty.ts";

function keyOf({ uscc, authority, number }: Decision.Reference) {
  return { pk: Decision.enterprisePartition(uscc), sk: `PEN#${authority}#${number}` };
}

/**
 * Up to 100 penalties by the parts of their ids, as of now or of another moment, in the order asked; null where there is none.
 * One round trip, one call; a second round trip for those that were replaced since the moment.
 */
export const getMany = operation("penalty:read", Decision.references.extend(History.momentInput), async (ctx, { references, ...at }) => {
  const found = await History.readAt(ctx.store, entityOf, references.map(keyOf), History.momentOf(ctx, at));
  return found.map((each) => each?.record ?? null);
});

/** Every version of one penalty that the hub had written by `knownAt`, newest first; none when there is no such penalty. Two round trips. */
export const history = operation(
  "penalty:read",
  Decision.reference.extend({ knownAt: History.momentInput.knownAt }),
  async (ctx, { knownAt, ...reference }) => {
    return History.list(ctx, entityOf, keyOf(reference), History.momentOf(ctx, { knownAt }).knownAt);
  },
);
