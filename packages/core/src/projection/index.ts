export type { Difference } from "./difference.ts";
export type { Follower } from "./follow.ts";
export * as Projection from "./index.ts";
export * from "./operations.ts";
export { type Pointer, pointerEntity } from "./pointer.ts";
export { type Changed, projector } from "./projector.ts";
export { pulseEntity, streamed } from "./pulse.ts";
export { buildingEntity, isProjected, type Progress, type Rebuilt } from "./rebuild.ts";
export type { Steps, Verified } from "./verify.ts";
