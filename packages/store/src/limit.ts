import { HubError } from "@hub/core/error";
import { limits } from "@hub/core/ports";

/** How many items a page has at most. Throws BAD_INPUT. */
export function checkedLimit(limit: number = limits.pageItems): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > limits.pageItems)
    throw new HubError("BAD_INPUT", `A page has 1 to ${limits.pageItems} items, not ${limit}`);
  return limit;
}
