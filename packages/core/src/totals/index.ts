export * as Totals from "./index.ts";
export * from "./operations.ts";
export * from "./total.ts";
