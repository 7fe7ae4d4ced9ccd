export * as Decision from "./index.ts";
export * from "./decision.ts";
