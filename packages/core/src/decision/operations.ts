import type * as z from "zod";
import type { VersionedEntity } from "../entity.ts";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import type { Key } from "../ports.ts";
import { enterprisePartition, type Reference, reference, references } from "./decision.ts";

/** How decisions of a kind are read: licences and penalties alike, each under its own action. */
export function readsOf<S extends z.ZodObject>(kind: "licence" | "penalty", of: VersionedEntity<S>) {
  const place = of.keyTemplate.sk.split("#")[0];
  const keyOf = ({ uscc, authority, number }: Reference): Key => ({ pk: enterprisePartition(uscc), sk: `${place}#${authority}#${number}` });
  return {
    /**
     * Up to 100 of them by the parts of their ids, as of now or of another moment, in the order asked; null where there is
     * none. One round trip, one call; a second round trip for those that were replaced since the moment.
     */
    getMany: operation(`${kind}:read`, references.extend(History.momentInput), async (ctx, { references: asked, ...at }) => {
      const moment = History.momentOf(ctx, at);
      const scope = History.pastScope(ctx, moment.knownAt);
      const found = await History.readAt(ctx.store, of, asked.map(keyOf), moment);
      const see = History.sight(ctx);
      const seen = found.map((each, index) => each && see(of, each.now, asked[index]?.uscc ?? null));
      const records = found.map((each, index) => (each && seen[index]?.isOpen ? each.record : null));
      const told = records.map((record, index) => (record && scope && !History.coversPast(scope, of, record, asked[index]?.uscc ?? null) ? null : record));
      await History.noteUnpublished(
        ctx,
        asked.filter((_, index) => told[index] && !seen[index]?.isPublished).map(({ uscc }) => uscc),
      );
      await History.notePast(ctx, moment.knownAt, [...new Set(asked.filter((_, index) => told[index]).map(({ uscc }) => uscc))]);
      return told;
    }),
    /** Every version of one that the hub had written by `knownAt`, newest first; none when there is no such decision. Two round trips, four for one that was moved. */
    history: operation(
      "history:read",
      reference.extend(History.historyInput),
      async (ctx, { knownAt, confirmations, ...asked }, scope) => {
        const told = await History.list(ctx, of, keyOf(asked), { knownAt: History.momentOf(ctx, { knownAt }).knownAt, confirmations });
        return History.coveredVersions(ctx, scope, { of, ...told, newest: told.versions.find(History.isStated), enterprise: asked.uscc });
      },
      { subjects: ({ uscc }, { length }) => (length === 0 ? [] : [uscc]) },
    ),
  };
}
