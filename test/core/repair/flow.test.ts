import { Enterprise } from "@hub/core/enterprise";
import { Penalty } from "@hub/core/penalty";
import { Repair } from "@hub/core/repair";
import { describe, expect, it } from "vitest";
import { actorOf, day, onBothStores, refusalOf } from "../../support/access.ts";
import {
  broughtTo,
  elsewhere,
  goodChecks,
  officer,
  otherPdfBase64,
  owner,
  pdfBase64,
  reference,
  repairHub,
  reviewer,
  secondOfficer,
  stranger,
} from "../../support/repair.ts";
import { authority, builder } from "../../support/rows.ts";

const anyone = actorOf("public");
const next = ({ id, version }: Repair.Shown) => ({ id, version });
const decision = { documentNumber: "高环信修〔2026〕1号", reason: "符合信用修复条件。" };

onBothStores((open) => {
  it("a repair goes from its draft to its decision; from then on the record is told to nobody but those concerned", async () => {
    const of = await repairHub({ store: await open() });
    const { as, hub } = of;
    const penaltiesOf = async (ctx = as(anyone)) => (await Enterprise.get(ctx, { uscc: builder.uscc }))?.penalties.length;
    expect(await penaltiesOf()).toBe(1);
    const examined = await broughtTo("examined", of);
    expect(await penaltiesOf()).toBe(1);
    const approved = await Repair.approve(as(reviewer), { ...next(examined), ...decision });
    expect(approved).toMatchObject({ state: "approved", due: null, outcome: { ...decision, on: "2026-02-02", by: reviewer.id } });
    expect(approved.steps.map(({ event, by }) => [event, by])).toEqual([
      ["start", owner.id],
      ["attach", owner.id],
      ["commit", owner.id],
      ["submit", owner.id],
      ["accept", officer.id],
      ["startReview", officer.id],
      ["examine", officer.id],
      ["approve", reviewer.id],
    ]);
    const partner = actorOf("partner", { agency: "7f3k9c2a", divisions: ["000000"], purposes: ["bidding"] });
    const counts = await Promise.all(
      [anyone, partner, actorOf("admin", { divisions: ["000000"] }), elsewhere, stranger].map((actor) => penaltiesOf(as(actor))),
    );
    expect(counts).toEqual([0, 0, 0, 0, 0]);
    expect(await Promise.all([owner, officer, reviewer, actorOf("auditor")].map((actor) => penaltiesOf(as(actor))))).toEqual([1, 1, 1, 1]);
    const references = { references: [{ uscc: builder.uscc, authority: authority.uscc, number: reference.decisionNumber }] };
    expect(await Penalty.getMany(as(anyone), references)).toEqual([null]);
    const [penalty] = await Penalty.getMany(as(owner), references);
    expect(penalty?.standing).toMatchObject({ fulfilledOn: "2026-02-02", ended: { how: "repaired", on: "2026-02-02", case: approved.id } });
    expect((await Enterprise.get(as(anyone), { uscc: builder.uscc }))?.repaired).toBe(1);
    // A file of before brings nothing back.
    await hub.take("penalty", [{ CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/20", CF_GSJZQ: "2028/10/15" }], { name: "again.csv" });
    expect(await penaltiesOf()).toBe(0);
  });

  it("two that are begun at once are one", async () => {
    const { as } = await repairHub({ store: await open() });
    const begun = await Promise.allSettled(Array.from({ length: 8 }, () => Repair.start(as(owner), reference)));
    expect(begun.filter(({ status }) => status === "fulfilled").length).toBe(1);
    expect(await Repair.ofFirm(as(owner), { uscc: builder.uscc })).toHaveLength(1);
  });

  it("of several decisions at once one is made", async () => {
    const of = await repairHub({ store: await open() });
    const examined = await broughtTo("examined", of);
    const made = await Promise.allSettled([
      ...Array.from({ length: 4 }, () => Repair.approve(of.as(reviewer), { ...next(examined), ...decision })),
      ...Array.from({ length: 4 }, () => Repair.withdraw(of.as(owner), { ...next(examined), reason: "不再需要" })),
    ]);
    expect(made.filter(({ status }) => status === "fulfilled").length).toBe(1);
    const now = await Repair.get(of.as(officer), { id: examined.id });
    const [penalty] = await Penalty.getMany(of.as(officer), {
      references: [{ uscc: builder.uscc, authority: authority.uscc, number: reference.decisionNumber }],
    });
    expect(penalty?.standing?.ended?.how ?? null).toBe(now?.state === "approved" ? "repaired" : null);
  });
});

describe("what is missing", () => {
  it("is told before anything is handed in: what, and from when", async () => {
    const { as } = await repairHub({ at: "2025-12-01T01:00:00.000Z" });
    const [told] = await Repair.eligibility(as(owner), { uscc: builder.uscc });
    expect(told).toMatchObject({ canApply: false, from: "2026-01-15", missing: ["shortestTerm", "fulfilled", "corrected", "commitment"], openCase: null });
    const draft = await Repair.start(as(owner), reference);
    const refused = await refusalOf(Repair.submit(as(owner), next(draft)));
    expect(refused).toMatchObject({
      code: "BAD_INPUT",
      details: {
        missing: [
          { code: "shortestTerm", from: "2026-01-15" },
          { code: "fulfilled", from: null },
          { code: "corrected", from: null },
          { code: "commitment", from: null },
        ],
      },
    });
    expect((await Repair.eligibility(as(owner), { uscc: builder.uscc }))[0]).toMatchObject({ canApply: false, from: null, openCase: draft.id });
  });

  it("is nothing from the day on which the shortest term is reached", async () => {
    for (const [at, canApply] of [
      ["2026-01-14T15:59:59.999Z", false],
      ["2026-01-14T16:00:00.000Z", true],
    ] as const) {
      const { as } = await repairHub({ at });
      expect((await Repair.eligibility(as(owner), { uscc: builder.uscc }))[0]?.canApply).toBe(canApply);
    }
  });

  it("is not proven twice: what the bureau knows of the fulfilment needs no proof", async () => {
    const { as } = await repairHub();
    await Penalty.noteFulfilment(as(officer), { ...reference, fulfilledOn: "2025-11-01", correctedOn: "2025-10-20" });
    let draft = await Repair.start(as(owner), reference);
    draft = await Repair.commit(as(owner), { ...next(draft), sha256: Repair.letter(as(owner), draft).sha256 });
    expect((await Repair.submit(as(owner), next(draft))).state).toBe("submitted");
  });

  it("the letter is accepted word for word or not at all", async () => {
    const { as } = await repairHub();
    const draft = await Repair.start(as(owner), reference);
    expect(await refusalOf(Repair.commit(as(owner), { ...next(draft), sha256: "0".repeat(64) }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "sha256" },
    });
    const letter = Repair.letter(as(owner), draft);
    expect(letter.zh).toContain(builder.name);
    expect(letter.zh).toContain(reference.decisionNumber);
    expect((await Repair.commit(as(owner), { ...next(draft), sha256: letter.sha256 })).commitment).toEqual({
      ...letter,
      by: owner.id,
      at: "2026-02-02T01:00:00.000Z",
    });
  });
});

describe("the terms", () => {
  it("run from the day of the application, stand still while it is returned, and go on after", async () => {
    // Spring Festival 2026: 14 February is worked, 15 to 23 February are free, 28 February is worked.
    const of = await repairHub({ at: "2026-02-12T01:00:00.000Z" });
    const { as, clock } = of;
    let now = await broughtTo("submitted", of);
    expect(now.due).toMatchObject({ rule: "acceptance", dueOn: "2026-02-24", daysLeft: 3, isOverdue: false, isProvisional: false });
    clock.move(day);
    now = await Repair.giveBack(as(officer), { ...next(now), reason: "缺少整改照片" });
    expect(now).toMatchObject({ state: "returned", due: { isPaused: true, daysLeft: 2 } });
    clock.move(12 * day);
    expect((await Repair.get(as(owner), { id: now.id }))?.due).toMatchObject({ isPaused: true, daysLeft: 2, dueOn: "2026-02-27" });
    now = await Repair.attach(as(owner), { ...next(now), kind: "proofOfCorrection", name: "整改照片.pdf", content: otherPdfBase64 });
    now = await Repair.submit(as(owner), next(now));
    expect(now.due).toMatchObject({ rule: "acceptance", isPaused: false, daysLeft: 2, dueOn: "2026-02-27" });
    clock.move(3 * day);
    expect((await Repair.list(as(officer), { overdue: true })).items.map(({ id, due }) => [id, due?.dueOn, due?.daysLeft])).toEqual([
      [now.id, "2026-02-27", -1],
    ]);
    now = await Repair.accept(as(officer), next(now));
    expect(now.terms.map(({ rule, endedOn }) => [rule, endedOn])).toEqual([
      ["acceptance", "2026-02-28"],
      ["overall", null],
      ["result", null],
    ]);
  });

  it("are extended once, by no more days than the rule lets them be, and whoever reads the case reads why", async () => {
    const of = await repairHub({ at: "2026-05-06T01:00:00.000Z" });
    let now = await broughtTo("underReview", of);
    const extend = (days: number) => Repair.extend(of.as(officer), { ...next(now), days, reason: "须现场核查" });
    expect(now.due).toMatchObject({ rule: "result", dueOn: "2026-05-14", daysLeft: 7 });
    expect(await refusalOf(extend(8))).toMatchObject({ code: "BAD_INPUT", details: { path: "days" } });
    now = await extend(5);
    expect(now.terms.map(({ rule, extendedDays, endedOn }) => [rule, extendedDays, endedOn])).toEqual([
      ["acceptance", 0, "2026-05-06"],
      ["overall", 5, null],
      ["result", 5, null],
    ]);
    expect(now.due).toMatchObject({ rule: "result", days: 7, dueOn: "2026-05-21", daysLeft: 12, isOverdue: false });
    expect((await Repair.get(of.as(owner), { id: now.id }))?.steps.at(-1)).toMatchObject({ event: "extend", reason: "须现场核查", by: officer.id });
    expect(await refusalOf(extend(1))).toMatchObject({ code: "BAD_INPUT", details: { path: "id" } });
    of.clock.move(13 * day);
    expect((await Repair.list(of.as(officer), { overdue: true })).totals.all).toBe(0);
    of.clock.move(3 * day);
    expect((await Repair.list(of.as(officer), { overdue: true })).items.map(({ due }) => [due?.dueOn, due?.daysLeft])).toEqual([["2026-05-21", -1]]);
  });

  it("add up in the worklist, whatever the page", async () => {
    const of = await repairHub();
    await broughtTo("submitted", of);
    const { totals, items, cursor } = await Repair.list(of.as(reviewer), { first: 1 });
    expect([totals, items.length, cursor]).toEqual([{ all: 1, overdue: 0, paused: 0, dueSoon: 0, states: [{ state: "submitted", count: 1 }] }, 1, null]);
    of.clock.move(2 * day);
    expect((await Repair.list(of.as(reviewer), {})).totals.dueSoon).toBe(1);
    expect((await Repair.list(of.as(reviewer), { division: "140581", state: "draft" })).totals.all).toBe(0);
    for (const actor of [elsewhere, stranger]) expect((await Repair.list(of.as(actor), {})).totals.all).toBe(0);
    expect((await Repair.list(of.as(owner), {})).totals.all).toBe(1);
  });
});

describe("the decision", () => {
  it("of a serious penalty takes a second pair of eyes, of another not", async () => {
    const cells = { CF_CFLB: "罚款;吊销许可证件", CF_NR_ZKDX: "排污许可证 示例", CF_JDRQ: "2026/04/10", HUB_BSRQ: "2026/04/12" };
    const serious = await repairHub({ at: "2027-05-06T01:00:00.000Z", cells });
    const examined = await broughtTo("examined", serious);
    expect(examined.grade).toBe("serious");
    expect(await refusalOf(Repair.approve(serious.as(officer), { ...next(examined), ...decision }))).toMatchObject({ code: "FORBIDDEN" });
    expect((await Repair.approve(serious.as(secondOfficer), { ...next(examined), ...decision })).state).toBe("approved");
    const usual = await repairHub();
    expect((await Repair.approve(usual.as(officer), { ...next(await broughtTo("examined", usual)), ...decision })).state).toBe("approved");
  });

  it("is approved only after an examination that found everything met, and rejected only after the firm was told", async () => {
    const of = await repairHub({ at: "2026-05-06T01:00:00.000Z" });
    let now = await broughtTo("underReview", of);
    const { as } = of;
    expect(await refusalOf(Repair.approve(as(reviewer), { ...next(now), ...decision }))).toMatchObject({ code: "BAD_INPUT" });
    const unmet = goodChecks.map((each) => (each.code === "fulfilment" ? { ...each, isMet: false } : each));
    const examining = { ...next(now), checks: unmet, opinion: "罚款未缴清。" };
    expect(await refusalOf(Repair.examine(as(officer), { ...examining, recommendation: "approve" }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "recommendation" },
    });
    expect(await refusalOf(Repair.examine(as(officer), { ...examining, checks: unmet.slice(1), recommendation: "reject" }))).toMatchObject({
      details: { path: "checks" },
    });
    now = await Repair.examine(as(officer), { ...examining, recommendation: "reject" });
    expect(await refusalOf(Repair.approve(as(reviewer), { ...next(now), ...decision }))).toMatchObject({ code: "BAD_INPUT" });
    expect(await refusalOf(Repair.reject(as(reviewer), { ...next(now), ...decision }))).toMatchObject({ code: "BAD_INPUT" });
    now = await Repair.announceRejection(as(officer), { ...next(now), reason: "罚款未缴清。" });
    now = await Repair.reject(as(reviewer), { ...next(now), ...decision });
    expect(now).toMatchObject({ state: "rejected", rejectionAnnouncedOn: "2026-05-06" });
    expect((await Enterprise.get(as(anyone), { uscc: builder.uscc }))?.penalties).toHaveLength(1);
    // It may be applied for again.
    expect((await Repair.start(as(owner), reference)).id).not.toBe(now.id);
  });

  it("is taken back for a false statement: the record is published again for the rest of its term", async () => {
    const of = await repairHub();
    const approved = await broughtTo("approved", of);
    of.clock.move(30 * day);
    const revoked = await Repair.revoke(of.as(reviewer), { ...next(approved), documentNumber: "高环信撤〔2026〕1号", reason: "缴款凭证系伪造。" });
    expect(revoked).toMatchObject({ state: "revoked", revocation: { reason: "缴款凭证系伪造。", by: reviewer.id } });
    const profile = await Enterprise.get(of.as(anyone), { uscc: builder.uscc });
    expect([profile?.penalties.length, profile?.repaired]).toEqual([1, 0]);
  });
});

describe("a decision that was annulled", () => {
  const annulling = { ...reference, documentNumber: "晋市环撤〔2026〕1号", reason: "复议撤销" };
  const told = async (of: Awaited<ReturnType<typeof repairHub>>) => (await Enterprise.get(of.as(anyone), { uscc: builder.uscc }))?.penalties.length;
  const endedIn = async (of: Awaited<ReturnType<typeof repairHub>>) => {
    const references = [{ uscc: builder.uscc, authority: authority.uscc, number: reference.decisionNumber }];
    return (await Penalty.getMany(of.as(officer), { references }))[0]?.standing?.ended?.how;
  };

  it("after its repair is not published again when the repair is revoked", async () => {
    const of = await repairHub();
    const approved = await broughtTo("approved", of);
    await Penalty.withdraw(of.as(officer), annulling);
    const revoked = await Repair.revoke(of.as(reviewer), { ...next(approved), documentNumber: "高环信撤〔2026〕1号", reason: "缴款凭证系伪造。" });
    expect([revoked.state, await told(of), await endedIn(of)]).toEqual(["revoked", 0, "withdrawn"]);
  });

  it("before its repair is decided leaves nothing to repair", async () => {
    const of = await repairHub();
    const examined = await broughtTo("examined", of);
    await Penalty.withdraw(of.as(officer), annulling);
    expect(await refusalOf(Repair.approve(of.as(reviewer), { ...next(examined), ...decision }))).toMatchObject({ code: "BAD_INPUT", details: { path: "id" } });
    expect([await told(of), await endedIn(of)]).toEqual([0, "withdrawn"]);
  });
});

describe("a grade that is said while an application is open", () => {
  const cells = { CF_JDRQ: "2026/04/10", HUB_BSRQ: "2026/04/12" };
  const serious = { ...reference, grade: "serious" as const, reason: "情节严重" };

  it("takes a second pair of eyes from then on", async () => {
    const of = await repairHub({ at: "2027-04-10T01:00:00.000Z", cells });
    const examined = await broughtTo("examined", of);
    expect(examined.grade).toBe("general");
    await Penalty.classify(of.as(officer), serious);
    expect(await refusalOf(Repair.approve(of.as(officer), { ...next(examined), ...decision }))).toMatchObject({ code: "FORBIDDEN" });
    expect((await Repair.approve(of.as(secondOfficer), { ...next(examined), ...decision })).state).toBe("approved");
  });

  it("and makes the shortest term longer keeps it from being approved before", async () => {
    const of = await repairHub({ at: "2026-08-06T01:00:00.000Z", cells });
    const examined = await broughtTo("examined", of);
    await Penalty.classify(of.as(officer), serious);
    expect(await refusalOf(Repair.approve(of.as(reviewer), { ...next(examined), ...decision }))).toMatchObject({
      code: "BAD_INPUT",
      message: "id: the shortest term of publicity has not been reached: it can be approved from 2027-04-10",
    });
  });
});

describe("whose it is", () => {
  it("goes by what the asker may do now, also for an answer that is given again", async () => {
    const of = await repairHub();
    const delegate = actorOf("enterprise", { id: "psn_delegate", enterprises: { [builder.uscc]: ["repair:apply"] } });
    const more = { idempotencyKey: "0123456789abcdef0123456789abcdef" };
    const draft = await Repair.start(of.as(delegate, more), reference);
    expect(await Repair.start(of.as(delegate, more), reference)).toEqual(draft);
    const former = { ...delegate, enterprises: {} };
    expect(await refusalOf(Repair.start(of.as(former, more), reference))).toMatchObject({ code: "NOT_FOUND" });
    const narrowed = { ...delegate, enterprises: { [builder.uscc]: ["objection:raise" as const] } };
    expect(await refusalOf(Repair.start(of.as(narrowed, more), reference))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("others find nothing, and may do nothing", async () => {
    const of = await repairHub();
    const submitted = await broughtTo("submitted", of);
    for (const actor of [stranger, elsewhere]) {
      const ctx = of.as(actor);
      expect(await Repair.get(ctx, { id: submitted.id })).toBeNull();
      expect(await Repair.ofFirm(ctx, { uscc: builder.uscc })).toEqual([]);
      expect(await Repair.eligibility(ctx, { uscc: builder.uscc })).toEqual([]);
      expect(await refusalOf(Repair.withdraw(ctx, { ...next(submitted), reason: "示例" }))).toMatchObject({ code: "NOT_FOUND" });
      expect(await refusalOf(Repair.file(ctx, { id: submitted.id, sha256: submitted.files[0]?.sha256 ?? "" }))).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await refusalOf(Repair.accept(of.as(owner), next(submitted)))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(Repair.get(of.as(actorOf("partner", { divisions: ["000000"] })), { id: submitted.id }))).toMatchObject({ code: "FORBIDDEN" });
    const { bytes, name, type } = await Repair.file(of.as(officer), { id: submitted.id, sha256: submitted.files[0]?.sha256 ?? "" });
    expect([Buffer.from(bytes).toString("base64"), name, type]).toEqual([pdfBase64, "缴款凭证.pdf", "application/pdf"]);
  });
});
