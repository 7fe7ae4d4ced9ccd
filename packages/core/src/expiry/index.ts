export * as Expiry from "./index.ts";
export * from "./sweep.ts";
