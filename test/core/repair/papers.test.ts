import { Repair } from "@hub/core/repair";
import { expect, it } from "vitest";
import { broughtTo, repairHub } from "../../support/repair.ts";

it("the commitment letter bears the day on which it was accepted in China, also before eight in the morning", async () => {
  const signed = await broughtTo("submitted", await repairHub({ at: "2026-02-01T16:30:00.000Z" }));
  expect([signed.submittedOn, Repair.commitmentPaperOf(signed).on]).toEqual(["2026-02-02", "2026-02-02"]);
});
