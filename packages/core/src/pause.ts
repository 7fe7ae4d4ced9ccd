/** Waits some milliseconds, before what somebody else was in the way of is tried again. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
