export * as Penalty from "./index.ts";
export * from "./operations.ts";
export * from "./penalty.ts";
