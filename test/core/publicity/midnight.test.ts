import { Enterprise } from "@hub/core/enterprise";
import { Evidence } from "@hub/core/evidence";
import { Expiry } from "@hub/core/expiry";
import { Penalty } from "@hub/core/penalty";
import { Projection } from "@hub/core/projection";
import { Totals } from "@hub/core/totals";
import { describe, expect, it } from "vitest";
import { actorOf, handClock, onBothStores } from "../../support/access.ts";
import { issuerWith } from "../../support/issuer.ts";
import { authority, builder } from "../../support/rows.ts";
import { world } from "../../support/world.ts";

const anyone = actorOf("public");

/** Penalties under three regimes: the first is over on 2024-04-10, the second on 2028-10-15, the third on 2027-04-11. */
const decided = [
  { CF_WSH: "高环罚〔2023〕1号", CF_JDRQ: "2023/04/10", HUB_BSRQ: "2023/04/12" },
  { CF_WSH: "高环罚〔2025〕2号", CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/16" },
  { CF_WSH: "高环罚〔2026〕3号", CF_JDRQ: "2026/04/11", HUB_BSRQ: "2026/04/12" },
];
onBothStores((open) => {
  it("at the midnight in Shanghai publicity ends in every view and total, though nothing else happens", async () => {
    const clock = handClock("2024-04-10T15:59:59.999Z");
    const hub = world({ store: await open(), clock });
    await hub.take("penalty", decided.slice(0, 1));
    await Projection.catchUp(hub.ctx, {});
    const ctx = { ...hub.ctx, actor: anyone, issuer: { ...issuerWith(), url: "https://hub.example.gov.cn", hasPdf: false } };
    const id = { references: [{ uscc: builder.uscc, authority: authority.uscc, number: "高环罚〔2023〕1号" }] };
    const told = async () => {
      const profile = await Enterprise.get(ctx, { uscc: builder.uscc });
      const { statement } = await Evidence.issue(ctx, { uscc: builder.uscc });
      const { count, by } = await Totals.statistics(ctx, { kind: "penalty" });
      const [node] = await Penalty.getMany(ctx, id);
      return {
        profile: profile?.penalties.length ?? 0,
        certificate: statement.penalties.length,
        node: node !== null,
        count,
        divisions: by.division,
        days: by.day,
      };
    };
    expect(await told()).toEqual({
      ...{ profile: 1, certificate: 1, node: true, count: 1 },
      divisions: [{ value: "140500", count: 1 }],
      days: [{ value: "2023-04-10", count: 1 }],
    });
    const none = { profile: 0, certificate: 0, node: false, count: 0, divisions: [], days: [] };
    clock.move(1);
    expect(await told()).toEqual(none);
    expect(await Expiry.sweep(hub.ctx, {})).toEqual({ ended: 1 });
    await Projection.catchUp(hub.ctx, {});
    expect(await told()).toEqual(none);
    expect(await Expiry.sweep(hub.ctx, {})).toEqual({ ended: 0 });
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
    // Who works on the firm still sees it, and the log has the change.
    expect((await Enterprise.get({ ...ctx, actor: actorOf("officer", { divisions: ["140500"] }) }, { uscc: builder.uscc }))?.penalties).toHaveLength(1);
    const [version] = await Penalty.history(
      { ...ctx, actor: actorOf("auditor") },
      { uscc: builder.uscc, authority: authority.uscc, number: "高环罚〔2023〕1号" },
    );
    expect(version).toMatchObject({
      recorded: { change: "changed", reason: "the longest term of publicity is over" },
      changes: [{ field: "standing.ended.how", to: "termOver" }, {}],
    });
  });
});

describe("what is over when it comes in", () => {
  it("is never counted nor told, and comes back where an officer says a grade that makes it last longer", async () => {
    const clock = handClock("2026-04-20T01:00:00.000Z");
    const hub = world({ clock });
    const ctx = { ...hub.ctx, actor: anyone };
    // The first one was over after a year; as a serious one it lasts five days more.
    await hub.take("penalty", [{ ...decided[0], CF_JDRQ: "2023/04/25", HUB_BSRQ: "2023/04/26" }, ...decided.slice(1)]);
    await Projection.catchUp(hub.ctx, {});
    expect((await Enterprise.get(ctx, { uscc: builder.uscc }))?.penalties.map(({ decisionNumber }) => decisionNumber)).toEqual([
      "高环罚〔2026〕3号",
      "高环罚〔2025〕2号",
    ]);
    expect((await Totals.statistics(ctx, { kind: "penalty" })).count).toBe(2);
    expect(await Expiry.sweep(hub.ctx, {})).toEqual({ ended: 0 });
    const officer = { ...hub.ctx, actor: actorOf("officer", { divisions: ["140500"] }) };
    const of = { uscc: builder.uscc, authority: authority.uscc, decisionNumber: "高环罚〔2023〕1号" };
    await Penalty.classify(officer, { ...of, grade: "serious", reason: "情节严重" });
    await Projection.catchUp(hub.ctx, {});
    expect((await Totals.statistics(ctx, { kind: "penalty" })).count).toBe(3);
    await Penalty.withdraw(officer, { ...of, documentNumber: "晋市环撤〔2026〕1号", reason: "复议撤销" });
    await Projection.catchUp(hub.ctx, {});
    expect((await Totals.statistics(ctx, { kind: "penalty" })).count).toBe(2);
    expect((await Projection.verify(hub.ctx, {})).differences).toEqual([]);
  });

  it("of what was said before is told no more either, but to who may see it", async () => {
    const clock = handClock("2026-04-20T01:00:00.000Z");
    const hub = world({ clock });
    await hub.take("penalty", decided.slice(1, 2));
    const knownAt = clock.now().toISOString();
    clock.move(60_000);
    const of = { uscc: builder.uscc, authority: authority.uscc, decisionNumber: "高环罚〔2025〕2号" };
    const partner = {
      ...hub.ctx,
      actor: actorOf("partner", { divisions: ["140500"], purposes: ["bidding"] }),
      request: { id: "r-1", purpose: "bidding", channel: "http" as const },
    };
    const past = async () => {
      const [node] = await Penalty.getMany(partner, { references: [{ uscc: of.uscc, authority: of.authority, number: of.decisionNumber }], knownAt });
      const profile = await Enterprise.get(partner, { uscc: of.uscc, knownAt });
      const history = await Penalty.history(partner, { uscc: of.uscc, authority: of.authority, number: of.decisionNumber });
      const timeline = await Enterprise.timeline(partner, { uscc: of.uscc });
      return [node !== null, profile?.penalties.length ?? 0, history.length, timeline.length];
    };
    expect(await past()).toEqual([true, 1, 1, 1]);
    await Penalty.withdraw(
      { ...hub.ctx, actor: actorOf("reviewer", { divisions: ["140500"] }) },
      { ...of, documentNumber: "晋市环撤〔2026〕1号", reason: "复议撤销" },
    );
    expect(await past()).toEqual([false, 0, 0, 0]);
  });
});
