import type * as z from "zod";
import { HubError } from "./error.ts";
import type { Body, Item, Key } from "./ports.ts";

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
  readonly access: readonly AccessPattern[];
  /** Feed the documentation, the demo and the tests. */
  readonly examples: readonly z.input<S>[];
}

export interface AccessPattern {
  readonly name: string;
  /** Who asks, how often. */
  readonly why: string;
  readonly roundTrips: number;
}

/** A record with the version of the item that holds it. */
export interface Stored<T> {
  readonly record: T;
  readonly version: number;
}

export function entity<S extends z.ZodObject>(declaration: Entity<S>): Entity<S> {
  return declaration;
}

/** The item that stores a record. `version` counts writes: 1 for a new record. */
export function toItem<S extends z.ZodObject>(of: Entity<S>, record: z.output<S>, version: number): Item {
  const indexes = of.indexes?.(record);
  return { ...of.key(record), version, body: record as Body, ...(indexes ? { indexes } : {}) };
}

/** The record in an item. What the store holds is checked as strictly as what came in: a mismatch is a bug, not an answer. */
export function fromItem<S extends z.ZodObject>(of: Entity<S>, item: Item): Stored<z.output<S>> {
  const parsed = of.shape.safeParse(item.body);
  if (parsed.success) return { record: parsed.data, version: item.version };
  const issue = parsed.error.issues[0];
  throw new HubError("INTERNAL", `Stored ${of.name} ${item.pk} ${item.sk} does not fit its shape: ${issue?.path.join(".")} ${issue?.message}`);
}
