export * from "./decision.ts";
export * as Decision from "./index.ts";
export * from "./operations.ts";
