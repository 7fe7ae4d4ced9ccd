export * from "./day.ts";
export * as Calendar from "./index.ts";
export * from "./operations.ts";
export * from "./workday.ts";
