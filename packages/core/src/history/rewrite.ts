import type * as z from "zod";
import { toItem, type VersionedEntity } from "../entity.ts";
import type { Item, Write } from "../ports.ts";
import { notBefore, type Recorded, type Writing } from "./recorded.ts";
import { keep, recordedOf } from "./version.ts";

/** The writes of a record's next version, and of the one that it replaces, on condition that the item read is still the newest. */
export function rewritten<S extends z.ZodObject>(of: VersionedEntity<S>, item: Item, record: z.output<S>, writing: Writing): readonly Write[] {
  const recorded: Recorded = { ...writing, at: notBefore(writing.at, recordedOf(item).at), change: "changed" };
  const provenance = { ...(record as { readonly provenance: object }).provenance, recorded };
  const next = toItem(of, { ...record, provenance } as z.output<S>, item.version + 1);
  return [{ put: next, if: { version: item.version } }, keep(item)];
}
