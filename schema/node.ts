import type { Ctx } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { HubError } from "@hub/core/error";
import { Licence } from "@hub/core/licence";
import { Listing } from "@hub/core/listing";
import { Penalty } from "@hub/core/penalty";
import { Rating } from "@hub/core/rating";
import { builder } from "./builder.ts";
import { byParts, byReference } from "./decision.ts";
import { entryReference } from "./listing.ts";
import { momentArgs, momentCost } from "./moment.ts";
import { needs } from "./needs.ts";
import { ratingReference } from "./rating.ts";

/** The moment that is asked for, as the arguments have it. */
interface Asked {
  readonly asOf?: string | null | undefined;
  readonly knownAt?: string | null | undefined;
}

type Load = (ctx: Ctx, ids: readonly string[], at: Asked) => Promise<readonly (object | null)[]>;

/** How records are fetched by what their ids hold, all of a type at once. */
const loaders: Readonly<Record<string, Load>> = {
  Enterprise: async (ctx, ids, at) => (await Enterprise.getMany(ctx, { usccs: [...ids], ...at })).map(({ profile }) => profile),
  Penalty: (ctx, ids, at) => byReference(ids, (references) => Penalty.getMany(ctx, { references, ...at })),
  Licence: (ctx, ids, at) => byReference(ids, (references) => Licence.getMany(ctx, { references, ...at })),
  Rating: (ctx, ids, at) => byParts(ids, ratingReference, (references) => Rating.getMany(ctx, { references, ...at })),
  ListEntry: (ctx, ids, at) => byParts(ids, entryReference, (references) => Listing.getMany(ctx, { references, ...at })),
};

interface Id {
  readonly typename: string;
  readonly id: string;
}

/** The records that ids name, in the order asked: one call a type. Throws BAD_INPUT for what is no record's id. */
async function load(ctx: Ctx, ids: readonly Id[], at: Asked): Promise<(object | null)[]> {
  const unknown = ids.find(({ typename }) => !Object.hasOwn(loaders, typename));
  if (unknown) throw new HubError("BAD_INPUT", "The id is no record's; take it from the field id of a record");
  const found = new Map<string, object | null>();
  await Promise.all(
    Object.entries(loaders).map(async ([typename, loader]) => {
      const own = [...new Set(ids.filter((each) => each.typename === typename).map(({ id }) => id))];
      if (own.length === 0) return;
      for (const [index, record] of (await loader(ctx, own, at)).entries()) found.set(`${typename}:${own[index]}`, record);
    }),
  );
  return ids.map(({ typename, id }) => found.get(`${typename}:${id}`) ?? null);
}

const node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: node,
    ...needs({ action: "enterprise:read" }),
    nullable: true,
    description: "Any record by its id, as of now or of another moment; null when there is none",
    args: { id: t.arg.globalID({ description: "Id of a record" }), ...momentArgs },
    complexity: (args) => 1 + momentCost(args),
    resolve: async (_root, { id, ...at }, ctx) => (await load(ctx, [id], at))[0] ?? null,
  }),
  nodes: t.field({
    ...needs({ action: "enterprise:read" }),
    type: [node],
    nullable: { list: false, items: true },
    description: "Up to 100 records by their ids, as of now or of another moment, in the order asked; null where there is none",
    args: { ids: t.arg.globalIDList({ description: "Ids of records, 100 at most" }), ...momentArgs },
    complexity: ({ ids, ...at }) => ({ field: 1 + ids.length * momentCost(at), multiplier: Math.max(1, ids.length) }),
    resolve: (_root, { ids, ...at }, ctx) => {
      if (ids.length > 100) throw new HubError("BAD_INPUT", `${ids.length} ids, 100 are allowed in one call`);
      return load(ctx, ids, at);
    },
  }),
}));
