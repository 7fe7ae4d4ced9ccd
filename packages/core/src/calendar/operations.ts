import * as z from "zod";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { parseDay } from "./day.ts";
import { addWorkdays } from "./workday.ts";

/**
 * The day on which a term of working days ends; `from` may be written in any form `parseDay` knows. Reads nothing.
 * Throws FORBIDDEN, BAD_INPUT, and CALENDAR_HORIZON before the first known year.
 * @example await Calendar.due(ctx, { from: "2020-09-30", workingDays: 5 }) // due 2020-10-14
 */
export const due = operation("reference:read", z.object({ from: z.string().max(40), workingDays: z.int().min(-1_000).max(1_000) }), async (_ctx, input) => {
  const from = parseDay(input.from);
  if (from === null) throw new HubError("BAD_INPUT", `from: ${input.from} is not a day`);
  return { from, workingDays: input.workingDays, ...addWorkdays(from, input.workingDays) };
});
