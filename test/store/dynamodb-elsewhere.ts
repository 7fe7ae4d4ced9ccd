import type { ItemStore } from "@hub/core/ports";
import { type DynamoOptions, openDynamo } from "@hub/store/dynamodb";

/** How another process of the contract opens the data: the argument says where the table is. */
export function open(argument: string): ItemStore {
  return openDynamo(JSON.parse(argument) as DynamoOptions);
}
