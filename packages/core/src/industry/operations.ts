import { z } from "zod";
import { operation } from "../operation.ts";
import { children, find } from "./industry.ts";

/** One industry, or null. Reads nothing from the store. */
export const get = operation("reference:read", z.object({ code: z.string().max(8) }), async (_ctx, input) => find(input.code));

/** The industries directly below one; the sections without a code. */
export const list = operation("reference:read", z.object({ below: z.string().max(8).nullable() }), async (_ctx, input) => children(input.below));
