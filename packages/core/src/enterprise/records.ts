import type * as z from "zod";
import { fromItem, type Stored, type VersionedEntity } from "../entity.ts";
import { History } from "../history/index.ts";
import type { Item } from "../ports.ts";

/** Tells what an asker may see of a record, by how that stands today. */
export type Looking = ReturnType<typeof History.sight>;

/** What a profile is made of. */
export interface Assembling {
  readonly uscc: string;
  readonly versions: History.Versions;
  readonly look: Looking;
  /** Records as they stand at present, where the versions tell of another moment: what may be told goes by that. */
  readonly now: ReadonlyMap<string, Item> | null;
}

/** A record of a firm's file. */
interface Found<R> extends Stored<R> {
  /** As it is now. */
  readonly present: R;
  readonly seen: History.Seen;
}

/** The records of a kind at a moment, in whatever order, with what of each the asker may see. */
export function recordsIn<S extends z.ZodObject>(
  of: VersionedEntity<S>,
  { uscc, versions, look, now }: Assembling,
  at: History.Moment,
): readonly Found<z.output<S>>[] {
  const [prefix = ""] = of.keyTemplate.sk.split("{");
  return [...versions].flatMap(([place, items]) => {
    const found = place.startsWith(prefix) ? History.viewOf(of, items, at) : null;
    if (!found) return [];
    const item = now?.get(place);
    const present = item ? fromItem(of, item).record : found.record;
    const seen = look(of, present, uscc);
    return [{ ...found, record: History.toldTo(seen, of, found.record), present, seen }];
  });
}
