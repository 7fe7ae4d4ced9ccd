import type { Clock } from "../clock.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Log } from "../log/index.ts";
import { pause } from "../pause.ts";
import type { Item, ItemStore, Key } from "../ports.ts";
import { keyName, limits } from "../ports.ts";
import { recordAt } from "../records.ts";
import { Totals } from "../totals/index.ts";
import { isDamage } from "./difference.ts";
import { type Held, over, planFor } from "./plan.ts";
import { countedIn, type Pointer, pointerEntity, pointerKey } from "./pointer.ts";

/** A version of a record that may not have been projected yet. */
export interface Changed extends Key {
  readonly version: number;
}

export interface Projector {
  /**
   * Puts versions of records into the log and the totals, in the order given, and before each those of the same record
   * that came before it. What stands there already is passed over, so that changes may be handed over twice, in another
   * order, in part, and to several projectors at once. `cursor` is kept with them, as how far the store was followed.
   */
  project(changes: readonly Changed[], cursor?: string): Promise<void>;
  /** Where the log stands as far as this projector knows. */
  head(): Promise<Log.Head>;
}

/** Records whose pointers and newest versions one call can fetch. */
const recordsPerRead = limits.keysPerGetMany / 2;
const pauseMs = 5;

/** How often a batch is planned anew because another projector was at the log. */
const mostAttempts = 16;

interface State {
  readonly head: Held<Log.Head>;
  /** Totals as this projector last wrote or read them: nobody else writes them without moving the head. */
  readonly totals: Map<string, Held<Totals.Total>>;
}

/** A projector of the generation in use, or of one that is being built. */
export function projector({ store, clock }: { readonly store: ItemStore; readonly clock: Clock }, building?: number): Projector {
  let state: State | null = null;

  async function load(): Promise<State> {
    for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
      const head = await Log.readHead(store, building ?? (await Log.readActive(store)).record.generation);
      // Between the two reads a rebuild may have put another generation in its place. A closed head stays for ever, so that
      // whoever read the log when it was empty, or before it was closed, can never append to it.
      if (!head.record.isClosed) return { head, totals: new Map() };
    }
    throw new HubError("STORE_BUSY", "The log is being rebuilt again and again; try again in a moment");
  }

  async function project(changes: readonly Changed[], cursor?: string): Promise<void> {
    for (let at = 0; at < changes.length; at += recordsPerRead) {
      const some = changes.slice(at, at + recordsPerRead);
      await takeSome(some, at + recordsPerRead >= changes.length ? cursor : undefined);
    }
  }

  /** Some changes, in as many transactions as they need; all anew when another projector moves the head meanwhile. */
  async function takeSome(changes: readonly Changed[], cursor: string | undefined): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        state ??= await load();
        const { generation } = state.head.record;
        const found = await readSome(store, generation, changes);
        const at = found.isPart ? undefined : cursor;
        for (let open = found.items; open.length > 0; ) open = open.slice(await append(open, found.pointers, at));
        if (found.items.length === 0 && at !== undefined) await moveOn(at);
        if (!found.isPart) return;
      } catch (error) {
        state = null;
        if (!(error instanceof HubError) || error.code !== "CONFLICT" || attempt === mostAttempts) throw error;
        // The other one goes on meanwhile: waiting longer each time lets both.
        await pause(attempt * pauseMs);
      }
    }
  }

  /** Notes how far the store was followed where all that was handed over stood in the log already. */
  async function moveOn(cursor: string): Promise<void> {
    if (!state || state.head.version === 0 || state.head.record.cursor === cursor) return;
    const { record, version } = state.head;
    const moved = { ...record, cursor };
    await store.transact([over(toItem(Log.headEntity, moved, version + 1))]);
    state = { ...state, head: { record: moved, version: version + 1 } };
  }

  /** Appends as many versions as one transaction holds, and answers how many. */
  async function append(items: readonly Item[], pointers: Map<string, Held<Pointer>>, cursor: string | undefined): Promise<number> {
    if (!state) throw new TypeError("A projector reads the head of the log before it appends");
    const { head, totals } = state;
    const plan = planFor(head.record.generation, head.record);
    let count = 0;
    while (count < items.length) {
      const item = items[count];
      if (!item || !plan.add(item, pointers.get(keyName(item)) ?? null)) break;
      count += 1;
    }
    await readTotals(store, [...plan.totals.values()], totals);
    const last = plan.entries.at(-1);
    if (!last) throw new TypeError("There is something to append");
    const isLast = count === items.length;
    const record: Log.Head = {
      ...head.record,
      sequence: last.sequence,
      hash: last.hash,
      recordedAt: last.recordedAt,
      projectedAt: clock.now().toISOString(),
      cursor: isLast && cursor !== undefined ? cursor : head.record.cursor,
    };
    const planned = plan.writes(totals);
    await store.transact([over(toItem(Log.headEntity, record, head.version + 1)), ...planned.writes]);
    state = { head: { record, version: head.version + 1 }, totals: new Map([...totals, ...planned.totals]) };
    for (const item of items.slice(0, count)) {
      const held = plan.pointer(item);
      if (held) pointers.set(keyName(item), { ...held, version: held.version + 1 });
    }
    return count;
  }

  return {
    project,
    head: async () => {
      state ??= await load();
      return state.head.record;
    },
  };
}

