import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ctx } from "@hub/core/ctx";
import { Intake } from "@hub/core/intake";
import { Outreach } from "@hub/core/outreach";
import { Penalty } from "@hub/core/penalty";
import { Repair } from "@hub/core/repair";
import { openTable } from "@hub/files/read";
import { writeDemo } from "@hub/hub/demo";
import { describe, expect, it } from "vitest";
import { actorOf, handClock, onBothStores, refusalOf } from "../../support/access.ts";
import { entryIn } from "../../support/credit.ts";
import { broughtTo, elsewhere, officer, owner, pdfBase64, repairHub, stranger } from "../../support/repair.ts";
import { authority, builder, firm } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

/** All batches of what a campaign is at; how far it said that it was after each. */
async function throughout(ctx: Ctx, id: string): Promise<readonly Outreach.ShownCampaign[]> {
  const said: Outreach.ShownCampaign[] = [];
  do said.push(await Outreach.advance(ctx, { id }));
  while (said.at(-1)?.phase !== "ready");
  return said;
}

async function progressOf(ctx: Ctx, id: string, more: Partial<Parameters<typeof Outreach.progress>[1]> = {}): Promise<Outreach.Progress> {
  const found = await Outreach.progress(ctx, { id, ...more });
  if (!found) throw new TypeError("There is the campaign");
  return found;
}

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0);

onBothStores((open) => {
  it("a campaign finds a penalised firm, tells it, and sees what it does about it", async () => {
    const of = await repairHub({ store: await open() });
    const { as } = of;
    const { id } = await Outreach.open(as(officer), { title: "信用修复告知行动", division: "140581", since: "2025-01-01" });
    await throughout(as(officer), id);
    const figures = async () => {
      const { firms, told, abilities, answers } = await progressOf(as(officer), id);
      return { firms, told, abilities, answers };
    };
    const one = { eligible: 0, notYet: 0, blocked: 0, done: 0 };
    const none = { silent: 0, applied: 0, repaired: 0, refused: 0 };
    expect(await figures()).toEqual({ firms: 1, told: 0, abilities: { ...one, eligible: 1 }, answers: { ...none, silent: 1 } });
    await Outreach.tell(as(officer), { id });
    await throughout(as(officer), id);
    const [advice] = await Outreach.notices(as(owner), { uscc: builder.uscc });
    expect(advice?.notice?.zh).toContain("高环罚〔2025〕17号，2025-10-15，施工工地扬尘污染防治措施不到位，公示至2028-10-15；现在即可申请修复");
    expect(advice?.notice).toMatchObject({ on: "2026-02-02", by: officer.id });
    expect(await Outreach.notices(as(stranger), { uscc: builder.uscc })).toEqual([]);
    await Outreach.logContact(as(officer), { id, uscc: builder.uscc, how: "phone", remark: "已告知" });
    const approved = await broughtTo("approved", of);
    expect(approved.state).toBe("approved");
    await Outreach.refresh(as(officer), { id });
    await throughout(as(officer), id);
    expect(await figures()).toEqual({ firms: 1, told: 1, abilities: { ...one, done: 1 }, answers: { ...none, repaired: 1 } });
    expect((await progressOf(as(officer), id, { answer: "repaired", isTold: true })).targets).toMatchObject([
      { uscc: builder.uscc, contacts: [{ how: "phone", remark: "已告知" }] },
    ]);
  });
});

/** A hub with the demo's 1,147 firms, as of a day of 2026. */
async function demoHub(): Promise<World> {
  const hub = world({ clock: handClock("2026-11-25T01:00:00.000Z") });
  const folder = mkdtempSync(join(tmpdir(), "hub-test-"));
  await writeDemo({ enterprises: 1_147, seed: 1, out: folder });
  for (const name of readdirSync(folder).sort()) {
    const table = await openTable(join(folder, name));
    await Intake.run(hub.ctx, { file: { ...table, name, rows: () => table.rows() } });
  }
  return hub;
}

