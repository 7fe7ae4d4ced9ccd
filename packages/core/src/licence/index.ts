export * as Licence from "./index.ts";
export * from "./licence.ts";
export * from "./operations.ts";
