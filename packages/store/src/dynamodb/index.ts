import type { ItemStore } from "@hub/core/ports";
import type { changeReader } from "./changes.ts";
import { connect, type DynamoOptions, type Until, untilOf } from "./connection.ts";
import { storeError, tooLate } from "./errors.ts";
import { reads } from "./read.ts";
import { transactions } from "./transact.ts";

export { isOnThisMachine } from "../aws/address.ts";
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
  // Its client takes time to make, and most who open the store follow no changes: functions are called by the stream.
  let stream: Promise<ReturnType<typeof changeReader>> | null = null;
  const openStream = () => {
    stream ??= import("./changes.ts").then((made) => made.changeReader(options, connection));
    return stream;
  };
  const guarded = async <T>(work: (until: Until) => Promise<T>): Promise<T> => {
    const until = untilOf(options);
    try {
      return await work(until);
    } catch (error) {
      throw until.abortSignal.aborted ? tooLate(error, options.table) : storeError(error, options.table);
    }
  };
  return {
    get: (key) => guarded((until) => read.get(key, until)),
    getMany: (keys) => guarded((until) => read.getMany(keys, until)),
    query: (query) => guarded((until) => read.query(query, until)),
    transact: (writes, given) => guarded((until) => transact(writes, given?.token, until)),
    changes: (after, limit) => guarded(async (until) => (await openStream()).changes(after, limit, until)),
    scan: (cursor, limit) => guarded((until) => read.scan(cursor, limit, until)),
    close: async () => {
      connection.client.destroy();
      (await stream)?.close();
    },
  };
}
