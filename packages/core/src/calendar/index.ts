export * as Calendar from "./index.ts";
export * from "./day.ts";
export * from "./operations.ts";
export * from "./workday.ts";
