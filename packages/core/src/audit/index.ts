export * from "./filter.ts";
export * as Audit from "./index.ts";
export * from "./listed.ts";
export * from "./operations.ts";
export * from "./seal.ts";
export * from "./sealing.ts";
export * from "./verify.ts";
