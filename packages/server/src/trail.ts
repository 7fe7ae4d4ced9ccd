import { randomUUID } from "node:crypto";
import type { Clock } from "@hub/core/clock";
import { HubError } from "@hub/core/error";
import { type ItemStore, limits } from "@hub/core/ports";
import { type Noted, type Trail, trailWrite } from "@hub/core/trail";

/**
 * Writes what requests took note of, before they are answered: those that come at once in one transaction, so that a busy
 * process writes seldom and an idle one at once.
 */
export interface TrailWriter {
  /** For one request. */
  readonly begin: () => Recorder;
}

export interface Recorder extends Trail {
  /** Done when all that was noted is written. Throws what the store throws: then nothing of it may be answered. */
  readonly written: () => Promise<void>;
  /** The request is over, whether it was answered or not: nobody waits for its notes. */
  readonly end: () => void;
}

/** Notes that one request may leave: far more than the enterprises of which it can be told. */
const mostNotes = 1_000;

/** How long an answer waits for others that are being made, so that one transaction holds the notes of all, in milliseconds. */
const patienceMs = 2;

export function trailWriter({ store, clock }: { readonly store: ItemStore; readonly clock: Clock }): TrailWriter {
  let waiting: Waiting[] = [];
  /** Requests that may still come to note something. */
  let open = 0;
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;

  async function writeAll(): Promise<void> {
    isDue = false;
    clearTimeout(timer);
    timer = undefined;
    const group = waiting;
    waiting = [];
    for (let from = 0; from < group.length; from += limits.writesPerTransaction) {
      const some = group.slice(from, from + limits.writesPerTransaction);
      const at = clock.now().toISOString();
      try {
        await store.transact(some.map(({ noted }) => trailWrite(noted, at, randomUUID())));
        for (const { done } of some) done();
      } catch (error) {
        await writeApart(some, error);
      }
    }
  }

  /** What failed together is written one by one, so that what is wrong with one request's notes fails no other's; but not where the store is busy. */
  async function writeApart(some: readonly Waiting[], cause: unknown): Promise<void> {
    const isAlone = some.length === 1 || (cause instanceof HubError && cause.code === "STORE_BUSY");
    for (const { noted, done, failed } of some) {
      if (isAlone) failed(cause);
      else await store.transact([trailWrite(noted, clock.now().toISOString(), randomUUID())]).then(done, failed);
    }
  }

  /** Writes when nobody is left whose notes could come along, after all that comes in with this turn of the loop. */
  function writeSoon(): void {
    if (waiting.length === 0 || isDue) return;
    if (open === 0) {
      isDue = true;
      setImmediate(() => void writeAll());
    } else timer ??= setTimeout(() => void writeAll(), patienceMs);
  }

  function write(noted: Noted): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    waiting.push({ noted, done: resolve, failed: reject });
    return promise;
  }

  return {
    begin: () => {
      const notes = new Map<string, Noted & { readonly actions: string[] }>();
      let isOpen = true;
      open += 1;
      const end = () => {
        if (isOpen) open -= 1;
        isOpen = false;
        writeSoon();
      };
      return {
        end,
        note(noted) {
          const place = `${noted.kind} ${noted.subject} ${noted.target}`;
          const known = notes.get(place);
          if (!known && notes.size >= mostNotes)
            throw new HubError("QUERY_TOO_COSTLY", `What one request reads leaves ${mostNotes} notes at most; ask for fewer enterprises`);
          if (!known) notes.set(place, { ...noted, actions: [...noted.actions] });
          else for (const action of noted.actions) if (!known.actions.includes(action)) known.actions.push(action);
        },
        async written() {
          const all = [...notes.values()].map(write);
          notes.clear();
          end();
          await Promise.all(all);
        },
      };
    },
  };
}

interface Waiting {
  readonly noted: Noted;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}
