export * as Rating from "./index.ts";
export * from "./operations.ts";
export * from "./rating.ts";
export * from "./rules.ts";
export * from "./scheme.ts";
