import type * as z from "zod";
import { HubError } from "./error.ts";
import type { Body, IndexName, Item, Key } from "./ports.ts";

/**
 * A kind of stored record, declared once. Its shape gives the type, the check on the way into and out of the
 * store, and the prose of the API; its key says where it lies; `access` says who reads it and in how many calls.
 */
export interface Entity<S extends z.ZodObject> {
  /** Never changes once data exist. */
  readonly name: string;
  readonly shape: S;
  readonly key: (record: z.output<S>) => Key;
  /** The key as a template, for the printed table. */
  readonly keyTemplate: Key;
  readonly indexes?: (record: z.output<S>) => Item["indexes"];
  /** Second since 1970 after which the store may take the record away; it stays for ever unless told. */
  readonly expires?: (record: z.output<S>) => number;
  /** The keys in the indexes as templates: of each index that an example stands in. */
  readonly indexTemplates?: Readonly<Partial<Record<IndexName, Key>>>;
  /** Why none of its partitions, in the table and in indexes, comes to take 1,000 write units or 3,000 read units a second. */
  readonly partition: string;
  readonly access: readonly AccessPattern[];
  /** Given for records whose every version is kept: what the two times mean for them. */
  readonly history?: Versioning<z.output<S>>;
  /** Feed the documentation, the demo and the tests; the first is of usual size and stands for all in figures. */
  readonly examples: readonly [z.input<S>, ...z.input<S>[]];
}

/** How a record stands in time, for records whose every version is kept. */
export interface Versioning<R> {
  /** When what the record states is true, by its own word; null for never, e.g. a licence that is reported as invalid. */
  readonly validity: (record: R) => Validity | null;
  /**
   * For a record of something that changes, as a firm's entry in the register does: the day from which on a version
   * speaks, until a later one does. Without it a later version corrects the one before, for all days.
   */
  readonly statedOn?: (record: R) => string;
  /** Divisions whose authorities the record is a matter of; none where it is nobody's but the hub's. */
  readonly divisions: (record: R) => readonly string[];
  /** Under which values totals count it; a dimension without one does not count it, and null counts it nowhere. */
  readonly counted: (record: R) => Counted | null;
  /** Last day on which totals count it, null for never; for ever unless told. Until then it stands in index gsi1 under that day. */
  readonly countedUntil?: (record: R) => string | null;
  /** The record with what ends by itself ended, where it has by a day, for the hub's own job to write down; the same one where nothing has. */
  readonly settled?: (record: R, day: string) => R;
  /** Whether it is published on a day; always unless told. What is not is told to those alone who may read what is unpublished. */
  readonly published?: (record: R, day: string) => boolean;
  /** Of fields that tell of other records, which may be published no more: their values as those are told them who may not read what is unpublished. */
  readonly veils?: Readonly<Record<string, (value: never) => unknown>>;
}

/** Records whose counting ends fall into so many partitions of the index, by chance. */
export const countedShards = 8;

export function countedPartition(kind: string, shard: number): string {
  return `COUNTED#${kind}#${shard}`;
}

/** Where a record stands in index gsi1 as long as totals count it: under the last day on which they do. */
export function countedPlace(kind: string, until: string | null, { pk, sk }: Key): Item["indexes"] {
  if (until === null) return {};
  const name = `${pk}#${sk}`;
  let sum = 0;
  for (let at = 0; at < name.length; at += 1) sum += name.charCodeAt(at);
  return { gsi1: { pk: countedPartition(kind, sum % countedShards), sk: `${until}#${pk}` } };
}

/** What totals are kept by, beside the kind of record. */
export const dimensions = ["state", "division", "list", "day"] as const;
export type Dimension = (typeof dimensions)[number];
export type Counted = Readonly<Partial<Record<Dimension, string>>>;

/** Legal days, both included; null without bound. */
export interface Validity {
  readonly from: string | null;
  readonly to: string | null;
}

export type VersionedEntity<S extends z.ZodObject> = Entity<S> & Required<Pick<Entity<S>, "history">>;

/** One way in which records are asked for. */
export interface AccessPattern {
  /** Its own among those of the entity. */
  readonly name: string;
  /** Who asks, how often. */
  readonly why: string;
  /** Calls to the store. Those of a step go out at once, and each step waits for the one before: a step is a round trip. */
  readonly steps: readonly (readonly StoreCall[])[];
}

/** Calls to the store that are alike and go out at once. */
export interface StoreCall {
  readonly call: "get" | "getMany" | "query";
  /** Index that is queried; the table unless told. */
  readonly index?: IndexName;
  /** How many of them; one unless told. */
  readonly times?: number;
  /** Items that each of them usually reads, by the name of their entity. A page of a list reads one more than it shows, to know whether more follow. */
  readonly reads: Readonly<Record<string, number>>;
}

/** A record with the version of the item that holds it. */
export interface Stored<T> {
  readonly record: T;
  readonly version: number;
}

export function entity<S extends z.ZodObject>(declaration: VersionedEntity<S>): VersionedEntity<S>;
export function entity<S extends z.ZodObject>(declaration: Entity<S>): Entity<S>;
export function entity<S extends z.ZodObject>(declaration: Entity<S>): Entity<S> {
  return declaration;
}

/** The item that stores a record. `version` counts writes: 1 for a new record. */
export function toItem<S extends z.ZodObject>(of: Entity<S>, record: z.output<S>, version: number): Item {
  const indexes = of.indexes?.(record);
  const isIndexed = indexes !== undefined && Object.keys(indexes).length > 0;
  return { ...of.key(record), version, body: record as Body, ...(isIndexed && { indexes }), ...(of.expires && { expires: of.expires(record) }) };
}

/** The record in an item. What the store holds is checked as strictly as what came in: a mismatch is a bug, not an answer. */
export function fromItem<S extends z.ZodObject>(of: Entity<S>, item: Item): Stored<z.output<S>> {
  const parsed = of.shape.safeParse(item.body);
  if (parsed.success) return { record: parsed.data, version: item.version };
  const issue = parsed.error.issues[0];
  throw new HubError("INTERNAL", `Stored ${of.name} ${item.pk} ${item.sk} does not fit its shape: ${issue?.path.join(".")} ${issue?.message}`);
}
