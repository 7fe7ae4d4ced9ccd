/**
 * What the domain needs from a store, in the shape of DynamoDB: partitions, sort keys, conditional
 * writes, small transactions, a change stream. No filters and no scans on request paths.
 */

/** Plain data, at most 31 levels deep. Texts hold no half surrogate pairs, names are not empty; numbers are 0 or from 1e-130 to 9.99e125 either side of it. */
export type Value = string | number | boolean | null | Uint8Array | readonly Value[] | { readonly [name: string]: Value };
export type Body = { readonly [name: string]: Value };

/** Address of an item: partition and place in it. 1 to 2,048 and 1 to 1,024 bytes of UTF-8. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** A key as one text, for maps: no two keys have the same. */
export function keyName({ pk, sk }: Key): string {
  return `${pk}\u0000${sk}`;
}

/** Secondary indexes. An item appears in one only if it has a key for it. */
export const indexNames = ["gsi1", "gsi2"] as const;
export type IndexName = (typeof indexNames)[number];

/** One stored item. The caller counts `version`: 1 when new, one more with each write. */
export interface Item extends Key {
  readonly version: number;
  readonly body: Body;
  readonly indexes?: Readonly<Partial<Record<IndexName, Key>>>;
  /** Second since 1970 after which the store may take the item away, sooner or later: whoever reads it compares. It stays unless told. */
  readonly expires?: number;
}

/** What must hold of the stored item for the whole transaction to happen. */
export type Condition = "absent" | "present" | { readonly version: number };

export type Write =
  | { readonly put: Item; readonly if?: Condition }
  | { readonly delete: Key; readonly if?: Condition }
  | { readonly check: Key; readonly if: Condition };

export interface Query {
  readonly index?: IndexName;
  readonly pk: string;
  /** `begins`: sort keys with this prefix; `from`/`to`: both ends included. Bounds are sort keys or empty. Bytewise order of UTF-8. */
  readonly sk?: { readonly begins: string } | { readonly from?: string; readonly to?: string };
  /** 1 to 1,000; 1,000 unless told. A page may be shorter than the limit: only `cursor` tells the end. */
  readonly limit?: number;
  readonly cursor?: string | null;
  readonly descending?: boolean;
}

/** `cursor` continues after the last item; null when nothing follows. It stays right while others write. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

/** One committed write. The changes of one item come in the order of their commits; the stored item may be newer than `version` when it is read. */
export interface Change extends Key {
  readonly operation: "put" | "delete";
  /** Version written, or the version that was deleted. */
  readonly version: number;
}

export const limits = {
  writesPerTransaction: 100,
  transactionBytes: 4 * 1024 * 1024,
  keysPerGetMany: 100,
  itemBytes: 400 * 1024,
  bodyDepth: 31,
  partitionKeyBytes: 2_048,
  sortKeyBytes: 1_024,
  pageItems: 1_000,
} as const;

/**
 * The one port to the data. Reads are strongly consistent (index reads may lag on some adapters).
 * Throws HubError only: CONFLICT (a condition failed; `details.failed` lists `{ index, pk, sk }` of each failed
 * write), ITEM_TOO_LARGE, TOO_MANY_WRITES, TOKEN_REUSED, BAD_CURSOR, BAD_INPUT, STORE_BUSY (of writes, nobody knows then
 * whether they were made: read again, or repeat the call with its token), STORE_UNUSABLE.
 */
export interface ItemStore {
  get(key: Key): Promise<Item | null>;
  /** At most 100 keys; answers stand in the order of the keys, null where there is no item. */
  getMany(keys: readonly Key[]): Promise<readonly (Item | null)[]>;
  query(query: Query): Promise<Page<Item>>;
  /**
   * 1 to 100 writes on distinct keys and of 4 MB together, all or none. With a `token` (at most 36 characters) the same call may be
   * repeated for at least ten minutes without a second effect.
   */
  transact(writes: readonly Write[], options?: { readonly token?: string }): Promise<void>;
  /** Committed writes after a cursor (null: from the oldest kept one). `cursor` is where to go on, also on an empty page. */
  changes(after: string | null, limit?: number): Promise<Page<Change>>;
  /**
   * Lets the store forget the changes up to a cursor, which whoever follows them has taken. A store that forgets by itself,
   * as DynamoDB does after a day, has no such call. May forget part of them, when they are many.
   */
  forget?(upTo: string): Promise<void>;
  /** Every item once, in no promised order, for digests, backups and rebuilds only: never on a request path. */
  scan(cursor?: string | null, limit?: number): Promise<Page<Item>>;
  close(): Promise<void>;
}

/** Bytes and what they are, by media type. */
export interface Blob {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/**
 * The port to files. Keys are texts that name their content, as `files/{sha256}`: parts of a-z, 0-9, `.`, `_` and `-` with `/`
 * between them, none beginning with a dot, 200 characters at most. Throws HubError only: BAD_INPUT (a key or a type that is none),
 * STORE_BUSY (of writes, nobody knows then whether they were made: repeat them), STORE_UNUSABLE.
 */
export interface BlobStore {
  /** Done when it is kept for good, whole. The same again changes nothing; what stood under the key before is replaced. */
  put(key: string, blob: Blob): Promise<void>;
  /** Null where there is nothing under the key. */
  get(key: string): Promise<Blob | null>;
  /** Done also where there was nothing. */
  delete(key: string): Promise<void>;
}

/** What somebody who looks for malware says of a file. */
export type Finding =
  | { readonly verdict: "clean" }
  | { readonly verdict: "infected"; readonly name: string }
  | { readonly verdict: "unscanned"; readonly why: string };

/** The port to who looks for malware. Never throws: whoever cannot look says so. */
export interface Scanner {
  /** As references to files name it. */
  readonly name: string;
  scan(bytes: Uint8Array): Promise<Finding>;
}
