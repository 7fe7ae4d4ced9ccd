export * from "./compare.ts";
export * as Law from "./index.ts";
export * from "./law.ts";
export * from "./operations.ts";
