export * from "./changes.ts";
export * as Listing from "./index.ts";
export * from "./list.ts";
export * from "./listing.ts";
export * from "./machine.ts";
export * from "./operations.ts";
export * from "./rules.ts";
