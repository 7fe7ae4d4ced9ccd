import * as z from "zod";
import { operation } from "../operation.ts";
import { children, find } from "./division.ts";

/**
 * One division by its code, or null. Reads nothing from the store.
 * @example await Division.get(ctx, { code: "140581" })
 */
export const get = operation("reference:read", z.object({ code: z.string().max(12) }), async (_ctx, input) => find(input.code));

/**
 * The divisions directly below one; the provinces for null. Reads nothing from the store.
 * @example await Division.list(ctx, { below: "140500" })
 */
export const list = operation("reference:read", z.object({ below: z.string().max(12).nullable() }), async (_ctx, input) => children(input.below));
