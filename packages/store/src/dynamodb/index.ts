import type { ItemStore } from "@hub/core/ports";
import { changeReader } from "./changes.ts";
import { connect, type DynamoOptions } from "./connection.ts";
import { storeError } from "./errors.ts";
import { reads } from "./read.ts";
import { transactions } from "./transact.ts";

export type { Consumed, DynamoOptions } from "./connection.ts";
export { makeTable } from "./make-table.ts";

/**
 * The store on DynamoDB: any size, several writers, nothing to run. The table must be there: the stack makes it on
 * AWS, `makeTable` on DynamoDB Local.
 */
export function openDynamo(options: DynamoOptions): ItemStore {
  const connection = connect(options);
  const read = reads(connection);
  const transact = transactions(connection);
  const stream = changeReader(options, connection);
  const guarded = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw storeError(error, options.table);
    }
  };
  return {
    get: (key) => guarded(read.get(key)),
    getMany: (keys) => guarded(read.getMany(keys)),
    query: (query) => guarded(read.query(query)),
    transact: (writes, given) => guarded(transact(writes, given?.token)),
    changes: (after, limit) => guarded(stream.changes(after, limit)),
    scan: (cursor, limit) => guarded(read.scan(cursor, limit)),
    close: async () => {
      connection.client.destroy();
      stream.close();
    },
  };
}
