import * as z from "zod";
import { legalDay } from "../clock.ts";
import type { Enterprise } from "../enterprise/index.ts";
import { Listing } from "../listing/index.ts";
import { operation } from "../operation.ts";
import { Rating } from "../rating/index.ts";
import { type Status, statusOf } from "./credit.ts";
import { type UseRule, useRules } from "./rules.ts";

const input = z.object({ profile: z.custom<Enterprise.Profile>((value) => typeof value === "object" && value !== null && "penalties" in value) });

/** How the firm of a profile stands today, by what is published. No round trip. */
export const status = operation("enterprise:read", input, async ({ clock }, { profile }): Promise<Status> => {
  const today = legalDay(clock.now());
  const { penalties, repaired, register, ratings, listings } = profile;
  const rating = ratings.find((each) => Rating.entityOf.history.published?.(each, today) !== false && (each.validTo === null || today <= each.validTo)) ?? null;
  const lists = [...new Set(listings.filter((each) => Listing.publicityOf(each, today).isPublished).map(({ list }) => list))];
  return statusOf({ penalties, repaired, isRegisterDisputed: register?.dispute != null, rating, lists }, today);
});

/** The rules on what follows for bidding, procurement and finance: all, or those in force on a day. Reads nothing. */
export const rules = operation(
  "reference:read",
  z.object({ on: z.iso.date("The day does not exist; write it as 2026-03-05").nullish() }),
  async (_ctx, { on }): Promise<readonly UseRule[]> => useRules.filter(({ from, to }) => on == null || (from <= on && (to === null || on <= to))),
);
