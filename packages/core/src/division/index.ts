export * as Division from "./index.ts";
export * from "./division.ts";
export * from "./operations.ts";
