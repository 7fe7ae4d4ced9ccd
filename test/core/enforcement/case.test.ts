import { operator } from "@hub/core/ctx";
import { Enforcement } from "@hub/core/enforcement";
import { trailEntity } from "@hub/core/trail";
import { describe, expect, it } from "vitest";
import { bodiesOf, refusalOf } from "../../support/access.ts";
import { caseIn, dayFrom, doing, found, openCase } from "../../support/enforcement.ts";
import { asked, other, own } from "../../support/people.ts";
import { authority, builder, firm } from "../../support/rows.ts";
import { world } from "../../support/world.ts";

describe("a case that is opened", () => {
  it("holds what was found, the law of the day of the act, and its first term", async () => {
    const { ctx } = world();
    const made = await openCase({ ...ctx, actor: asked("officer") }, { openedOn: "2026-01-04", reason: "群众举报。" });
    expect(made).toEqual({
      id: expect.stringMatching(/^enf_[0-9a-f]{24}$/),
      ...{ state: "opened", version: 1, uscc: builder.uscc, name: builder.name, division: own, authority, openedOn: "2026-01-04", violation: found },
      law: { ofAct: expect.objectContaining({ lawCode: "APCL", article: "115" }), ofDecision: null },
      ...{ rectifications: [], discretion: [], notice: null, decision: null, files: [], fulfilment: null },
      terms: [{ rule: "decide", kind: "calendar", days: 90, startedOn: "2026-01-04", pausedOn: null, pausedDays: 0, extendedDays: 0, endedOn: null }],
      due: expect.objectContaining({ rule: "decide", dueOn: "2026-04-04" }),
      steps: [
        { event: "open", from: "opened", to: "opened", at: expect.any(String), by: asked("officer").id, role: "officer", reason: "群众举报。", files: [] },
      ],
    });
  });

  it("takes the firm's name from the register, or is refused without one", async () => {
    const hub = world();
    const given = { uscc: firm.uscc, division: own, authority, violation: found };
    expect(await refusalOf(Enforcement.open(hub.ctx, given))).toMatchObject({ code: "BAD_INPUT", details: { path: "name" } });
    await hub.take("register", [{}]);
    expect(await Enforcement.open(hub.ctx, given)).toMatchObject({ name: firm.name });
  });

  it.each([
    ["uscc", { uscc: "91140581MA0DEMX13P" }],
    ["authority.uscc", { authority: { name: "示例", uscc: "11140500MB0EXAMP5X" } }],
    ["openedOn", { openedOn: "2026-01-06" }],
    ["openedOn", { openedOn: "2025-12-01" }],
  ])("is refused at %s: %j", async (path, changes) => {
    const { ctx, items } = world();
    expect(await refusalOf(openCase(ctx, changes))).toMatchObject({ code: "BAD_INPUT", details: { path } });
    expect(await items()).toEqual([]);
  });

  it.each([{ division: "999999" }, { violation: { ...found, occurredOn: "2025-02-30" } }])("is refused: %j", async (changes) => {
    expect(await refusalOf(openCase(world().ctx, changes))).toMatchObject({ code: "BAD_INPUT" });
  });
});

describe("the authority whose case it is", () => {
  it("is of the case's division or of one above it: nobody decides in the name of another place", async () => {
    const hub = world();
    const officer = { ...hub.ctx, actor: asked("officer") };
    const elsewhere = { name: "示例县生态环境局", uscc: "11140522MB0EXAMP59" };
    expect(await refusalOf(openCase(officer, { authority: elsewhere }))).toMatchObject({ code: "FORBIDDEN", details: { path: "authority.uscc" } });
    expect(await hub.items()).toEqual([]);
  });
});

