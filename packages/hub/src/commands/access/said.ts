import type { Ctx } from "@hub/core/ctx";
import { withStore } from "../../opened.ts";

/** Does some work of access as who has the machine. */
export function withCommands(work: (ctx: Ctx) => Promise<void>): Promise<void> {
  return withStore((ctx) => work(ctx));
}

/** Prints a record as JSON. */
export function say(record: unknown): void {
  process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
}

interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

/** All records of a list, page by page. */
export async function* each<T>(page: (after: string | null) => Promise<Page<T>>): AsyncGenerator<T> {
  let after: string | null = null;
  do {
    const found: Page<T> = await page(after);
    yield* found.items;
    after = found.cursor;
  } while (after !== null);
}
