import * as z from "zod";
import { operation } from "../operation.ts";
import { children, find } from "./industry.ts";

/**
 * One industry by its code, with or without its letter, or null. Reads nothing from the store.
 * @example await Industry.get(ctx, { code: "3391" })
 */
export const get = operation("reference:read", z.object({ code: z.string().max(8) }), async (_ctx, input) => find(input.code));

/**
 * The industries directly below one; the sections for null. Reads nothing from the store.
 * @example await Industry.list(ctx, { below: "C33" })
 */
export const list = operation("reference:read", z.object({ below: z.string().max(8).nullable() }), async (_ctx, input) => children(input.below));
