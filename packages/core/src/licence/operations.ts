import { Decision } from "../decision/index.ts";
import { entityOf } from "./licence.ts";

const reads = Decision.readsOf("licence", entityOf);

/** Up to 100 licences by the parts of their ids; see `Decision.readsOf`. */
export const { getMany } = reads;

/** Every version of one licence, newest first. */
export const { history } = reads;
