export * as Penalty from "./index.ts";
export * from "./keep.ts";
export * from "./operations.ts";
export * from "./penalty.ts";
