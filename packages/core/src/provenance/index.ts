export * as Provenance from "./index.ts";
export * from "./provenance.ts";
export * from "./shown.ts";
