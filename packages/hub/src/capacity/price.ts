/** What a region bills. Every region has its own list. */
export interface Prices {
  readonly currency: string;
  /** Per million write units. */
  readonly write: number;
  /** Per million read units. */
  readonly read: number;
  /** Per GB (2^30 bytes) and month stored. */
  readonly storage: number;
  /** Per GB (2^30 bytes) and month of point-in-time recovery; indexes are not in it. */
  readonly backup: number;
  /** Where the prices come from, as a part of a sentence. */
  readonly source: string;
}

/** The list that the hub knows. */
const listed = {
  region: "us-east-1",
  since: "2024-11-01",
  from: "aws.amazon.com/dynamodb/pricing/on-demand, by secondary sources",
  sureness: "medium",
  otherLists: "China's regions bill by a list of their own (amazonaws.cn/en/dynamodb/pricing): give its four prices and --currency CNY",
} as const;

/** Used where no others are given. */
export const prices: Prices = {
  currency: "USD",
  write: 0.625,
  read: 0.125,
  storage: 0.25,
  backup: 0.2,
  source: `${listed.region} on demand since ${listed.since}, from ${listed.from}, sureness ${listed.sureness}. ${listed.otherLists}`,
};