describe("orders to correct", () => {
  it("run until their day, end with the correction, and may follow each other", async () => {
    const { ctx } = world();
    const ordered = await caseIn(ctx, "rectificationOrdered");
    expect(ordered.due).toMatchObject({ rule: "rectification", kind: "calendar", days: 10, dueOn: dayFrom(ctx, 10) });
    const attached = await doing.attach(ctx, ordered);
    const files = attached.files.map(({ sha256, name }) => ({ sha256, name }));
    const unknown = [{ sha256: "ab".repeat(32), name: "复查照片.jpg" }];
    const named = { id: attached.id, version: attached.version };
    const confirming = { ...named, correctedOn: dayFrom(ctx, 0), evidence: "复查见已覆盖。" };
    expect(await refusalOf(Enforcement.confirmCorrection(ctx, { ...confirming, files: unknown }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "files" },
    });
    const confirmed = { ...named, correctedOn: dayFrom(ctx, 0), evidence: "复查见已覆盖。", files };
    const corrected = await Enforcement.confirmCorrection(ctx, confirmed);
    expect(corrected).toMatchObject({
      rectifications: [{ number: "示例环责改〔2026〕1号", correctedOn: dayFrom(ctx, 0), evidence: "复查见已覆盖。", files }],
      due: { rule: "decide" },
      steps: [{}, {}, {}, { event: "attach" }, { files: files.map(({ sha256 }) => sha256) }],
    });
    const again = await doing.orderRectification(ctx, corrected);
    expect(again.rectifications.map(({ correctedOn }) => correctedOn)).toEqual([dayFrom(ctx, 0), null]);
    expect(again.due?.rule).toBe("rectification");
  });

  it.each([
    ["dueOn", { dueOn: "2026-01-04" }],
    ["dueOn", { dueOn: "2029-01-04" }],
    ["orderedOn", { orderedOn: "2025-12-01" }],
    ["orderedOn", { orderedOn: "2026-01-09" }],
  ])("are refused at %s: %j", async (path, changes) => {
    const { ctx } = world();
    const { id, version } = await caseIn(ctx, "investigated");
    const order = { id, version, number: "示例", text: "示例", dueOn: "2026-01-20", ...changes };
    expect(await refusalOf(Enforcement.orderRectification(ctx, order))).toMatchObject({ code: "BAD_INPUT", details: { path } });
  });
});

describe("who works on a case", () => {
  it("are officers of its division; for others it is as if there were none", async () => {
    const { ctx } = world();
    const officer = { ...ctx, actor: asked("officer") };
    const stranger = { ...ctx, actor: asked("officer", { division: other }) };
    expect(await refusalOf(openCase(stranger))).toMatchObject({ code: "FORBIDDEN", details: { path: "division" } });
    const made = await openCase(officer);
    expect([await Enforcement.get(stranger, { id: made.id }), await Enforcement.ofFirm(stranger, { uscc: builder.uscc })]).toEqual([null, []]);
    expect((await Enforcement.worklist(stranger, {})).totals.all).toBe(0);
    expect(await refusalOf(doing.investigate(stranger, made))).toMatchObject({ code: "NOT_FOUND" });
    expect(await Enforcement.ofFirm(officer, { uscc: builder.uscc })).toEqual([made]);
    expect(await Enforcement.worklist(officer, {})).toMatchObject({ items: [made], cursor: null, totals: { all: 1, states: [{ state: "opened", count: 1 }] } });
  });

  it("does not decide on it alone: a reviewer signs", async () => {
    const { ctx } = world();
    const [officer, reviewer] = [asked("officer"), asked("reviewer")].map((actor) => ({ ...ctx, actor }));
    const noticed = await caseIn(officer ?? ctx, "noticed");
    for (const event of ["decide", "decideSummarily", "closeWithoutPenalty", "dismiss"] as const)
      expect(await refusalOf(doing[event](officer ?? ctx, noticed))).toMatchObject({ code: "FORBIDDEN", details: { action: "case:decide" } });
    expect(await doing.decide(reviewer ?? ctx, noticed)).toMatchObject({ state: "decided", decision: { decidedBy: asked("reviewer").id } });
  });

  it("names the version that was read, and is told where there is another", async () => {
    const { ctx } = world();
    const made = await openCase(ctx);
    await doing.investigate(ctx, made);
    expect(await refusalOf(doing.dismiss(ctx, made))).toMatchObject({ code: "CONFLICT", details: { version: 2, path: "version" } });
    expect(await refusalOf(doing.dismiss(ctx, { id: `enf_${"0".repeat(24)}`, version: 1 }))).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the trail", () => {
  /** What of a case's reading and writing the trail says about the firm. */
  async function subjects(state: Enforcement.State) {
    const { ctx: kept, store } = world();
    const { trail: _unkept, ...ctx } = kept;
    const { id } = await caseIn({ ...ctx, actor: operator }, state);
    await Enforcement.get(ctx, { id });
    await Enforcement.ofFirm(ctx, { uscc: builder.uscc });
    const entries = (await bodiesOf(store, "AUDIT#")).map((body) => trailEntity.shape.parse(body));
    expect(entries.filter(({ kind }) => kind === "write").every(({ target }) => target === `case ${id}`)).toBe(true);
    return { about: entries.filter(({ subject }) => subject === builder.uscc).length, all: entries.length };
  }

  it("says nothing of a case to the firm until the firm was told of it", async () => {
    expect(await subjects("opened")).toEqual({ about: 0, all: 3 });
    expect(await subjects("investigated")).toEqual({ about: 0, all: 4 });
    expect(await subjects("dismissed")).toEqual({ about: 0, all: 4 });
    expect(await subjects("noticed")).toEqual({ about: 3, all: 5 });
    expect(await subjects("rectificationOrdered")).toEqual({ about: 3, all: 5 });
  });
});
