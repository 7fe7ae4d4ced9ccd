export * from "./division.ts";
export * as Division from "./index.ts";
export * from "./operations.ts";
