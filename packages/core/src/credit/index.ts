export * from "./credit.ts";
export * as Credit from "./index.ts";
export * from "./operations.ts";
export * from "./rules.ts";
