export * from "./cursor.ts";
export * from "./entry.ts";
export * as Log from "./index.ts";
export * from "./operations.ts";
export * from "./page.ts";
export * from "./state.ts";
