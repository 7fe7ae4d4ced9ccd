import type { Condition, Item, ItemStore, Key, Write } from "../ports.ts";
import { limits } from "../ports.ts";

/**
 * What the store holds of a batch's keys, and what the batch will write. Reads go to the store once, at `load`;
 * a later row of the batch sees what an earlier one is about to write.
 */
export interface Known {
  /** Fetches keys not yet fetched, 100 in a call, all calls at once. */
  load(keys: readonly Key[]): Promise<void>;
  /** The item as the batch would leave it. The key must have been loaded. */
  get(key: Key): Item | null;
  /** Plans to write a body under the key, on condition that the stored item is still the loaded one. */
  put(item: Omit<Item, "version">): void;
  /** Makes the batch depend on the stored item still being the loaded one, without writing it. */
  hold(key: Key): void;
  /** The planned writes: one for each key, each with its condition. */
  writes(): readonly Write[];
  readonly size: number;
}

export function known(store: ItemStore): Known {
  const loaded = new Map<string, Item | null>();
  const planned = new Map<string, Item>();
  const held = new Map<string, Key>();
  const name = ({ pk, sk }: Key) => `${pk}\u0000${sk}`;
  return {
    async load(keys) {
      const wanted = new Map(keys.filter((key) => !loaded.has(name(key))).map((key) => [name(key), key]));
      const rest = [...wanted.values()];
      const calls: Promise<void>[] = [];
      for (let at = 0; at < rest.length; at += limits.keysPerGetMany) {
        const some = rest.slice(at, at + limits.keysPerGetMany);
        calls.push(
          store.getMany(some).then((items) => {
            for (const [index, key] of some.entries()) loaded.set(name(key), items[index] ?? null);
          }),
        );
      }
      await Promise.all(calls);
    },
    get(key) {
      const item = planned.get(name(key)) ?? loaded.get(name(key));
      if (item === undefined) throw new TypeError(`Not loaded: ${key.pk} ${key.sk}`);
      return item;
    },
    put(item) {
      planned.set(name(item), { ...item, version: (loaded.get(name(item))?.version ?? 0) + 1 });
    },
    hold(key) {
      held.set(name(key), key);
    },
    writes() {
      const conditionOf = (key: Key): Condition => {
        const version = loaded.get(name(key))?.version;
        return version === undefined ? "absent" : { version };
      };
      const checks = [...held].filter(([key]) => !planned.has(key)).map(([, check]) => ({ check, if: conditionOf(check) }));
      return [...[...planned.values()].map((put) => ({ put, if: conditionOf(put) })), ...checks];
    },
    get size() {
      return planned.size + held.size;
    },
  };
}
