export * from "./compare.ts";
export * as History from "./index.ts";
export * from "./moment.ts";
export * from "./open.ts";
export * from "./past.ts";
export * from "./read.ts";
export * from "./recorded.ts";
export * from "./version.ts";
export * from "./view.ts";
