import { Credit } from "@hub/core/credit";
import { Enterprise } from "@hub/core/enterprise";
import { Expiry } from "@hub/core/expiry";
import { Penalty } from "@hub/core/penalty";
import { Projection } from "@hub/core/projection";
import { Publicity } from "@hub/core/publicity";
import { Repair } from "@hub/core/repair";
import { Totals } from "@hub/core/totals";
import { describe, expect, it } from "vitest";
import { actorOf, handClock, onBothStores, refusalOf } from "../../support/access.ts";
import { authority, builder } from "../../support/rows.ts";
import { world } from "../../support/world.ts";

const of = { uscc: builder.uscc, authority: authority.uscc, decisionNumber: "高环罚〔2026〕3号" };
const cells = { CF_WSH: of.decisionNumber, CF_JDRQ: "2026/04/11", HUB_BSRQ: "2026/04/12" };
const ruling = { court: "示例市中级人民法院", rulingNumber: "（2026）示0000破1号", ruledOn: "2026-09-01" };
const carriedOut = { documentNumber: "（2026）示0000破1号之二", reason: "重整计划执行完毕" };

onBothStores((open) => {
  it("a penalty of a firm that is restructured is told nobody else and restricts nothing until the plan was carried out", async () => {
    const clock = handClock("2026-09-02T01:00:00.000Z");
    const hub = world({ store: await open(), clock });
    await hub.take("penalty", [cells]);
    const officer = { ...hub.ctx, actor: actorOf("officer", { divisions: ["140500"] }) };
    const anyone = { ...hub.ctx, actor: actorOf("public") };
    const told = async () => {
      await Projection.catchUp(hub.ctx, {});
      const profile = await Enterprise.get(anyone, { uscc: of.uscc });
      const [node] = await Penalty.getMany(anyone, { references: [{ uscc: of.uscc, authority: of.authority, number: of.decisionNumber }] });
      const { count } = await Totals.statistics(anyone, { kind: "penalty" });
      return [profile?.penalties.length ?? 0, node !== null, count, profile?.repaired ?? 0];
    };
    const seen = async () => {
      const penalty = (await Enterprise.get(officer, { uscc: of.uscc }))?.penalties[0];
      return penalty && Publicity.publicityOf(penalty, "2026-09-02");
    };
    const published = [1, true, 1, 0];
    expect(await told()).toEqual(published);
    const masked = await Penalty.mask(officer, { ...of, ...ruling });
    expect(masked.standing?.mask).toEqual({ ...ruling, since: "2026-09-02", until: null });
    expect(await told()).toEqual([0, false, 0, 0]);
    expect(await seen()).toMatchObject({
      state: "masked",
      isPublished: false,
      nextChange: { on: "2027-04-12", to: "termOver" },
      reasons: [expect.anything(), { en: "masked since 2026-09-02 while the firm is restructured by 国办发〔2025〕22号" }],
    });
    const [eligibility] = await Repair.eligibility(officer, { uscc: of.uscc });
    expect([eligibility?.canApply, eligibility?.missing[0]]).toEqual([false, "published"]);
    clock.move(60_000);
    expect((await Penalty.unmask(officer, { ...of, ...carriedOut })).standing?.mask).toEqual({ ...ruling, since: "2026-09-02", until: "2026-09-02" });
    expect(await told()).toEqual(published);
    expect((await Repair.eligibility(officer, { uscc: of.uscc }))[0]).toMatchObject({ canApply: true });
    // Masked a second time, its term ends all the same.
    await Penalty.mask(officer, { ...of, ...ruling });
    clock.move(223 * 86_400_000);
    expect(await told()).toEqual([0, false, 0, 0]);
    expect(await Expiry.sweep(hub.ctx, {})).toEqual({ ended: 0 });
    expect((await Penalty.unmask(officer, { ...of, ...carriedOut })).standing?.ended).toEqual({ how: "termOver", on: "2027-04-12", case: null });
    expect(await told()).toEqual([0, false, 0, 0]);
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
  });
});

describe("masking", () => {
  const begun = async (at: string, more: object = {}) => {
    const hub = world({ clock: handClock(at) });
    await hub.take("penalty", [{ ...cells, ...more }]);
    return { ...hub.ctx, actor: actorOf("officer", { divisions: ["140500"] }) };
  };

  it("restricts no use while it lasts", async () => {
    const ctx = await begun("2026-09-02T01:00:00.000Z", { CF_CFLB: "罚款;吊销许可证件", CF_NR_ZKDX: "排污许可证 示例" });
    const restricting = async () => {
      const profile = await Enterprise.get(ctx, { uscc: of.uscc });
      if (!profile) throw new TypeError("There is a firm");
      const { uses, published } = await Credit.status(ctx, { profile });
      return [published.length, uses.filter(({ effect }) => effect !== "none").length > 0];
    };
    expect(await restricting()).toEqual([1, true]);
    await Penalty.mask(ctx, { ...of, ...ruling });
    expect(await restricting()).toEqual([0, false]);
  });

  it.each([
    ["a ruling of a day to come", "2026-09-02T01:00:00.000Z", { ruledOn: "2026-09-03" }, "ruledOn"],
    ["a day before the rule", "2025-06-21T01:00:00.000Z", { ruledOn: "2025-06-20" }, "ruledOn"],
    ["a penalty whose term is over", "2027-04-12T01:00:00.000Z", {}, "decisionNumber"],
  ])("refuses %s", async (_what, at, input, path) => {
    const ctx = await begun(at, at < "2026" ? { CF_JDRQ: "2025/04/11", HUB_BSRQ: "2025/04/12" } : {});
    expect(await refusalOf(Penalty.mask(ctx, { ...of, ...ruling, ...input }))).toMatchObject({ code: "BAD_INPUT", details: { path } });
  });

  it("is not done twice, nor ended where there is none", async () => {
    const ctx = await begun("2026-09-02T01:00:00.000Z");
    expect(await refusalOf(Penalty.unmask(ctx, { ...of, ...carriedOut }))).toMatchObject({ code: "BAD_INPUT", details: { path: "decisionNumber" } });
    await Penalty.mask(ctx, { ...of, ...ruling });
    expect(await refusalOf(Penalty.mask(ctx, { ...of, ...ruling }))).toMatchObject({
      code: "BAD_INPUT",
      message: "decisionNumber: it is not published: masked",
    });
  });
});
