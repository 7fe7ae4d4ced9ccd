export * as Audit from "./index.ts";
export * from "./operations.ts";
export * from "./seal.ts";
