import { Decision } from "../decision/index.ts";
import { entityOf } from "./penalty.ts";

const reads = Decision.readsOf("penalty", entityOf);

/** Up to 100 penalties by the parts of their ids; see `Decision.readsOf`. */
export const { getMany } = reads;

/** Every version of one penalty, newest first. */
export const { history } = reads;
