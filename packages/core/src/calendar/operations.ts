import { z } from "zod";
import { HubError } from "../error.ts";
import { operation } from "../operation.ts";
import { parseDay } from "./day.ts";
import { addWorkdays } from "./workday.ts";

/** The day on which a term of working days ends. Reads nothing. Throws CALENDAR_HORIZON and BAD_INPUT. */
export const due = operation(
  "reference:read",
  z.object({ from: z.string(), workingDays: z.int().min(-1_000).max(1_000) }),
  async (_ctx, input) => {
    const from = parseDay(input.from);
    if (from === null) throw new HubError("BAD_INPUT", `from: ${input.from} is not a day`);
    return { from, workingDays: input.workingDays, ...addWorkdays(from, input.workingDays) };
  },
);
