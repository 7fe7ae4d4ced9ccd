export * as Objection from "./index.ts";
export * from "./machine.ts";
export * from "./objection.ts";
export * from "./operations.ts";
export { type SubjectKind, subjectKinds } from "./subject.ts";
