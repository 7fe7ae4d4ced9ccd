import { Casework } from "@hub/core/casework";
import { anyone, type Ctx } from "@hub/core/ctx";
import { Enforcement } from "@hub/core/enforcement";
import { Enterprise } from "@hub/core/enterprise";
import { Identity } from "@hub/core/identity";
import { Penalty } from "@hub/core/penalty";
import { Projection } from "@hub/core/projection";
import { describe, expect, it } from "vitest";
import { onBothStores, refusalOf } from "../../support/access.ts";
import { caseIn, dayFrom, doing, fined, found, nextNumber, openCase, warned } from "../../support/enforcement.ts";
import { asked } from "../../support/people.ts";
import { authority, builder, firm } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

const autumn = "2026-10-12T01:00:00.000Z";
const soleTrader = Identity.completeUscc("92140581MA0EXAMP1");
type Decision = Partial<Parameters<typeof Enforcement.decide>[1]>;

const decide = (ctx: Ctx, { id, version }: Enforcement.Work, changes: Decision = {}) =>
  Enforcement.decide(ctx, { id, version, number: nextNumber(), ...fined, ...changes });

/** What anyone is told of the firm's penalties. */
async function published({ ctx }: Pick<World, "ctx">, uscc: string = builder.uscc) {
  const profile = await Enterprise.get({ ...ctx, actor: anyone }, { uscc });
  return profile?.penalties ?? [];
}

