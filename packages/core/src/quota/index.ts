export * as Quota from "./index.ts";
export * from "./limiter.ts";
export * from "./quota.ts";
