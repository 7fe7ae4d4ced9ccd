import { fixedClock } from "@hub/core/clock";
import { anyone, type Ctx } from "@hub/core/ctx";
import { Industry } from "@hub/core/industry";
import { describe, expect, it } from "vitest";

const ctx: Ctx = { actor: anyone, clock: fixedClock("2026-11-24T00:00:00Z"), store: null as never };

function everything(): readonly Industry.Info[] {
  const below = (of: Industry.Info): readonly Industry.Info[] => [of, ...Industry.children(of.code).flatMap(below)];
  return Industry.children(null).flatMap(below);
}

describe("an industry", () => {
  it("is found by its code with and without the letter", () => {
    const kiln = {
      code: "C3031",
      name: "粘土砖瓦及建筑砌块制造",
      level: "class",
      parentCode: "C303",
      path: ["制造业", "非金属矿物制品业", "砖瓦、石材等建筑材料制造", "粘土砖瓦及建筑砌块制造"],
    };
    for (const raw of ["C3031", "3031", "c3031", " C 3031", "Ｃ３０３１"]) expect(Industry.find(raw)).toEqual(kiln);
    expect(["303", "30", "C"].map((raw) => Industry.find(raw)).map((found) => [found?.code, found?.level, found?.parentCode])).toEqual([
      ["C303", "group", "C30"],
      ["C30", "division", "C"],
      ["C", "section", null],
    ]);
  });

  it("is null for an unknown code or the letter of another section", () => {
    for (const raw of ["", "B3031", "9999", "Z", "C3", "3031X", "constructor", "__proto__"]) expect(Industry.find(raw)).toBeNull();
  });

  it("has the codes of the law sheet that matter in Gaoping", () => {
    const named = Object.fromEntries(["031", "061", "131", "2521", "262", "301", "3391", "4620", "811"].map((code) => [code, Industry.find(code)?.code]));
    expect(named).toEqual({ "031": "A031", "061": "B061", 131: "C131", 2521: "C2521", 262: "C262", 301: "C301", 3391: "C3391", 4620: "D4620", 811: "O811" });
  });

  it("is reached from the 20 sections, each code once, each below the one its path names", () => {
    const all = everything();
    expect(
      Industry.children(null)
        .map(({ code }) => code)
        .join(""),
    ).toBe("ABCDEFGHIJKLMNOPQRST");
    expect(all).toHaveLength(1_957);
    expect(new Set(all.map(({ code }) => code)).size).toBe(all.length);
    for (const each of all) expect(Industry.path(each).map(({ name }) => name)).toEqual(each.path);
  });

  it("lies below the next one that the table has", () => {
    expect(Industry.find("T9700")).toMatchObject({ level: "class", parentCode: "T97" });
    expect(Industry.find("8411")?.path.slice(0, 2)).toEqual(["卫生和社会工作", "卫生"]);
  });

  it("is read through its operations", async () => {
    expect(await Industry.get(ctx, { code: "3391" })).toEqual(Industry.find("C3391"));
    expect((await Industry.list(ctx, { below: "33" })).map(({ code }) => code)).toContain("C339");
    await expect(Industry.list({ ...ctx, actor: { ...anyone, only: [] } }, { below: null })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
