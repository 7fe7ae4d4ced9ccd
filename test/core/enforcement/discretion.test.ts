import type { Ctx } from "@hub/core/ctx";
import { Enforcement } from "@hub/core/enforcement";
import { fromItem, toItem } from "@hub/core/entity";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { describe, expect, it } from "vitest";
import { refusalOf } from "../../support/access.ts";
import { caseIn, dayFrom, doing, fined, found, nextNumber } from "../../support/enforcement.ts";
import { asked } from "../../support/people.ts";
import { builder } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

const facts = (...elements: readonly string[]) => elements.map((of) => ({ of, text: `示例：${of}` }));
const minor = { ground: "minorCorrectedNoHarm" as const, facts: facts("minor", "correctedInTime", "noHarm") };
const first = { ground: "firstMinorCorrected" as const, facts: facts("first", "minorHarm", "correctedInTime") };

/** A case whose one order was due and kept on these days from today. */
async function ordered(ctx: Ctx, { dueOn = 0, correctedOn = -1 }: { readonly dueOn?: number; readonly correctedOn?: number | null }) {
  const { id, version } = await caseIn(ctx, "investigated", { openedOn: dayFrom(ctx, -8) });
  const days = { orderedOn: dayFrom(ctx, -5), dueOn: dayFrom(ctx, dueOn) };
  const of = await Enforcement.orderRectification(ctx, { id, version, number: "示例环责改〔2026〕1号", text: "覆盖。", ...days });
  if (correctedOn === null) return of;
  return Enforcement.confirmCorrection(ctx, { id, version: of.version, correctedOn: dayFrom(ctx, correctedOn), evidence: "复查。" });
}

const close = (ctx: Ctx, { id, version }: Enforcement.Work, discretion: typeof minor | typeof first) =>
  Enforcement.closeWithoutPenalty(ctx, { id, version, discretion, reason: "已教育。" });

describe.each([minor, first])("$ground", (claimed) => {
  it("spares a penalty where each of its elements has a fact", async () => {
    const { ctx } = world();
    const before = await ordered(ctx, {});
    const closed = await close(ctx, before, claimed);
    expect(closed).toMatchObject({
      state: "noPenalty",
      due: null,
      discretion: [{ ...claimed, by: "operator" }],
      steps: [{}, {}, {}, {}, { reason: "已教育。" }],
    });
    expect(closed.terms.map(({ endedOn }) => endedOn === null)).toEqual([false, false]);
    expect((await Enforcement.worklist(ctx, {})).totals.all).toBe(0);
    expect((await Enforcement.worklist(ctx, { year: closed.openedOn.slice(0, 4) })).items).toEqual([closed]);
  });

  it.each(claimed.facts.map(({ of }) => of))("spares none without a fact for %s", async (missing) => {
    const { ctx } = world();
    const before = await ordered(ctx, {});
    const less = { ...claimed, facts: claimed.facts.filter(({ of }) => of !== missing) };
    expect(await refusalOf(close(ctx, before, less))).toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining(missing),
      details: { path: "discretion", missing },
    });
    expect(await Enforcement.get(ctx, { id: before.id })).toEqual(before);
  });

  it.each([
    ["too late", { dueOn: -2, correctedOn: -1 }],
    ["not at all", { correctedOn: null }],
  ])("spares none where it was corrected %s", async (_how, days) => {
    const { ctx } = world();
    expect(await refusalOf(close(ctx, await ordered(ctx, days), claimed))).toMatchObject({ code: "BAD_INPUT", details: { missing: "correctedInTime" } });
  });

  it("spares none where no order said until when", async () => {
    const { ctx } = world();
    expect(await refusalOf(close(ctx, await caseIn(ctx, "investigated"), claimed))).toMatchObject({ details: { missing: "correctedInTime" } });
  });
});

describe("the first time", () => {
  /** The firm's penalty on file, with what became of it. */
  async function ended(hub: World, how: Publicity.Ending | null): Promise<void> {
    await hub.take("penalty", [{ CF_JDRQ: "2024/06/10", HUB_BSRQ: "2024/06/12" }]);
    const key = Penalty.keyIn({ uscc: builder.uscc, authority: "11140500MB0EXAMP5D", number: "高环罚〔2025〕17号" });
    const item = await hub.store.get(key);
    if (!item) throw new Error("The penalty is not on file");
    const { record } = fromItem(Penalty.entityOf, item);
    const standing = how && { ...Publicity.untouched, ended: { how, on: "2025-01-01", case: null } };
    await hub.store.transact([{ put: toItem(Penalty.entityOf, { ...record, standing }, 2), if: { version: 1 } }]);
  }

  it.each([null, "repaired", "termOver"] as const)("is not that of a firm with a penalty in the look-back: %s", async (how) => {
    const hub = world();
    await ended(hub, how);
    expect(await refusalOf(close(hub.ctx, await ordered(hub.ctx, {}), first))).toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("高环罚〔2025〕17号"),
      details: { missing: "first" },
    });
  });

  it("names the earlier penalty to those alone who may see it: of what was repaired elsewhere not its number", async () => {
    const hub = world();
    await ended(hub, "repaired");
    const officer = { ...hub.ctx, actor: asked("officer", { division: "140200" }) };
    const place = { division: "140200", authority: { name: "示例二市生态环境局", uscc: "11140200MB0EXAMP5X" } };
    const { id, version } = await caseIn(officer, "investigated", { ...place, openedOn: dayFrom(officer, -8) });
    const order = { number: "示例环责改〔2026〕1号", text: "覆盖。", orderedOn: dayFrom(officer, -5), dueOn: dayFrom(officer, 0) };
    const of = await Enforcement.orderRectification(officer, { id, version, ...order });
    const done = await Enforcement.confirmCorrection(officer, { id, version: of.version, correctedOn: dayFrom(officer, -1), evidence: "示例" });
    const refused = await refusalOf(Enforcement.assess(officer, { id, version: done.version, grounds: [first] }));
    expect(refused).toMatchObject({ code: "BAD_INPUT", details: { missing: "first" } });
    expect(JSON.stringify(refused)).not.toMatch(/〔2025〕17号|2025-04-10/);
  });

  it("is that of a firm whose penalty was annulled, and of one whose penalty lies before the look-back", async () => {
    const hub = world();
    await ended(hub, "withdrawn");
    await hub.take("penalty", [{ CF_WSH: "高环罚〔2023〕1号", CF_JDRQ: "2023/12/01", HUB_BSRQ: "2023/12/05" }], { name: "older.csv" });
    expect(await close(hub.ctx, await ordered(hub.ctx, {}), first)).toMatchObject({ state: "noPenalty" });
  });
});

