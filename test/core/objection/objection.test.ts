import type { Ctx } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { toItem } from "@hub/core/entity";
import { HubError } from "@hub/core/error";
import { Objection } from "@hub/core/objection";
import { describe, expect, it } from "vitest";
import { actorOf, day, onBothStores, refusalOf } from "../../support/access.ts";
import { entryIn, rating } from "../../support/credit.ts";
import { elsewhere, officer, owner, reference, repairHub, reviewer, stranger } from "../../support/repair.ts";
import { builder } from "../../support/rows.ts";

const anyone = actorOf("public");
const next = ({ id, version }: Objection.Shown) => ({ id, version });
const against = { uscc: builder.uscc, kind: "penalty", authority: reference.authority, number: reference.decisionNumber, grounds: "违法事实有误。" } as const;

onBothStores((open) => {
  it("an objection marks the record as disputed until it is answered, and puts right what was wrong", async () => {
    const { as, hub } = await repairHub({ store: await open() });
    const told = async () => (await Enterprise.get(as(anyone), { uscc: builder.uscc }))?.penalties.map(({ facts, dispute }) => [facts, dispute?.since ?? null]);
    expect(await told()).toEqual([["幼儿园工地裸露土方未覆盖。", null]]);
    let now = await Objection.raise(as(owner), against);
    expect(await told()).toEqual([["幼儿园工地裸露土方未覆盖。", "2026-02-02"]]);
    expect(await refusalOf(Objection.raise(as(owner), against))).toMatchObject({ code: "BAD_INPUT", details: { id: now.id } });
    now = await Objection.check(as(officer), next(now));
    now = await Objection.uphold(as(reviewer), { ...next(now), reason: "核查属实", corrections: [{ field: "facts", value: "工地部分裸露土方未覆盖。" }] });
    expect(now).toMatchObject({
      state: "upheld",
      due: null,
      answer: { corrections: [{ field: "facts", value: "工地部分裸露土方未覆盖。" }], isWithdrawn: false },
    });
    expect(await told()).toEqual([["工地部分裸露土方未覆盖。", null]]);
    // The file of before, read again, does not bring the wrong text back.
    await hub.take("penalty", [{ CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/20", CF_GSJZQ: "2028/10/15" }], { name: "again.csv" });
    expect(await told()).toEqual([["工地部分裸露土方未覆盖。", null]]);
    expect((await Objection.raise(as(owner), { ...against, grounds: "仍有误。" })).id).not.toBe(now.id);
  });
});

describe("what was put right", () => {
  it.each([
    [
      "penalty",
      { authority: reference.authority, number: reference.decisionNumber },
      "facts",
      { CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/20", CF_GSJZQ: "2028/10/15" },
    ],
    ["register", {}, "address", { USCC: builder.uscc, NAME: builder.name, FORMER_NAMES: "" }],
  ] as const)("in a %s stays when the very file is read again that had it wrong", async (kind, named, field, cells) => {
    const { as, hub, clock } = await repairHub();
    clock.move(day);
    const checking = await Objection.check(as(officer), next(await Objection.raise(as(owner), { uscc: builder.uscc, kind, ...named, grounds: "示例" })));
    await Objection.uphold(as(reviewer), { ...next(checking), reason: "核查属实", corrections: [{ field, value: "更正后" }] });
    clock.move(day);
    const run = await hub.take(kind, [cells], { again: true });
    expect((await hub.issuesOf(run)).flatMap(({ issues }) => issues.map(({ code }) => code))).toEqual(["SUPERSEDED"]);
    const profile = await Enterprise.get(as(anyone), { uscc: builder.uscc });
    expect(kind === "penalty" ? profile?.penalties[0]?.facts : profile?.register?.address).toBe("更正后");
  });
});

describe("an objection", () => {
  it("that is rejected or taken back leaves the record as it is, and no mark", async () => {
    for (const end of ["reject", "withdraw"] as const) {
      const { as } = await repairHub();
      const raised = await Objection.raise(as(owner), against);
      const checking = await Objection.check(as(officer), next(raised));
      const done =
        end === "reject" ? await Objection.reject(as(officer), { ...next(checking), reason: "记录无误" }) : await Objection.withdraw(as(owner), next(checking));
      expect(done.state).toBe(end === "reject" ? "rejected" : "withdrawn");
      expect((await Enterprise.get(as(anyone), { uscc: builder.uscc }))?.penalties).toMatchObject([{ dispute: null, facts: "幼儿园工地裸露土方未覆盖。" }]);
    }
  });

  it("can take a penalty out of publication whose decision was annulled", async () => {
    const { as } = await repairHub();
    const checking = await Objection.check(as(officer), next(await Objection.raise(as(owner), against)));
    await Objection.uphold(as(reviewer), { ...next(checking), reason: "行政复议撤销", withdraw: true });
    expect((await Enterprise.get(as(anyone), { uscc: builder.uscc }))?.penalties).toEqual([]);
  });

  it("can be raised against the register and a licence, too, and marks those alone", async () => {
    const { as, hub } = await repairHub();
    await hub.take("licence", [{ XK_XDR_SHXYM: builder.uscc, XK_XDR_MC: builder.name }]);
    await Objection.raise(as(owner), { uscc: builder.uscc, kind: "register", grounds: "住所有误。" });
    await Objection.raise(as(owner), {
      uscc: builder.uscc,
      kind: "licence",
      authority: reference.authority,
      number: "高环审〔2024〕8号",
      grounds: "名称有误。",
    });
    const profile = await Enterprise.get(as(anyone), { uscc: builder.uscc });
    expect([profile?.register?.dispute?.since, profile?.licences[0]?.dispute?.since, profile?.penalties[0]?.dispute]).toEqual([
      "2026-02-02",
      "2026-02-02",
      null,
    ]);
  });

  it("can be raised against a rating and an entry in a list, which an officer then rates anew or exits", async () => {
    const { as, hub } = await repairHub({ at: "2026-06-01T01:00:00.000Z" });
    const rated = await rating(hub.ctx);
    const entry = await entryIn(hub.ctx, "listed");
    const { uscc, scheme, year } = rated;
    const raised = await Objection.raise(hub.ctx, { uscc, kind: "rating", number: `${scheme}/${year}`, grounds: "扣分有误。" });
    await Objection.raise(hub.ctx, { uscc, kind: "listEntry", number: entry.id, grounds: "列入有误。" });
    const told = async () => {
      const profile = await Enterprise.get(as(anyone), { uscc });
      return [profile?.ratings[0]?.dispute?.since ?? null, profile?.listings[0]?.dispute?.since ?? null];
    };
    expect(await told()).toEqual(["2026-06-01", "2026-06-01"]);
    await Objection.uphold(hub.ctx, { ...next(await Objection.check(hub.ctx, next(raised))), reason: "扣分有误，重新评价" });
    expect(await told()).toEqual([null, "2026-06-01"]);
    expect(await refusalOf(Objection.raise(hub.ctx, { uscc, kind: "rating", number: "no such", grounds: "示例" }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "number" },
    });
    expect(await refusalOf(Objection.raise(hub.ctx, { uscc, kind: "listEntry", number: "0".repeat(16), grounds: "示例" }))).toMatchObject({
      code: "NOT_FOUND",
    });
  });

  it("is handled within its term, and stands in the worklist of those who do", async () => {
    const { as, clock } = await repairHub();
    const raised = await Objection.raise(as(owner), against);
    expect(raised.due).toMatchObject({ rule: "objection", dueOn: "2026-02-11", daysLeft: 7 });
    clock.move(10 * day);
    expect((await Objection.list(as(officer), { overdue: true })).totals).toMatchObject({ all: 1, overdue: 1 });
    expect((await Objection.list(as(elsewhere), {})).totals.all).toBe(0);
    expect(await Objection.get(as(stranger), { id: raised.id })).toBeNull();
    expect(await refusalOf(Objection.raise(as(stranger), against))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(Objection.check(as(owner), next(raised)))).toMatchObject({ code: "FORBIDDEN" });
  });

  it("puts right texts alone, and only those that the record has", async () => {
    const { as } = await repairHub();
    const checking = await Objection.check(as(officer), next(await Objection.raise(as(owner), against)));
    for (const corrections of [[{ field: "fineFen", value: "1" }], [{ field: "subject.uscc", value: builder.uscc }], []])
      expect(await refusalOf(Objection.uphold(as(reviewer), { ...next(checking), reason: "示例", corrections }))).toMatchObject({
        code: "BAD_INPUT",
        details: { path: "corrections" },
      });
  });
});

const doing: Readonly<Record<Objection.Event, (ctx: Ctx, of: { readonly id: string; readonly version: number }) => Promise<Objection.Shown>>> = {
  check: (ctx, of) => Objection.check(ctx, of),
  uphold: (ctx, of) => Objection.uphold(ctx, { ...of, reason: "示例", withdraw: true }),
  reject: (ctx, of) => Objection.reject(ctx, { ...of, reason: "示例" }),
  withdraw: (ctx, of) => Objection.withdraw(ctx, of),
};
const cells = Objection.states.flatMap((state) => (Object.keys(doing) as Objection.Event[]).map((event) => [state, event] as const));

describe("the table of an objection", () => {
  it("is that of the credit-law sheet", () => {
    const { check, uphold, reject, withdraw } = Objection.machine.events;
    expect([check, uphold, reject, withdraw]).toEqual([
      { from: ["raised"], to: "checking" },
      { from: ["checking"], to: "upheld" },
      { from: ["checking"], to: "rejected" },
      { from: ["raised", "checking"], to: "withdrawn" },
    ]);
  });

  it.each(cells)("that is %s: %s", async (state, event) => {
    const { as, hub } = await repairHub();
    const { version, due: _due, ...record } = await Objection.raise(as(owner), against);
    await hub.store.transact([{ put: toItem(Objection.entityOf, { ...record, state }, version + 1), if: { version } }]);
    const ctx = as({ ...reviewer, role: "operator" });
    const { from, to } = Objection.machine.events[event];
    const done = await doing[event](ctx, { id: record.id, version: version + 1 }).catch((error: unknown) => error);
    if (from.includes(state)) expect(done).toMatchObject({ state: to });
    else {
      expect(done).toBeInstanceOf(HubError);
      expect(done).toMatchObject({ code: "WRONG_STATE", details: { state, event } });
    }
  });
});
