/** Encrypted at rest, which SST leaves to what the account is used to. */
export const encrypted = { sqsManagedSseEnabled: true } as const;

/** How long what has failed waits for the operator: the most that a queue keeps it. */
export const twoWeeks = 14 * 24 * 3_600;