describe("a campaign over the demo's 1,147 firms", () => {
  it("comes through all penalised ones, says how far it is, and its figures add up", async () => {
    const hub = await demoHub();
    const ctx = { ...hub.ctx, actor: officer };
    const { id } = await Outreach.open(ctx, { title: "信用修复告知行动", division: "140581", since: "2017-01-01" });
    const gathered = await throughout(ctx, id);
    const firms = new Set((await hub.items()).filter(({ sk }) => sk.startsWith("PEN#")).flatMap(({ pk }) => (pk.startsWith("ENT#") ? [pk] : [])));
    const { firms: count, abilities, answers } = await progressOf(ctx, id);
    expect([count, gathered.at(-1)?.done, sum(abilities), sum(answers)]).toEqual([firms.size, firms.size, firms.size, firms.size]);
    for (const ability of ["eligible", "notYet", "done"] as const) expect(abilities[ability]).toBeGreaterThan(0);
    const done = gathered.map((each) => each.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    await Outreach.tell(ctx, { id });
    const telling = await throughout(ctx, id);
    expect(telling.map((each) => each.done)).toEqual(telling.map((_, at) => Math.min((at + 1) * 48, firms.size)));
    const { told } = await progressOf(ctx, id);
    expect(told).toBe(abilities.eligible + abilities.notYet + abilities.blocked);
    // Page by page the same firms, each once.
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { targets, cursor }: Outreach.Progress = await progressOf(ctx, id, { first: 40, after });
      seen.push(...targets.map(({ uscc }) => uscc));
      after = cursor;
      if (after === null) break;
    }
    expect([seen.length, new Set(seen).size]).toEqual([firms.size, firms.size]);
  }, 120_000);
});

