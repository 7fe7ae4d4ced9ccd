import { Listing } from "@hub/core/listing";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { ListEntryNode } from "./listing.ts";
import { mutation, recordPayload } from "./mutation.ts";

/** How officers end memberships of lists. */

const DecidedExit = enumFrom<"repaired" | "corrected">("DecidedListExit", "By what an authority ends a membership of a list", {
  repaired: "By credit repair, when the shortest term is over",
  corrected: "Because it had been wrong",
});
useEnum(["repaired", "corrected"], DecidedExit);

mutation("exitList", {
  does: Listing.exit,
  description: "Takes the enterprise off the list: it is published no more",
  payload: recordPayload("entry", { type: ListEntryNode, prose: "The membership as it is now", of: "The membership" }),
});
