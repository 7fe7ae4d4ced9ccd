import { describe } from "vitest";
import { changes } from "./changes.ts";
import { conditions } from "./conditions.ts";
import { cursors } from "./cursors.ts";
import { expiry } from "./expiry.ts";
import type { Harness } from "./harness.ts";
import { model } from "./model.ts";
import { processes } from "./processes.ts";
import { queries } from "./queries.ts";
import { tokens } from "./tokens.ts";
import { transactions } from "./transactions.ts";
import { values } from "./values.ts";

export { blobStoreContract } from "./blobs.ts";
export type { Harness, Place } from "./harness.ts";

/**
 * What every adapter of `ItemStore` must do, as tests: call it in a test file with a way to make places for data.
 * It knows the port only, so that adapters are interchangeable by proof.
 */
export function itemStoreContract(name: string, harness: Harness): void {
  describe(`${name} as an item store`, () => {
    conditions(harness);
    transactions(harness);
    tokens(harness);
    values(harness);
    expiry(harness);
    queries(harness);
    cursors(harness);
    changes(harness);
    model(harness);
    processes(harness);
  });
}
