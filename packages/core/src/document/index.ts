export * from "./attach.ts";
export * from "./check.ts";
export * from "./document.ts";
export * as Document from "./index.ts";
export * from "./limits.ts";
