import { Decision } from "../decision/index.ts";
import { Enterprise } from "../enterprise/index.ts";
import { type Entity, fromItem, toItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, ItemStore, Page, Write } from "../ports.ts";
import type { Draft } from "./draft.ts";
import type { Known } from "./known.ts";

/** Which old identifiers a draft carries, and what they are known to mean: the merging of old identifiers. */

export function identifiersOf(draft: Draft): readonly Enterprise.OldIdentifier[] {
  const holder = draft.kind === "register" ? draft.record : draft.record.subject;
  return Enterprise.identifierKinds.flatMap((kind) => {
    const value = holder[kind];
    return value === null ? [] : [{ kind, value }];
  });
}

export function usccOf(draft: Draft): string | null {
  return draft.kind === "register" ? draft.record.uscc : draft.record.subject.uscc;
}

/** What is known of an old identifier: whose it is, or what waits for it; null when it is new. */
export function identifierIn(known: Known, { kind, value }: Enterprise.OldIdentifier): Enterprise.Identifier | null {
  const item = known.get(Enterprise.identifierKey(kind, value));
  return item && fromItem(Enterprise.identifierEntity, item).record;
}

/** Plans to write whose an identifier is, and under which ones decisions still wait that name another firm. */
export function link(known: Known, { kind, value }: Enterprise.OldIdentifier, uscc: string, waiting: readonly Enterprise.OldIdentifier[] = []): void {
  known.put(toItem(Enterprise.identifierEntity, { kind, value, uscc, waiting: waiting.map((each) => ({ kind: each.kind, value: each.value })) }, 0));
}

/** Plans to write that records wait under `place` for this identifier's enterprise. */
export function waitFor(known: Known, identifier: Enterprise.OldIdentifier, place: Enterprise.OldIdentifier): void {
  const { kind, value } = identifier;
  const waiting = identifierIn(known, identifier)?.waiting ?? [];
  if (waiting.length >= Enterprise.mostWaiting || waiting.some((each) => each.kind === place.kind && each.value === place.value)) {
    // Nothing to write, but if the identifier's enterprise becomes known meanwhile, the row must be filed under that.
    known.hold(Enterprise.identifierKey(kind, value));
    return;
  }
  known.put(toItem(Enterprise.identifierEntity, { kind, value, uscc: null, waiting: [...waiting, { kind: place.kind, value: place.value }] }, 0));
}

type DecisionRecord = Licence.Info | Penalty.Info;

/** The record filed under the code that its old identifier turned out to belong to; the provenance says by which. */
export function filedUnder<R extends DecisionRecord>(record: R, by: Enterprise.OldIdentifier, uscc: string): R {
  const original = { field: "subject.uscc", column: by.kind, value: by.value };
  const originals = [...record.provenance.originals.filter(({ field }) => field !== original.field), original];
  return { ...record, subject: { ...record.subject, uscc }, provenance: { ...record.provenance, originals } };
}

/** A move writes the record in its new place, a mark in the old one, and the version that the mark replaces. */
const movesPerTransaction = 33;

/** A firm, and the names that its register has or had; null where the register does not know it. */
interface Owner {
  readonly uscc: string;
  readonly names: readonly string[] | null;
}

/** So many names are told of decisions that stay. */
const mostTold = 3;

/**
 * Moves the records that wait under an old identifier to the enterprise it belongs to. Those that name a firm as its
 * register never did stay where they are (V3); their names are answered. Each transaction leaves every record in exactly
 * one place, so that a crash in between is mended by moving again.
 */
export async function moveWaiting(
  store: ItemStore,
  by: Enterprise.OldIdentifier,
  { uscc, names }: Owner,
  now: Omit<History.Writing, "reason">,
): Promise<readonly string[]> {
  const writing = { ...now, reason: `${by.kind} ${by.value} came to be known as that of ${uscc}` };
  const strangers = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await store.query({ pk: Decision.pendingPartition(by.kind, by.value), limit: movesPerTransaction, cursor });
    cursor = page.cursor;
    const items = page.items.filter((item) => {
      if (History.isRemoved(item)) return false;
      const name = subjectNameOf(item);
      const isOurs = names === null || names.some((each) => Identity.sameName(each, name));
      if (!isOurs && strangers.size < mostTold) strangers.add(name);
      return isOurs;
    });
    if (items.length === 0) continue;
    const moved = items.map((item) => refiled(item, by, uscc, writing));
    const there = await store.getMany(moved.map(({ pk, sk }) => ({ pk, sk })));
    const writes = items.flatMap((item, index): readonly Write[] => {
      const leave = History.removal(item, writing);
      const arrive = moved[index];
      // Already filed under the code, from another file: that record stays.
      return arrive === undefined || there[index] ? leave : [...leave, { put: arrive, if: "absent" }];
    });
    await store.transact(writes);
  } while (cursor !== null);
  return [...strangers];
}

function subjectNameOf(item: Item): string {
  return item.sk.startsWith("PEN#") ? fromItem(Penalty.entityOf, item).record.subject.name : fromItem(Licence.entityOf, item).record.subject.name;
}

function refiled(item: Item, by: Enterprise.OldIdentifier, uscc: string, writing: History.Writing): Item {
  return item.sk.startsWith("PEN#") ? refile(Penalty.entityOf, item, { by, uscc, writing }) : refile(Licence.entityOf, item, { by, uscc, writing });
}

interface Refiling {
  readonly by: Enterprise.OldIdentifier;
  readonly uscc: string;
  readonly writing: History.Writing;
}

function refile<S extends typeof Penalty.shape | typeof Licence.shape>(of: Entity<S>, item: Item, { by, uscc, writing }: Refiling): Item {
  const { record } = fromItem(of, item);
  const filed = filedUnder(record as DecisionRecord, by, uscc);
  const recorded: History.Recorded = {
    ...writing,
    at: History.notBefore(writing.at, History.recordedOf(item).at),
    change: "created",
    movedFrom: { pk: item.pk, sk: item.sk },
  };
  return toItem(of, { ...filed, provenance: { ...filed.provenance, recorded } } as unknown as typeof record, 1);
}
