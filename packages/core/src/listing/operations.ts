import * as z from "zod";
import { History } from "../history/index.ts";
import { operation } from "../operation.ts";
import { limits } from "../ports.ts";
import { type Versioned, versioned } from "../versioned.ts";
import { type List, lists } from "./list.ts";
import { entityOf, entryKey, type Info, reference } from "./listing.ts";

/** The lists on which firms can stand, with their rules and sources. Reads nothing. */
export const listLists = operation("reference:read", z.object({}), async (): Promise<readonly List[]> => lists);

const askedOf = (named: z.output<typeof reference>): History.Asked => ({ key: entryKey(named), uscc: named.uscc });

/** Up to 100 entries by the parts of their ids; see `History.readSeen`. */
export const getMany = operation(
  "listing:read",
  z.object({ references: z.array(reference).max(limits.keysPerGetMany), ...History.momentInput }),
  async (ctx, { references, ...at }): Promise<readonly (Versioned<Info> | null)[]> =>
    (await History.readSeen(ctx, entityOf, references.map(askedOf), at)).map((found) => found && versioned(found)),
);

/** Every version of one entry; see `History.historySeen`. */
export const history = operation(
  "history:read",
  reference.extend(History.historyInput),
  (ctx, { knownAt, confirmations, ...asked }, scope) => History.historySeen(ctx, scope, { of: entityOf, ...askedOf(asked) }, { knownAt, confirmations }),
  { subjects: ({ uscc }, { length }) => (length === 0 ? [] : [uscc]) },
);
