import type * as z from "zod";
import type { VersionedEntity } from "../entity.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import { enterprisePartition, type Reference, reference, references } from "./decision.ts";

/** How decisions of a kind are read: licences and penalties alike, each under its own action. */
export function readsOf<S extends z.ZodObject>(kind: "licence" | "penalty", of: VersionedEntity<S>) {
  const place = of.keyTemplate.sk.split("#")[0];
  const askedOf = ({ uscc, authority, number }: Reference): History.Asked => ({
    key: { pk: enterprisePartition(uscc), sk: `${place}#${authority}#${number}` },
    uscc,
  });
  return {
    /** Up to 100 of them by the parts of their ids; see `History.readSeen`. */
    getMany: operation(`${kind}:read`, references.extend(History.momentInput), async (ctx, { references: asked, ...at }) =>
      (await History.readSeen(ctx, of, asked.map(askedOf), at)).map((found) => found?.record ?? null),
    ),
    /** Every version of one; see `History.historySeen`. */
    history: operation(
      "history:read",
      reference.extend(History.historyInput),
      (ctx, { knownAt, confirmations, ...asked }, scope) => History.historySeen(ctx, scope, { of, ...askedOf(asked) }, { knownAt, confirmations }),
      { subjects: ({ uscc }, { length }) => (length === 0 ? [] : [uscc]) },
    ),
  };
}