describe("a ground", () => {
  it("by which there is no penalty stands in the way of one, until the case is weighed anew", async () => {
    const { ctx } = world();
    const { id, version } = await ordered(ctx, {});
    const weighed = await Enforcement.assess(ctx, { id, version, grounds: [minor] });
    const noticed = await doing.giveNotice(ctx, weighed);
    const decide = (of: Enforcement.Work) => Enforcement.decide(ctx, { id, version: of.version, number: nextNumber(), ...fined });
    expect(await refusalOf(decide(noticed))).toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining("minorCorrectedNoHarm"),
      details: { path: "id" },
    });
    expect(await Enforcement.get(ctx, { id })).toEqual(noticed);
    const merit = { ground: "merit" as const, facts: facts("merit") };
    const anew = await Enforcement.assess(ctx, { id, version: noticed.version, grounds: [merit] });
    expect(await decide(anew)).toMatchObject({ state: "decided", discretion: [{ ...merit, by: "operator" }] });
  });

  it("by which there need be no penalty does not", async () => {
    const { ctx } = world();
    const { id, version } = await ordered(ctx, {});
    const noticed = await doing.giveNotice(ctx, await Enforcement.assess(ctx, { id, version, grounds: [first] }));
    expect(await doing.decide(ctx, noticed)).toMatchObject({ state: "decided", discretion: [{ ground: "firstMinorCorrected" }] });
  });

  it("that makes it lighter or heavier spares no penalty", async () => {
    const { ctx } = world();
    const { id, version } = await caseIn(ctx, "investigated");
    const discretion = { ground: "merit" as const, facts: facts("merit") };
    expect(await refusalOf(Enforcement.closeWithoutPenalty(ctx, { id, version, discretion, reason: "示例" }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "discretion" },
    });
  });

  it.each([
    ["heavier, of after the act", "malice", "2026-08-14", false],
    ["heavier, of the day of the act", "malice", "2026-08-15", true],
    ["lighter, of after the act", "paidCompensation", "2026-08-14", true],
  ] as const)("is taken where it binds: %s", async (_what, ground, occurredOn, isTaken) => {
    const { ctx } = world({ from: "2026-09-01T01:00:00.000Z" });
    const { id, version } = await caseIn(ctx, "opened", { violation: { ...found, occurredOn } });
    const assessed = Enforcement.assess(ctx, { id, version, grounds: [{ ground, facts: facts(ground) }] });
    if (isTaken) expect((await assessed).discretion).toMatchObject([{ ground }]);
    else expect(await refusalOf(assessed)).toMatchObject({ code: "BAD_INPUT", details: { path: "grounds" } });
  });

  it.each([
    [[minor, minor], "once"],
    [[{ ...minor, facts: facts("minor", "correctedInTime", "noHarm", "merit") }], "merit"],
  ])("is named once and with its own elements", async (grounds, says) => {
    const { ctx } = world();
    const { id, version } = await ordered(ctx, {});
    expect(await refusalOf(Enforcement.assess(ctx, { id, version, grounds }))).toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining(says) });
  });

  it("keeps who found it first when the case is weighed again", async () => {
    const { ctx } = world();
    const { id, version } = await ordered(ctx, {});
    const one = await Enforcement.assess(ctx, { id, version, grounds: [minor] });
    const two = await Enforcement.assess({ ...ctx, actor: { ...ctx.actor, id: "another" } }, { id, version: one.version, grounds: [minor] });
    expect(two.discretion).toEqual(one.discretion);
  });
});

it("every rule says since when it binds, and where that was read", async () => {
  const { terms, grounds } = await Enforcement.rules(world().ctx, {});
  expect(terms.map(({ code, kind, days }) => `${code} ${days} ${kind}`)).toEqual([
    ...["decide 90 calendar", "answer 5 working", "service 7 working", "payment 15 calendar", "reporting 7 working", "withdrawal 3 working"],
  ]);
  for (const { from, source, confidence } of [...terms, ...grounds])
    expect([/^20\d\d-\d\d-\d\d$/.test(from), source.length > 10, confidence.length > 0]).toEqual([true, true, true]);
});

it("every ground has its effect, elements, and where it is from", () => {
  expect(Enforcement.groundRules.map(({ code }) => code)).toEqual(Enforcement.grounds);
  for (const { elements, source, says } of Enforcement.groundRules) {
    expect(elements.length).toBeGreaterThan(0);
    expect([source.length > 10, says.en.length > 3, /[\u4e00-\u9fff]/.test(says.zh)]).toEqual([true, true, true]);
  }
});