describe("a campaign", () => {
  it("goes on where it was interrupted, whoever goes on, and two at once do nothing twice", async () => {
    const { as } = await repairHub();
    const { id } = await Outreach.open(as(officer), { title: "示例", division: "140581", since: "2025-09-01" });
    const both = await Promise.allSettled([Outreach.advance(as(officer), { id }), Outreach.advance(as(officer), { id })]);
    expect(both.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    await throughout(as(actorOf("reviewer", { divisions: ["140500"] })), id);
    expect((await progressOf(as(officer), id)).firms).toBe(1);
    expect(await Outreach.advance(as(officer), { id })).toMatchObject({ phase: "ready" });
  });

  it("is for divisions of the officer's own, and seen by nobody else", async () => {
    const { as } = await repairHub();
    expect(await refusalOf(Outreach.open(as(elsewhere), { title: "示例", division: "140581", since: "2025-01-01" }))).toMatchObject({
      code: "FORBIDDEN",
      details: { path: "division" },
    });
    expect(await refusalOf(Outreach.open(as(officer), { title: "示例", division: "140581", since: "2026-02-03" }))).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "since" },
    });
    const { id } = await Outreach.open(as(officer), { title: "示例", division: "140581", since: "2025-01-01" });
    expect(await refusalOf(Outreach.tell(as(officer), { id }))).toMatchObject({ code: "WRONG_STATE" });
    expect([
      await Outreach.progress(as(elsewhere), { id }),
      await Outreach.campaigns(as(elsewhere), {}),
      (await Outreach.campaigns(as(officer), {})).length,
    ]).toEqual([null, [], 1]);
    expect(await refusalOf(Outreach.advance(as(elsewhere), { id }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusalOf(Outreach.progress(as(owner), { id }))).toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("a firm on a dishonesty list", () => {
  it("is told as well, from when it can be repaired, though it was never fined in the time of the campaign", async () => {
    const { as, hub } = await repairHub({ at: "2026-06-01T01:00:00.000Z" });
    await hub.take("register", [{}], { name: "firm.csv" });
    const entry = await entryIn(hub.ctx, "listed");
    const { id } = await Outreach.open(as(officer), { title: "示例", division: "140581", since: "2026-05-01" });
    await throughout(as(officer), id);
    await Outreach.tell(as(officer), { id });
    await throughout(as(officer), id);
    const { firms, abilities, targets } = await progressOf(as(officer), id);
    expect([firms, abilities.notYet]).toEqual([1, 1]);
    expect(targets).toMatchObject([{ name: firm.name, records: 1, published: 1, ability: "notYet", from: "2027-06-01", answer: "silent" }]);
    expect(targets[0]?.notice?.zh).toContain(`${entry.listedOn}列入；自2027-06-01起可申请修复`);
  });
});

describe("what a firm is told", () => {
  const told = async ({ as }: Awaited<ReturnType<typeof repairHub>>) => {
    const { id } = await Outreach.open(as(officer), { title: "示例", division: "140581", since: "2025-01-01" });
    await throughout(as(officer), id);
    await Outreach.tell(as(officer), { id });
    await throughout(as(officer), id);
    return id;
  };

  it("fits one notice, however many its records are and however long their words", async () => {
    const of = await repairHub();
    const rows = Array.from({ length: 70 }, (_, at) => ({ CF_WSH: `高环罚〔2025〕${101 + at}号`, CF_WFXW: "扬".repeat(2_000) }));
    await of.hub.take("penalty", rows, { name: "many.csv" });
    await told(of);
    const [advice] = await Outreach.notices(of.as(owner), { uscc: builder.uscc });
    const zh = advice?.notice?.zh ?? "";
    expect(zh).toContain("1. 高环罚〔2025〕17号，2025-10-15");
    expect(zh).toContain("另有21项");
    expect(advice?.notice?.en).toContain("and 21 more");
    expect(zh.length).toBeLessThan(12_000);
  });

  it("is nothing while all that it could repair is masked, and the campaign has not done with it", async () => {
    const of = await repairHub();
    const penalty = { uscc: builder.uscc, authority: authority.uscc, decisionNumber: "高环罚〔2025〕17号" };
    await Penalty.mask(of.as(officer), { ...penalty, court: "示例市中级人民法院", rulingNumber: "（2026）示0000破1号", ruledOn: "2026-01-30" });
    const { firms, abilities, told: notices } = await progressOf(of.as(officer), await told(of));
    expect([firms, abilities, notices]).toEqual([1, { eligible: 0, notYet: 0, blocked: 1, done: 0 }, 0]);
    await Penalty.unmask(of.as(officer), { ...penalty, documentNumber: "（2026）示0000破1号之二", reason: "重整计划执行完毕" });
    of.clock.move(1_000);
    expect((await progressOf(of.as(officer), await told(of))).abilities.eligible).toBe(1);
  });

  it("and what it answered is about the records of the campaign: what it did elsewhere is not told here", async () => {
    const of = await repairHub();
    await of.hub.take(
      "penalty",
      [{ CF_WSH: "晋环罚〔2025〕1号", CF_CFJG: "示例二市生态环境局", CF_CFJGDM: "11140200MB0EXAMP5X", CF_JDRQ: "2025/10/15", HUB_BSRQ: "2025/10/20" }],
      {
        name: "elsewhere.csv",
      },
    );
    const other = { uscc: builder.uscc, authority: "11140200MB0EXAMP5X", decisionNumber: "晋环罚〔2025〕1号" };
    let now = await Repair.start(of.as(owner), other);
    const next = () => ({ id: now.id, version: now.version });
    now = await Repair.attach(of.as(owner), { ...next(), kind: "proofOfFulfilment", name: "缴款凭证.pdf", content: pdfBase64 });
    now = await Repair.commit(of.as(owner), { ...next(), sha256: Repair.letter(of.as(owner), now).sha256 });
    now = await Repair.submit(of.as(owner), next());
    expect((await progressOf(of.as(officer), await told(of))).answers).toMatchObject({ silent: 1, applied: 0 });
  });
});
