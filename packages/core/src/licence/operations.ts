import { Decision } from "../decision/index.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import { entityOf } from "./licence.ts";

function keyOf({ uscc, authority, number }: Decision.Reference) {
  return { pk: Decision.enterprisePartition(uscc), sk: `LIC#${authority}#${number}` };
}

/**
 * Up to 100 licences by the parts of their ids, as of now or of another moment, in the order asked; null where there is none.
 * One round trip, one call; a second round trip for those that were replaced since the moment.
 */
export const getMany = operation("licence:read", Decision.references.extend(History.momentInput), async (ctx, { references, ...at }) => {
  const found = await History.readAt(ctx.store, entityOf, references.map(keyOf), History.momentOf(ctx, at));
  return found.map((each) => each?.record ?? null);
});

/** Every version of one licence that the hub had written by `knownAt`, newest first; none when there is no such licence. Two round trips. */
export const history = operation(
  "licence:read",
  Decision.reference.extend({ knownAt: History.momentInput.knownAt }),
  async (ctx, { knownAt, ...reference }) => {
    return History.list(ctx, entityOf, keyOf(reference), History.momentOf(ctx, { knownAt }).knownAt);
  },
);