describe("a decision", () => {
  it("files a penalty that anyone sees, with the terms of its regime, and keeps what it was made of", async () => {
    const hub = world({ from: autumn });
    await hub.take("register", [{ USCC: builder.uscc, NAME: builder.name }]);
    const noticed = await caseIn(hub.ctx, "noticed", { violation: { ...found, occurredOn: "2026-08-31" } });
    const made = await decide(hub.ctx, noticed, { number: "示例环罚 [2026] 第007号", classification: { grade: "general", reason: "罚款数额较大" } });
    const number = "示例环罚〔2026〕7号";
    expect(made).toMatchObject({
      state: "decided",
      notice: { answer: "无异议。" },
      decision: {
        number,
        decidedOn: "2026-10-12",
        law: "ofAct",
        legalBasis: "《中华人民共和国生态环境法典》第一千一百二十八条",
        served: null,
        decidedBy: "operator",
      },
      due: { rule: "service", dueOn: "2026-10-21" },
    });
    const [penalty, ...others] = await published(hub);
    expect(others).toEqual([]);
    expect(penalty).toMatchObject({
      decisionNumber: number,
      subject: { uscc: builder.uscc, name: builder.name, type: "organisation", legalRepresentative: "示例" },
      ...{ violationType: found.type, facts: found.facts, penaltyTypes: ["fine"], penaltyTypesText: "罚款", fineFen: 1_000_000, confiscatedFen: null },
      ...{ authority, decidedOn: "2026-10-12", dispute: null },
      standing: { classification: { grade: "general", regime: "ndrc-order-36", by: "operator" }, fulfilledOn: null, notice: null, ended: null },
      provenance: {
        source: authority,
        reportedOn: "2026-10-12",
        firstSeen: { fileName: `enforcement case ${made.id}`, row: 1, fileSha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        recorded: { by: "operator", change: "created", reason: `enforcement case ${made.id}` },
      },
    });
    const decision = Enforcement.decisionOf(made);
    expect(decision && Enforcement.publicityThen(decision)).toMatchObject({
      state: "published",
      repairableFrom: "2027-01-12",
      endsOn: "2027-10-12",
      isConfirmed: true,
    });
  });

  it("goes on when the same decision comes in with a file", async () => {
    const hub = world({ from: autumn });
    const made = await caseIn(hub.ctx, "fulfilled");
    const decision = made.decision ?? expect.fail("There is no decision");
    await hub.take("penalty", [{ CF_WSH: decision.number, CF_JDRQ: decision.decidedOn, HUB_BSRQ: decision.decidedOn }]);
    expect(await published(hub)).toMatchObject([{ decisionNumber: decision.number, standing: { fulfilledOn: decision.decidedOn } }]);
  });

  it("in the summary procedure needs no notice, and is not published", async () => {
    const hub = world({ from: autumn });
    const made = await decide(hub.ctx, await caseIn(hub.ctx, "opened"), { ...warned, fineFen: 300_000, penaltyTypes: ["fine"], answer: null });
    expect(made).toMatchObject({ state: "decided", notice: null, decision: { procedure: "summary", classification: { grade: "minor", isNeeded: false } } });
    expect(await published(hub)).toEqual([]);
    const officer = { ...hub.ctx, actor: asked("officer") };
    const [penalty] = await Penalty.getMany(officer, { references: [{ uscc: builder.uscc, authority: authority.uscc, number: made.decision?.number ?? "" }] });
    expect(penalty).toMatchObject({ penaltyTypesText: "罚款", standing: { classification: { grade: "minor" } } });
  });

  const contradictions: readonly (readonly [path: string, changes: Decision, violation?: Partial<typeof found>])[] = [
    ["penaltyTypes", { penaltyTypes: ["fine", "fine"] }],
    ["fineFen", { fineFen: null }],
    ["fineFen", { fineFen: 0 }],
    ["fineFen", { penaltyTypes: ["warning"] }],
    ["confiscatedFen", { penaltyTypes: ["fine", "confiscationOfGains"] }],
    ["confiscatedFen", { confiscatedFen: 1 }],
    ["certificate", { penaltyTypes: ["fine", "revocationOfLicence"] }],
    ["certificate", { certificate: "示例证" }],
    ["number", { number: "七号决定" }],
    ["decidedOn", { decidedOn: "2026-10-13" }],
    ["decidedOn", { decidedOn: "2026-10-11" }],
    ["answer", { answer: null }],
    ["grade", { classification: { grade: "extreme", reason: "示例" } }],
    ["regime", { classification: { grade: "general", regime: "ndrc-order-58", reason: "示例" } }],
    ["regime", { classification: { grade: "general", regime: "none", reason: "示例" } }],
    ["law", { law: "ofDecision" }, { code: null }],
    ["legalBasis", {}, { code: null }],
    ["served.on", { served: { on: "2026-10-11", noticeNumber: "示例", noticeOn: "2026-10-12" } }],
    ["served.noticeOn", { served: { on: "2026-10-12", noticeNumber: "示例", noticeOn: "2026-10-13" } }],
  ];
  const rows = contradictions.map(([path, changes, violation = {}]) => [path, changes, violation] as const);
  it.each(rows)("that contradicts itself is refused at %s: %j", async (path, changes, violation) => {
    const hub = world({ from: autumn });
    const noticed = await caseIn(hub.ctx, "noticed", { violation: { ...found, occurredOn: "2026-09-30", ...violation } });
    expect(await refusalOf(decide(hub.ctx, noticed, changes))).toMatchObject({ code: "BAD_INPUT", details: { path } });
    expect([await Enforcement.get(hub.ctx, { id: noticed.id }), await published(hub)]).toEqual([noticed, []]);
  });

  const beyond: readonly (readonly [what: string, uscc: string, changes: Decision])[] = [
    ["a fine of more than 3,000 yuan", builder.uscc, { penaltyTypes: ["fine"], fineFen: 300_001 }],
    ["of an individual business one of more than 200", soleTrader, { penaltyTypes: ["fine"], fineFen: 20_001 }],
    ["a closure", builder.uscc, { penaltyTypes: ["closure"] }],
  ];
  it.each(beyond)("in the summary procedure imposes neither %s", async (_what, uscc, changes) => {
    const { ctx } = world({ from: autumn });
    const opened = await caseIn(ctx, "opened", { uscc });
    expect(await refusalOf(decide(ctx, opened, { ...warned, fineFen: null, answer: null, ...changes }))).toMatchObject({
      details: { path: "procedure" },
    });
  });

  it("waits for the firm's answer, or for the end of its term", async () => {
    const hub = world({ from: "2026-10-09T01:00:00.000Z" });
    const noticed = await caseIn(hub.ctx, "noticed");
    expect(noticed.due).toMatchObject({ rule: "answer" });
    const { dueOn = "" } = noticed.due ?? {};
    const on = (day: string) => ({ ...hub.ctx, clock: { now: () => new Date(`${day}T03:00:00.000Z`) } });
    expect(await refusalOf(decide(on(dueOn), noticed, { answer: null }))).toMatchObject({ details: { path: "answer" } });
    const after = dayFrom({ clock: on(dueOn).clock }, 1);
    expect(await decide(on(after), noticed, { answer: null })).toMatchObject({ state: "decided", notice: { answer: null } });
  });
});

describe("the law of a decision", () => {
  const limits = { ...found, code: "overPermittedLimits" as const, occurredOn: "2026-08-14" };

  it("is that of the act, unless that of the decision is lighter; the case keeps both", async () => {
    const { ctx } = world({ from: autumn });
    const noticed = await caseIn(ctx, "noticed", { violation: limits });
    expect(noticed.law).toMatchObject({ ofAct: { article: "34" }, ofDecision: null });
    expect(Enforcement.legalOf(noticed, "2026-08-14")).toMatchObject({ differs: false });
    expect(Enforcement.legalOf(noticed, "2026-08-15")).toMatchObject({ differs: true, lighter: "ofDecision", ofDecision: { article: "1103" } });
    const made = await decide(ctx, noticed);
    expect(made).toMatchObject({
      law: { ofAct: { article: "34", validTo: "2026-08-14" }, ofDecision: { article: "1103", validFrom: "2026-08-15" } },
      decision: { law: "ofDecision", legalBasis: "《中华人民共和国生态环境法典》第一千一百零三条" },
    });
    expect(Enforcement.legalOf(made, "2030-01-01")).toMatchObject({ ofDecision: { article: "1103" } });
  });

  it("is one where act and decision fall on the same side", async () => {
    const { ctx } = world({ from: autumn });
    const made = await decide(ctx, await caseIn(ctx, "noticed", { violation: { ...limits, occurredOn: "2026-08-15" } }));
    expect(made.decision).toMatchObject({ law: "ofAct", legalBasis: "《中华人民共和国生态环境法典》第一千一百零三条" });
  });

  it("is another than the fines say where an officer says why", async () => {
    const { ctx } = world({ from: autumn });
    const noticed = await caseIn(ctx, "noticed", { violation: limits });
    expect(await refusalOf(decide(ctx, noticed, { law: "ofAct" }))).toMatchObject({ code: "BAD_INPUT", details: { path: "lawReason" } });
    const made = await decide(ctx, noticed, { law: "ofAct", lawReason: "旧法未设责令限制生产，整体更轻。" });
    expect(made.decision).toMatchObject({ law: "ofAct", legalBasis: "《排污许可管理条例》第三十四条", lawReason: "旧法未设责令限制生产，整体更轻。" });
  });

  it("is the officer's words where the table names none", async () => {
    const { ctx } = world({ from: autumn });
    const noticed = await caseIn(ctx, "noticed", { violation: { ...limits, code: null } });
    expect((await decide(ctx, noticed, { legalBasis: "《示例条例》第一条" })).decision).toMatchObject({ law: null, legalBasis: "《示例条例》第一条" });
  });
});

describe("decisions at once", () => {
  onBothStores((open) => {
    it("on one case come to one", async () => {
      const hub = world({ from: autumn, store: await open() });
      const noticed = await caseIn(hub.ctx, "noticed");
      const numbers = [nextNumber(), nextNumber(), nextNumber()];
      const results = await Promise.allSettled(numbers.map((number) => decide(hub.ctx, noticed, { number })));
      expect(results.flatMap((each) => (each.status === "fulfilled" ? [] : [each.reason.code]))).toEqual(["CONFLICT", "CONFLICT"]);
      const { decision } = (await Enforcement.get(hub.ctx, { id: noticed.id })) ?? {};
      expect((await published(hub)).map(({ decisionNumber }) => decisionNumber)).toEqual([decision?.number]);
    });

    it("of one number in two cases of a firm come to one", async () => {
      const hub = world({ from: autumn, store: await open() });
      const [one, two] = [await caseIn(hub.ctx, "noticed"), await caseIn(hub.ctx, "noticed")];
      const number = nextNumber();
      const results = await Promise.allSettled([decide(hub.ctx, one, { number }), decide(hub.ctx, two, { number })]);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const other = [one, two][results.findIndex(({ status }) => status === "rejected")] ?? one;
      expect(await refusalOf(decide(hub.ctx, other, { number }))).toMatchObject({ code: "BAD_INPUT", details: { path: "number" } });
      expect(await published(hub)).toHaveLength(1);
    });
  });
});

it("what cases write is in step with log and totals", async () => {
  const { ctx } = world({ from: autumn });
  await doing.fulfil(ctx, await doing.serve(ctx, await caseIn(ctx, "decided")));
  await Projection.catchUp(ctx, {});
  expect(await Projection.verify(ctx, {})).toMatchObject({ differences: [], pending: 0, sequence: 3, records: 1 });
});

describe("service and fulfilment", () => {
  it("begin and end the terms, and stand with the penalty", async () => {
    const hub = world({ from: autumn });
    const { ctx } = hub;
    const corrected = await caseIn(ctx, "corrected");
    const made = await decide(ctx, await doing.giveNotice(ctx, corrected));
    expect(Enforcement.isNoticeLate(made.decision ?? expect.fail("none"))).toBe(false);
    const served = { on: "2026-10-12", noticeNumber: "示例环信修告〔2026〕7号", noticeOn: "2026-10-12" };
    const after = await Enforcement.serve(ctx, { id: made.id, version: made.version, served });
    expect(after).toMatchObject({ state: "decided", decision: { served }, due: { rule: "reporting", dueOn: "2026-10-21" } });
    expect(Casework.viewsOf(ctx, after.terms).find(({ rule }) => rule === "payment")).toMatchObject({ dueOn: "2026-10-27", endedOn: null });
    expect(await published(hub)).toMatchObject([
      { standing: { notice: { number: served.noticeNumber, servedOn: served.noticeOn }, correctedOn: "2026-10-12" } },
    ]);
    expect(await refusalOf(doing.serve(ctx, after))).toMatchObject({ code: "BAD_INPUT", details: { path: "served" } });
    const done = await doing.fulfil(ctx, after);
    // That it is to be reported stays open.
    expect(done).toMatchObject({ state: "fulfilled", due: { rule: "reporting" }, fulfilment: { on: "2026-10-12", proof: "已缴清罚款。" } });
    expect(await doing.report(ctx, done)).toMatchObject({ state: "fulfilled", due: null });
    const [penalty] = await published(hub);
    expect(penalty?.standing).toMatchObject({ fulfilledOn: "2026-10-12", correctedOn: "2026-10-12", notice: { number: served.noticeNumber } });
  });

  it("flag a notice on repair that comes after the decision", () => {
    const on = (day: string) => ({ served: { on: "2026-10-12", noticeNumber: "示例", noticeOn: day } });
    expect([on("2026-10-12"), on("2026-10-13")].map(Enforcement.isNoticeLate)).toEqual([false, true]);
  });

  it("at once with the decision leave the payment to wait for, and the report", async () => {
    const { ctx } = world({ from: autumn });
    const served = { on: "2026-10-12", noticeNumber: "示例", noticeOn: "2026-10-12" };
    const made = await decide(ctx, await caseIn(ctx, "noticed"), { served });
    expect(made.terms.flatMap(({ rule, endedOn }) => (endedOn === null ? [rule] : []))).toEqual(["reporting", "payment"]);
    const warning = await decide(ctx, await caseIn(ctx, "noticed", { uscc: firm.uscc }), { penaltyTypes: ["warning"], fineFen: null, served });
    expect(warning.due).toMatchObject({ rule: "reporting" });
  });
});

it("a case that waits is due 90 days after it was opened", async () => {
  const { ctx } = world({ from: autumn });
  expect(await openCase(ctx, { openedOn: "2026-10-01", violation: { ...found, occurredOn: "2026-09-01" } })).toMatchObject({
    due: { rule: "decide", dueOn: "2026-12-30", daysLeft: 79, isOverdue: false },
  });
});
