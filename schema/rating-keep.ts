import { Rating } from "@hub/core/rating";
import { mutation, recordPayload } from "./mutation.ts";
import { RatingNode } from "./rating.ts";

/** How officers rate. */

mutation("rateEnterprise", {
  does: Rating.rate,
  description: "Rates an enterprise for a year, or anew: what was rated before stays in the history",
  payload: recordPayload("rating", { type: RatingNode, prose: "The rating as it is now", of: "The rating" }),
});
