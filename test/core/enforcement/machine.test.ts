import { Casework } from "@hub/core/casework";
import { Enforcement } from "@hub/core/enforcement";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../../support/access.ts";
import { caseIn, doing } from "../../support/enforcement.ts";
import { everyItem, world } from "../../support/world.ts";

const { machine, states } = Enforcement;
const events = Object.keys(machine.events) as Enforcement.Event[];
const every = states.flatMap((state) => events.map((event) => [event, state] as const));

describe("a case", () => {
  it.each(every)("%s, when it is %s", async (event, state) => {
    const { ctx, store } = world();
    const before = await caseIn(ctx, state);
    const items = (await everyItem(store)).length;
    const { from, to } = machine.events[event];
    if (from.some((each) => each === state)) {
      const after = await doing[event](ctx, before);
      expect([after.state, after.version, after.steps.length]).toEqual([to ?? state, before.version + 1, before.steps.length + 1]);
      expect(after.steps.at(-1)).toMatchObject({ event, from: state, to: to ?? state, by: "operator" });
      expect(await Enforcement.get(ctx, { id: before.id })).toEqual(after);
    } else {
      const can = Casework.eventsFrom(machine, state);
      expect(await refusalOf(doing[event](ctx, before))).toMatchObject({ code: "WRONG_STATE", details: { state, event, can, path: "id" } });
      expect([(await everyItem(store)).length, await Enforcement.get(ctx, { id: before.id })]).toEqual([items, before]);
    }
  });

  it.each(states)("is weighed until it is decided: %s", async (state) => {
    const { ctx } = world();
    const { id, version } = await caseIn(ctx, state);
    const assessed = Enforcement.assess(ctx, { id, version, grounds: [] });
    if (machine.events.dismiss.from.some((each) => each === state)) expect((await assessed).state).toBe(state);
    else expect(await refusalOf(assessed)).toMatchObject({ code: "WRONG_STATE", details: { state, event: "assess" } });
  });

  it("reaches a penalty by a notice alone, but in the summary procedure", () => {
    expect(machine.events.decide.from).toEqual(["noticed"]);
    expect(events.filter((event) => machine.events[event].to === "decided")).toEqual(["decide", "decideSummarily", "serve"]);
  });

  it.each(["fulfilled", "noPenalty", "dismissed"] as const)("is closed when it is %s", (state) => {
    expect(Enforcement.isOpen(state)).toBe(false);
  });
});
