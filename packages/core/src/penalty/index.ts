export * as Penalty from "./index.ts";
export * from "./penalty.ts";
export * from "./operations.ts";
