export * as Publicity from "./index.ts";
export * from "./operations.ts";
export * from "./publicity.ts";
export * from "./regime.ts";
export * from "./restructuring.ts";
export * from "./standing.ts";
