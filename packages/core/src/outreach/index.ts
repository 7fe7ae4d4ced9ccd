export * from "./campaign.ts";
export * as Outreach from "./index.ts";
export * from "./operations.ts";
export * from "./target.ts";
