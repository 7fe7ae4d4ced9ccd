import { History } from "../history/index.ts";
import type { Body, Condition, Item, ItemStore, Key, Write } from "../ports.ts";
import { keyName, limits } from "../ports.ts";

/**
 * What the store holds of a batch's keys, and what the batch will write. Reads go to the store once, at `load`;
 * a later row of the batch sees what an earlier one is about to write.
 */
export interface Known {
  /** Fetches keys not yet fetched, 100 in a call, all calls at once. */
  load(keys: readonly Key[]): Promise<void>;
  /** The item as the batch would leave it; null also for a record that was removed. The key must have been loaded. */
  get(key: Key): Item | null;
  /** Whether it is known that nothing is stored under the key. */
  isNew(key: Key): boolean;
  /** Plans to write a body under the key, on condition that the stored item is still the loaded one. */
  put(item: Omit<Item, "version">): void;
  /** Plans to write a record likewise, and to keep the version that it replaces. */
  record(item: Omit<Item, "version">): void;
  /** Makes the batch depend on the stored item still being the loaded one, without writing it. */
  hold(key: Key): void;
  /** The planned writes: one for each key, each with its condition, and one for each version replaced. Records say who wrote them. */
  writes(by: History.Writing): readonly Write[];
  readonly size: number;
}

export function known(store: ItemStore): Known {
  const loaded = new Map<string, Item | null>();
  const planned = new Map<string, Item>();
  const records = new Set<string>();
  const held = new Map<string, Key>();
  let replaced = 0;
  const put = (item: Omit<Item, "version">) => {
    planned.set(keyName(item), { ...item, version: (loaded.get(keyName(item))?.version ?? 0) + 1 });
  };
  return {
    async load(keys) {
      const wanted = new Map(keys.filter((key) => !loaded.has(keyName(key))).map((key) => [keyName(key), key]));
      const rest = [...wanted.values()];
      const calls: Promise<void>[] = [];
      for (let at = 0; at < rest.length; at += limits.keysPerGetMany) {
        const some = rest.slice(at, at + limits.keysPerGetMany);
        calls.push(
          store.getMany(some).then((items) => {
            for (const [index, key] of some.entries()) loaded.set(keyName(key), items[index] ?? null);
          }),
        );
      }
      await Promise.all(calls);
    },
    get(key) {
      const item = planned.get(keyName(key)) ?? loaded.get(keyName(key));
      if (item === undefined) throw new TypeError(`Not loaded: ${key.pk} ${key.sk}`);
      return item && History.isRemoved(item) ? null : item;
    },
    isNew: (key) => loaded.get(keyName(key)) === null,
    put,
    record(item) {
      put(item);
      if (!records.has(keyName(item)) && loaded.get(keyName(item))) replaced += 1;
      records.add(keyName(item));
    },
    hold(key) {
      held.set(keyName(key), key);
    },
    writes(by) {
      const conditionOf = (key: Key): Condition => {
        const version = loaded.get(keyName(key))?.version;
        return version === undefined ? "absent" : { version };
      };
      const checks = [...held].filter(([key]) => !planned.has(key)).map(([, check]) => ({ check, if: conditionOf(check) }));
      const puts = [...planned].flatMap(([key, item]): Write[] => {
        if (!records.has(key)) return [{ put: item, if: conditionOf(item) }];
        const before = loaded.get(key) ?? null;
        return [{ put: signed(item, before, by), if: conditionOf(item) }, ...(before ? [History.keep(before)] : [])];
      });
      return [...puts, ...checks];
    },
    get size() {
      return planned.size + held.size + replaced;
    },
  };
}

/** A record with who wrote it and what that did to the stored one. */
function signed(item: Item, before: Item | null, { at, by, reason }: History.Writing): Item {
  const isThere = before !== null && !History.isRemoved(before);
  const change = !isThere ? "created" : History.sameFacts(before.body, item.body) ? "confirmed" : "changed";
  const recorded: History.Recorded = { at: History.notBefore(at, before ? History.recordedOf(before).at : undefined), by, change, reason };
  return { ...item, body: { ...item.body, provenance: { ...(item.body["provenance"] as Body), recorded: recorded as Body } } };
}
