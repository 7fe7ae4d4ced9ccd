import { Projection } from "@hub/core/projection";
import { expect, it } from "vitest";
import { world } from "../../support/world.ts";

it("lag tells of a record behind thousands of other changes", { timeout: 60_000 }, async () => {
  const hub = world();
  await Projection.catchUp(hub.ctx, {});
  await hub.take("penalty", [...Array.from({ length: 5_200 }, () => ({ CF_JDRQ: "?" })), {}], { name: "bad.csv" });
  expect((await Projection.lag(hub.ctx, {})).changes).toBe(1);
});

it("lag tells the age of the oldest version that is pending", async () => {
  const hub = world();
  await hub.take("penalty", [{}], { name: "one.csv" });
  const later = world({ store: hub.store, from: "2026-01-05T09:00:00.000Z" });
  await later.take("penalty", [{ CF_SY: "更正后的事实。", HUB_BSRQ: "2025/05/06" }], { name: "two.csv" });
  const lag = await Projection.lag(later.ctx, {});
  expect(lag.seconds).toBeGreaterThan(7 * 3_600);
});
