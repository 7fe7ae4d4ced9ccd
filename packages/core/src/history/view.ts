import type * as z from "zod";
import { fromItem, type Stored, type Validity, type VersionedEntity, type Versioning } from "../entity.ts";
import type { Item } from "../ports.ts";
import { changesBetween, type FieldChange } from "./compare.ts";
import type { Moment } from "./moment.ts";
import type { Recorded } from "./recorded.ts";
import { isRemoved, recordedOf } from "./version.ts";

/**
 * The record at a moment, out of all its versions in their order. Of those that the hub had written by `knownAt`, the
 * newest counts; of a record that tells a changing state, the one that speaks for the day `asOf`. Null where the record
 * was not known yet, had been removed, or is not true on that day.
 */
export function viewOf<S extends z.ZodObject>(of: VersionedEntity<S>, versions: readonly Item[], { asOf, knownAt }: Moment): Stored<z.output<S>> | null {
  const known = knownBy(versions, knownAt);
  const newest = known.at(-1);
  if (newest === undefined || isRemoved(newest)) return null;
  const stored = fromItem(of, newest);
  if (asOf === null) return stored;
  if (!covers(of.history.validity(stored.record), asOf)) return null;
  const { statedOn } = of.history;
  if (!statedOn) return stored;
  const states = known.filter((item) => !isRemoved(item)).map((item) => fromItem(of, item));
  // The newest version that speaks for the day, so that today is the present. Before anything was reported, the oldest
  // report is the best that is known.
  return states.findLast(({ record }) => statedOn(record) <= asOf) ?? states[0] ?? null;
}

function knownBy(versions: readonly Item[], knownAt: string | null): readonly Item[] {
  return knownAt === null ? versions : versions.filter((item) => recordedOf(item).at <= knownAt);
}

export function covers(validity: Validity | null, day: string): boolean {
  if (validity === null) return false;
  const { from, to } = validity;
  return (from === null || from <= day) && (to === null || day <= to);
}

/** One version of a record, as its history shows it. */
export interface RecordVersion<R = unknown> {
  /** Name of the entity. */
  readonly kind: string;
  readonly pk: string;
  readonly sk: string;
  readonly version: number;
  readonly recorded: Recorded;
  /** Null where the record was removed. */
  readonly record: R | null;
  /** Null where it is true on no day: it was removed, or a later version speaks for all of its days. */
  readonly valid: Validity | null;
  /** What it states otherwise than the version before: all that it states, in a first one. */
  readonly changes: readonly FieldChange[];
}

/** All versions of a record that were written by an instant, in their order, as a history. */
export function historyOf<S extends z.ZodObject>(
  of: VersionedEntity<S>,
  versions: readonly Item[],
  knownAt: string | null,
): readonly RecordVersion<z.output<S>>[] {
  const known = knownBy(versions, knownAt);
  const records = known.map((item) => (isRemoved(item) ? null : fromItem(of, item).record));
  return known.map((item, at) => {
    const record = records[at] ?? null;
    const later = records.slice(at + 1).filter((each) => each !== null);
    return {
      kind: of.name,
      pk: item.pk,
      sk: item.sk,
      version: item.version,
      recorded: recordedOf(item),
      record,
      valid: record === null ? null : validityOf(of.history, { record, later, isFirst: at === 0 }),
      // A record that was moved states what it stated before its removal elsewhere, but for whose it is.
      changes: record === null ? [] : changesBetween(records.slice(0, at).findLast((each) => each !== null) ?? {}, record),
    };
  });
}

interface Speaking<R> {
  readonly record: R;
  readonly later: readonly R[];
  readonly isFirst: boolean;
}

/**
 * When a version is true: by its own word, or from its statement until the day before a later one speaks; the first one
 * also before its statement. Null for one that never speaks, since a later one does for all its days.
 */
function validityOf<R>({ validity, statedOn }: Versioning<R>, { record, later, isFirst }: Speaking<R>): Validity | null {
  const own = validity(record);
  if (!statedOn || own === null) return own;
  const from = isFirst ? own.from : statedOn(record);
  const [next] = later.map(statedOn).sort();
  const to = next === undefined ? own.to : dayBefore(next);
  return from !== null && to !== null && to < from ? null : { from, to };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