interface Found {
  /** Versions that are not in the log yet, in the order in which they belong there. */
  readonly items: readonly Item[];
  readonly pointers: Map<string, Held<Pointer>>;
  /** Whether there is more: a record may have been written thousands of times since. */
  readonly isPart: boolean;
}

/** Versions that are taken into memory at once. */
const mostVersions = 500;

/** What of some changes is still to be projected. One round trip; one more where versions have been replaced. */
async function readSome(store: ItemStore, generation: number, changes: readonly Changed[]): Promise<Found> {
  const keys = [...new Map(changes.map(({ pk, sk }) => [keyName({ pk, sk }), { pk, sk }])).values()];
  const items = await store.getMany([...keys.map((key) => pointerKey(generation, key)), ...keys]);
  const pointers = new Map<string, Held<Pointer>>();
  const newest = new Map<string, Item>();
  for (const [at, key] of keys.entries()) {
    const [pointer, item] = [items[at], items[keys.length + at]];
    if (pointer) pointers.set(keyName(key), fromItem(pointerEntity, pointer));
    if (item) newest.set(keyName(key), item);
  }
  const open: Changed[] = [];
  const reached = new Map([...pointers].map(([name, { record }]) => [name, record.version]));
  for (const { pk, sk, version } of changes) {
    const name = keyName({ pk, sk });
    const item = newest.get(name);
    const until = item && isReadable(item) ? Math.min(version, item.version) : 0;
    for (let next = (reached.get(name) ?? 0) + 1; next <= until && open.length <= mostVersions; next += 1) open.push({ pk, sk, version: next });
    reached.set(name, Math.max(reached.get(name) ?? 0, until));
  }
  const isPart = open.length > mostVersions;
  const replaced = open.filter((each) => newest.get(keyName(each))?.version !== each.version);
  const versions = await readReplaced(store, replaced);
  const versionOf = (each: Changed) => versions.get(`${keyName(each)}\u0000${each.version}`) ?? newest.get(keyName(each));
  const unreadable = new Set(open.filter((each) => versionOf(each)?.version !== each.version).map(keyName));
  return { items: open.filter((each) => !unreadable.has(keyName(each))).flatMap((each) => versionOf(each) ?? []), pointers, isPart };
}

/**
 * Whether a version can be read as what it must be. One that cannot is left out, with those of its record that come after
 * it, so that it does not hold up all others: verify names it.
 */
function isReadable(item: Item): boolean {
  try {
    History.recordedOf(item);
    countedIn(item);
    return true;
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

async function readReplaced(store: ItemStore, replaced: readonly Changed[]): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  for (let at = 0; at < replaced.length; at += limits.keysPerGetMany) {
    const some = replaced.slice(at, at + limits.keysPerGetMany);
    for (const [index, item] of (await store.getMany(some.map((each) => History.versionKey(each, each.version)))).entries()) {
      const of = some[index];
      if (!item) throw new HubError("INTERNAL", `Version ${of?.version} of ${of?.pk} ${of?.sk} is missing`);
      const version = History.replacedItem(item);
      if (!isReadable(version)) continue;
      found.set(`${keyName(version)}\u0000${version.version}`, version);
    }
  }
  return found;
}

/** Fetches the totals that are not known yet. */
async function readTotals(store: ItemStore, wanted: readonly Omit<Totals.Total, "counts">[], known: Map<string, Held<Totals.Total>>): Promise<void> {
  const missing = wanted.filter((total) => !known.has(keyName(Totals.totalKey(total))));
  if (missing.length === 0) return;
  const items = await store.getMany(missing.map((total) => Totals.totalKey(total)));
  for (const item of items) if (item) known.set(keyName(item), fromItem(Totals.totalEntity, item));
}

/** Whether a change of the store is one that the log takes notice of. */
export function isOfRecord(key: Key): boolean {
  return recordAt(key) !== null;
}
