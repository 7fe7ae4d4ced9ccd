export * as Industry from "./index.ts";
export * from "./industry.ts";
export * from "./operations.ts";
