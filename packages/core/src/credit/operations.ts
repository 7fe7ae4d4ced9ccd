import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Enterprise } from "../enterprise/index.ts";
import { operation } from "../operation.ts";
import { type Status, statusOf } from "./credit.ts";
import { type UseRule, useRules } from "./rules.ts";

const input = z.object({ profile: z.custom<Enterprise.Profile>((value) => typeof value === "object" && value !== null && "penalties" in value) });

/** How the firm of a profile stands today, by what is published. No round trip. */
export const status = operation("enterprise:read", input, async ({ clock }, { profile }): Promise<Status> => {
  const { penalties, repaired, register } = profile;
  const facts = { penalties, repaired, isRegisterDisputed: register?.dispute != null, rating: null, lists: [] };
  return statusOf(facts, legalDay(clock.now()));
});

/** The rules on what follows for bidding, procurement and finance: all, or those in force on a day. Reads nothing. */
export const rules = operation(
  "reference:read",
  z.object({ on: z.iso.date("The day does not exist; write it as 2026-03-05").nullish() }),
  async (_ctx, { on }): Promise<readonly UseRule[]> => useRules.filter(({ from, to }) => on == null || (from <= on && (to === null || on <= to))),
);
