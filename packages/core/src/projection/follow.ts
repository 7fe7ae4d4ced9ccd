import { HubError } from "../error.ts";
import type { Change, ItemStore, Page } from "../ports.ts";
import { type Changed, isOfRecord, type Projector } from "./projector.ts";

/**
 * Follows the store's own changes, where no stream hands them over. How far it came stands in the head of the log, so
 * that whoever goes on begins there; a cursor that the store keeps no longer leads through all that is stored, once.
 */
export interface Follower {
  /** Projects what has been written since; answers how many changes of records there were. */
  catchUp(options?: { readonly onProgress?: ((changes: number) => void) | undefined; readonly signal?: AbortSignal | undefined }): Promise<number>;
}

/** Changes that the store keeps at most beside those that are not in the log yet. */
const mostKept = 1_000;

export function follower(store: ItemStore, projector: Projector): Follower {
  let cursor: string | null | undefined;
  let kept = 0;

  /** Lets the store forget what is in the log: whoever goes on begins at the head's cursor, and finds nothing up to here. */
  async function letGo(): Promise<void> {
    if (cursor != null) await store.forget?.(cursor);
    kept = 0;
  }

  async function next(): Promise<Page<Change>> {
    if (cursor === undefined) {
      cursor = (await projector.head()).cursor;
      // A store that forgets by itself may have forgotten what was written before anyone followed it.
      if (cursor === null && !store.forget) await sweep(store, projector);
    }
    try {
      return await store.changes(cursor);
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "BAD_CURSOR") throw error;
      // Changes may have been lost between the cursor's and the oldest that are kept.
      await sweep(store, projector);
      return store.changes(null);
    }
  }

  return {
    async catchUp({ onProgress = () => {}, signal } = {}) {
      let count = 0;
      while (!signal?.aborted) {
        const page = await next();
        if (page.items.length === 0) break;
        const changes = page.items.filter(isOfRecord);
        await projector.project(changes, page.cursor ?? undefined);
        cursor = page.cursor;
        count += changes.length;
        kept += page.items.length;
        onProgress(count);
        if (kept >= mostKept) await letGo();
      }
      return count;
    },
  };
}

/** Projects every version of every record that is stored and not in the log yet. */
export async function sweep(store: ItemStore, projector: Projector, onProgress: (records: number) => void = () => {}): Promise<void> {
  let cursor: string | null = null;
  let count = 0;
  do {
    const page: Awaited<ReturnType<ItemStore["scan"]>> = await store.scan(cursor);
    const records: readonly Changed[] = page.items.filter(isOfRecord);
    await projector.project(records);
    cursor = page.cursor;
    count += records.length;
    onProgress(count);
  } while (cursor !== null);
}
