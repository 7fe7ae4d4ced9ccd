import type { ItemStore } from "@hub/core/ports";
import { openSqlite } from "@hub/store/sqlite";

/** How another process of the contract opens the data: the argument is the file. */
export function open(file: string): ItemStore {
  return openSqlite({ file });
}
