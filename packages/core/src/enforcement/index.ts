export { attach, fileOf } from "./attach.ts";
export { entityOf } from "./case.ts";
export type { Work } from "./change.ts";
export * from "./close.ts";
export * from "./decide.ts";
export * from "./decision.ts";
export { type Discretion, discretion, type Effect, fact, type Ground, type GroundCode, groundOf, groundRules, grounds } from "./discretion.ts";
export * as Enforcement from "./index.ts";
export * from "./investigate.ts";
export { type Legal, legalOf } from "./legal.ts";
export * from "./machine.ts";
export * from "./open.ts";
export * from "./read.ts";
export { type RepairNotice, repairNotice } from "./repair-notice.ts";
export { isNoticeLate, report, serve } from "./serve.ts";
export {
  type Decided,
  decision,
  type File,
  file,
  type Info,
  lawChoices,
  notice,
  procedures,
  type Rectification,
  rectification,
  served,
  shape,
  violation,
} from "./shape.ts";
