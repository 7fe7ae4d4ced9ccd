export { type AbsenceClaim, absenceProse, scope } from "./absence.ts";
export * as Evidence from "./index.ts";
export * from "./operations.ts";
export * from "./rules.ts";
export * from "./statement.ts";
