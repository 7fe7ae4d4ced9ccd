import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HubError } from "@hub/core/error";
import { type KeySet, makeKey, parseKeySet, type StoredKey, secondsOf } from "@hub/server/signing";

/**
 * The signing keys of the hub on one machine: files of the data folder that nobody else can read. Each change writes the whole
 * set as a new file, `keys-<n>.json`, by a link that fails when the number is taken: of two processes that change the keys at
 * once, one sees what the other did and begins anew. Older files stay as empty marks of their numbers; the keys are in the
 * newest alone.
 */
export interface KeyFolder {
  /** The keys, the newest first; the first one is made when there is none. */
  readonly read: () => Promise<KeySet>;
  /** The keys as they are, none made. */
  readonly peek: () => Promise<KeySet>;
  /** File that holds them now; null while there is none. */
  readonly file: () => Promise<string | null>;
  /** A new key signs from now on; those before are retired. */
  readonly rotate: () => Promise<StoredKey>;
  /** The key signs no more; what it signed stays good. Throws NOT_FOUND. */
  readonly retire: (kid: string) => Promise<StoredKey>;
  /** The key is published no more: what it signed is no longer vouched for. Throws NOT_FOUND. */
  readonly revoke: (kid: string) => Promise<StoredKey>;
}

export function keyFolder(data: string, now: () => Date): KeyFolder {
  const folder = join(data, "keys");
  const change = (how: (keys: readonly StoredKey[]) => Changed) => changed(folder, how);
  const set = (kid: string, how: (key: StoredKey) => StoredKey) => change((keys) => replaced(keys, kid, how));
  const retired = (key: StoredKey) => withoutSecret({ ...key, exp: key.exp ?? secondsOf(now()) });
  return {
    read: async () => {
      const keys = await latest(folder);
      if (keys.number > 0) return keys.set;
      // Where another process was first, its key is the one.
      await wrote(folder, 1, { keys: [makeKey(now())] });
      return (await latest(folder)).set;
    },
    peek: async () => (await latest(folder)).set,
    file: async () => {
      const { number } = await latest(folder);
      return number > 0 ? pathOf(folder, number) : null;
    },
    rotate: () => change((keys) => ({ keys: [makeKey(now()), ...keys.map(retired)] })),
    retire: (kid) => set(kid, retired),
    revoke: (kid) => set(kid, (key) => ({ ...retired(key), revoked: secondsOf(now()) })),
  };
}

/** The whole new set, and which key the change was about: its first unless told. */
interface Changed {
  readonly keys: readonly StoredKey[];
  readonly about?: StoredKey;
}

/** Throws NOT_FOUND. */
function replaced(keys: readonly StoredKey[], kid: string, how: (key: StoredKey) => StoredKey): Changed {
  const [key, other] = keys.filter((each) => each.kid.startsWith(kid));
  if (!key || other) throw new HubError("NOT_FOUND", `${key ? "Several keys begin" : "No key begins"} with ${kid}; hub keys list shows them`, { kid });
  const about = how(key);
  return { keys: keys.map((each) => (each === key ? about : each)), about };
}

function withoutSecret({ d: _d, ...key }: StoredKey): StoredKey {
  return key;
}

function pathOf(folder: string, number: number): string {
  return join(folder, `keys-${number}.json`);
}

interface Latest {
  /** Number of the newest file; 0 while there is none. */
  readonly number: number;
  readonly set: KeySet;
}

async function latest(folder: string, emptied = 0): Promise<Latest> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw unusable(folder, error);
  });
  const number = Math.max(0, ...names.map((name) => Number(/^keys-(\d+)\.json$/.exec(name)?.[1] ?? 0)));
  if (number === 0) return { number, set: { keys: [] } };
  const path = pathOf(folder, number);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw unusable(path, error);
  });
  if (text !== "") return { number, set: parseKeySet(text, path) };
  if (number === emptied)
    throw unusable(path, new Error("it is empty, and the newer file that held the keys is gone; restore it, or delete the folder to begin anew"));
  // Emptied meanwhile by who wrote the next one.
  return latest(folder, number);
}

/** Makes a change, again if another process was first. Throws KEYS_UNUSABLE. */
async function changed(folder: string, how: (keys: readonly StoredKey[]) => Changed): Promise<StoredKey> {
  const before = await latest(folder);
  const { keys, about = keys[0] } = how(before.set.keys);
  if (!about) throw new TypeError("A change of keys leaves at least one");
  if (!(await wrote(folder, before.number + 1, { keys: [...keys] }))) return changed(folder, how);
  await emptyOlder(folder, before.number);
  return about;
}

/** Whether the number was free and the set now stands under it, whole and on the disk. */
async function wrote(folder: string, number: number, set: KeySet): Promise<boolean> {
  const draft = join(folder, `draft-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    await writeFile(draft, `${JSON.stringify(set, null, 2)}\n`, { mode: 0o600, flag: "wx", flush: true });
    await link(draft, pathOf(folder, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw unusable(folder, error);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Empties every older file: also one that a change left full which was broken off. */
async function emptyOlder(folder: string, newest: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const number = Number(/^keys-(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN);
    if (number <= newest && (await stat(pathOf(folder, number))).size > 0) await emptied(folder, number);
  }
}

/** Takes the private parts out of an older file in one step; its name stays, so that its number is never given twice. */
async function emptied(folder: string, number: number): Promise<void> {
  const draft = join(folder, `draft-${randomUUID()}`);
  await writeFile(draft, "", { mode: 0o600, flag: "wx" });
  await rename(draft, pathOf(folder, number));
}

function unusable(path: string, error: unknown): HubError {
  return new HubError("KEYS_UNUSABLE", `${path}: ${error instanceof Error ? error.message : String(error)}`, { path }, { cause: error });
}
