import * as z from "zod";
import { operation } from "../operation.ts";
import { checkUscc } from "./uscc.ts";

/**
 * Checks a unified code, at most 64 characters as typed, and says what is wrong with it. Reads nothing.
 * Throws FORBIDDEN and BAD_INPUT only: a wrong code is an answer.
 * @example await Identity.check(ctx, { uscc: "91440300I922038216" }) // CHARACTER at 9, suggestion 914403001922038216
 */
export const check = operation("reference:read", z.object({ uscc: z.string().max(64) }), async (_ctx, input) => checkUscc(input.uscc));
