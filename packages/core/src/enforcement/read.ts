import * as z from "zod";
import { Casework } from "../casework/index.ts";
import { legalDay } from "../clock.ts";
import { fromItem } from "../entity.ts";
import { operation } from "../operation.ts";
import { caseKey, entityOf, kind } from "./case.ts";
import type { Work } from "./change.ts";
import { type Ground, groundRules } from "./discretion.ts";
import { toldOf } from "./machine.ts";
import { termRules } from "./rules.ts";

/** One case; null where there is none that the asker may see. One round trip. */
export const get = operation(
  "case:read",
  z.object({ id: z.string().max(40) }),
  async ({ store, clock }, { id }, scope): Promise<Work | null> => {
    const item = await store.get(caseKey(id));
    const found = item && Casework.workOf(fromItem(entityOf, item), legalDay(clock.now()));
    return found && scope.covers(Casework.ownedBy(found)) ? found : null;
  },
  { subjects: (_input, found) => (found ? toldOf(found) : []) },
);

/** Open cases that the asker may see, what is due first on top, or those closed of a year; with totals. One round trip. */
export const worklist = operation("case:read", Casework.worklistInput, (ctx, input, scope) => Casework.worklist(ctx, { of: entityOf, kind, scope }, input));

export interface Rules {
  readonly terms: readonly Casework.TermRule[];
  readonly grounds: readonly Ground[];
}

/** The rules that cases go by. Reads nothing of the store. */
export const rules = operation("case:read", z.object({}), async (): Promise<Rules> => ({ terms: termRules, grounds: groundRules }));

/** The cases of a firm that the asker may see, the newest first, a hundred at most. One round trip. */
export const ofFirm = operation(
  "case:read",
  z.object({ uscc: z.string().length(18, "A Unified Social Credit Code has 18 characters") }),
  async (ctx, { uscc }, scope): Promise<readonly Work[]> =>
    (await Casework.casesOf(ctx, { of: entityOf, kind }, uscc)).filter((each) => scope.covers(Casework.ownedBy(each))).slice(0, Casework.mostOfFirm),
  { subjects: (_input, found) => [...new Set(found.flatMap(toldOf))] },
);
