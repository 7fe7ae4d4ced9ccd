import * as z from "zod";
import { operation } from "../operation.ts";
import { type EiaName, eiaNamesOn, isInForce, type Provision, provisions, violations } from "./law.ts";

const day = z.iso.date("The day does not exist; write it as 2026-03-05");

/** The provisions that punish a violation, or all; those of all times, or of a day. Reads nothing. */
export const list = operation(
  "reference:read",
  z.object({ violation: z.enum(violations).nullish(), on: day.nullish() }),
  async (_ctx, { violation, on }): Promise<readonly Provision[]> =>
    provisions.filter((each) => (violation == null || each.violation === violation) && (on == null || isInForce(each, on))),
);

/** What the documents of environmental impact assessment are called on a day. Reads nothing. */
export const eiaNames = operation("reference:read", z.object({ on: day }), async (_ctx, { on }): Promise<readonly EiaName[]> => eiaNamesOn(on));
