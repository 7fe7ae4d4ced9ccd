export * as Casework from "./index.ts";
export * from "./machine.ts";
export * from "./step.ts";
export * from "./term.ts";
export * from "./worklist.ts";
