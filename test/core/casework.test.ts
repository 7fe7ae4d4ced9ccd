import { Casework } from "@hub/core/casework";
import { toItem } from "@hub/core/entity";
import { Repair } from "@hub/core/repair";
import { describe, expect, it } from "vitest";
import { day } from "../support/access.ts";
import { broughtTo, officer, owner, repairHub } from "../support/repair.ts";
import { builder } from "../support/rows.ts";

const next = ({ id, version }: Repair.Shown) => ({ id, version });

describe("a term", () => {
  it("that stands still when its case ends was not overdue by the days for which it stood", async () => {
    const of = await repairHub();
    const submitted = await broughtTo("submitted", of);
    of.clock.move(day);
    const returned = await Repair.giveBack(of.as(officer), { ...next(submitted), reason: "缺少整改照片" });
    of.clock.move(60 * day);
    const { terms } = await Repair.withdraw(of.as(owner), { ...next(returned), reason: "不再需要" });
    expect(Casework.viewsOf(of.hub.ctx, terms).map(({ rule, isOverdue, daysLeft }) => [rule, isOverdue, daysLeft])).toEqual([
      ["acceptance", false, 2],
      ["overall", false, 9],
    ]);
  });
});

describe("a firm's cases", () => {
  it("are read to the last, however many pages the store makes of them, and the newest hundred told", async () => {
    const of = await repairHub();
    const { version: _version, due: _due, ...record } = await broughtTo("draft", of);
    const others = Array.from({ length: 1_050 }, (_, at) => ({ ...record, id: `rep_${String(at).padStart(20, "0")}`, state: "withdrawn" as const }));
    for (let from = 0; from < others.length; from += 100)
      await of.hub.store.transact(others.slice(from, from + 100).map((each) => ({ put: toItem(Repair.entityOf, each, 1), if: "absent" as const })));
    expect(await Repair.ofFirm(of.as(owner), { uscc: builder.uscc })).toHaveLength(100);
    expect((await Repair.list(of.as(owner), {})).items.map(({ id }) => id)).toEqual([record.id]);
    expect((await Repair.eligibility(of.as(owner), { uscc: builder.uscc }))[0]?.openCase).toBe(record.id);
  });
});
