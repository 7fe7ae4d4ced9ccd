import { Casework } from "@hub/core/casework";
import type { Actor, Ctx } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Expiry } from "@hub/core/expiry";
import { Listing } from "@hub/core/listing";
import { Log } from "@hub/core/log";
import { Projection } from "@hub/core/projection";
import { Totals } from "@hub/core/totals";
import { describe, expect, it } from "vitest";
import { type AccessHub, accessHub, bodiesOf, countsIn, day, onBothStores, refusalOf } from "../support/access.ts";
import { county, entryIn, exit, of, ofEntry, proposal, proposalIn, steps } from "../support/credit.ts";
import { asked, other } from "../support/people.ts";
import { authority, builder, firm } from "../support/rows.ts";

const at = "2090-01-05T01:00:00.000Z";
const events = ["notice", "enter", "drop"] as const;
const request = { id: "r", purpose: "bidding", channel: "graphql" } as const;

describe("every event in every state", () => {
  it.each(Listing.proposalStates.flatMap((state) => events.map((event) => [event, state] as const)))("of a proposal: %s, %s", async (event, state) => {
    const hub = accessHub();
    const before = await proposalIn(hub.ctx, state);
    const { from, to } = Listing.proposalMachine.events[event];
    const done = steps[event](hub.ctx, of(before));
    if (from.includes(state)) expect(await done).toMatchObject({ id: before.id, state: to, version: before.version + 1 });
    else {
      const can = Casework.eventsFrom(Listing.proposalMachine, state);
      expect(await refusalOf(done)).toMatchObject({ code: "WRONG_STATE", details: { state, event, can, path: "id" } });
      expect(await Listing.getProposal(hub.ctx, before)).toEqual(before);
    }
  });

  it.each(Listing.states)("of an entry: exit, %s", async (state) => {
    const hub = accessHub();
    const before = await entryIn(hub.ctx, state);
    const { from, to } = Listing.machine.events.exit;
    const done = exit(hub.ctx, ofEntry(before));
    if (from.includes(state)) expect(await done).toMatchObject({ id: before.id, state: to, version: before.version + 1 });
    else {
      expect(await refusalOf(done)).toMatchObject({ code: "WRONG_STATE", details: { state, event: "exit", can: [], path: "id" } });
      expect(await Listing.getMany(hub.ctx, { references: [before] })).toEqual([before]);
    }
  });

  it("is done under the right that it takes: an officer prepares, a reviewer decides", async () => {
    const actions = { propose: Listing.propose, notice: Listing.notice, drop: Listing.drop, enter: Listing.enter, exit: Listing.exit };
    expect(Object.entries(actions).map(([name, { action }]) => `${name} ${action}`)).toEqual([
      ...["propose listing:write", "notice listing:write", "drop listing:write", "enter listing:decide", "exit listing:decide"],
    ]);
    const hub = accessHub();
    const [officer, reviewer, beyond] = [hub.as(asked("officer")), hub.as(asked("reviewer")), hub.as(asked("reviewer", { division: other }))];
    const noticed = await proposalIn(officer, "noticed");
    expect(await refusalOf(steps.enter(officer, of(noticed)))).toMatchObject({ code: "FORBIDDEN" });
    expect(await steps.enter(reviewer, of(noticed))).toMatchObject({ state: "listed" });
    const entry = ofEntry(await entryIn(hub.ctx, "listed"));
    expect(await refusalOf(exit(officer, entry))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(exit(beyond, entry))).toMatchObject({ code: "NOT_FOUND" });
    for (const event of events) {
      const [state] = Listing.proposalMachine.events[event].from;
      const before = of(await proposalIn(hub.ctx, state ?? "proposed", `示例：${event}`));
      expect(await refusalOf(steps[event](beyond, before))).toMatchObject({ code: "NOT_FOUND" });
    }
  });

  it("is done by the county's officers also where their city's authority lists", async () => {
    const hub = accessHub();
    const [officer, reviewer] = [hub.as(asked("officer")), hub.as(asked("reviewer"))];
    const proposed = await Listing.propose(officer, { ...proposal, authority });
    expect(proposed).toMatchObject({ division: "140581", authority });
    const { entry } = await Listing.enter(reviewer, { ...of(await steps.notice(officer, of(proposed))), documentNumber: "1号", reason: "示例" });
    expect(await exit(reviewer, ofEntry(entry))).toMatchObject({ state: "exited" });
    const elsewhere = hub.as(asked("officer", { division: other }));
    expect(await refusalOf(Listing.propose(elsewhere, { ...proposal, authority }))).toMatchObject({ code: "FORBIDDEN", details: { path: "authority.uscc" } });
  });
});

it("a proposal keeps what was done with it, and the entry what was decided", async () => {
  const hub = accessHub();
  const reviewer = hub.as(asked("reviewer"));
  const noticed = await proposalIn(hub.as(asked("officer")), "noticed", "示例：篡改自动监测数据");
  const given = { documentNumber: "示环失信〔2026〕1号", reason: "陈述申辩未予采纳" };
  const { proposal: closed, entry } = await Listing.enter(reviewer, { ...of(noticed), ...given });
  const by = { at, by: asked("officer").id, role: "officer", reason: null, files: [] };
  expect(closed).toEqual({
    ...{ id: expect.stringMatching(/^lpr_[0-9a-f]{20}$/), state: "listed", version: 3, uscc: firm.uscc, division: "140581", list: "seriousDishonesty" },
    ...{ facts: "示例：篡改自动监测数据", basis: "示例法第一条", authority: county, openedOn: "2090-01-05" },
    notice: { number: "示环失信告〔2026〕1号", servedOn: "2090-01-05" },
    ...{ entry: entry.id, due: null, terms: [] },
    steps: [
      { ...by, event: "propose", from: "proposed", to: "proposed" },
      { ...by, event: "notice", from: "proposed", to: "noticed" },
      { ...by, event: "enter", from: "noticed", to: "listed", role: "reviewer", reason: "陈述申辩未予采纳" },
    ],
  });
  expect(await Listing.getProposal(reviewer, noticed)).toEqual(closed);
  expect(entry).toEqual({
    ...{ id: expect.stringMatching(/^[0-9a-f]{16}$/), uscc: firm.uscc, list: "seriousDishonesty", state: "listed", version: 1 },
    ...{ facts: "示例：篡改自动监测数据", basis: "示例法第一条", listedOn: "2090-01-05", documentNumber: "示环失信〔2026〕1号" },
    ...{ exit: null, case: closed.id, authority: county, dispute: null },
    provenance: {
      ...{ source: county, reportedOn: null, changedAt: at, revision: 1 },
      recorded: { at, by: asked("reviewer").id, reason: "陈述申辩未予采纳", change: "created" },
    },
  });
  expect(await Listing.getMany(hub.as(asked("public")), { references: [entry] })).toEqual([entry]);
});

describe("a change", () => {
  it.each([
    ["a list that there is not", { list: "none" }, "BAD_INPUT", "list"],
    ["a list that is entered with the decision of a case", { list: "falseStatement" }, "BAD_INPUT", "list"],
    ["no basis where the list asks for one", { basis: null }, "BAD_INPUT", "basis"],
    ["a code that is none", { uscc: "91140581MA0DEMX13P" }, "USCC_INVALID", "uscc"],
  ])("that proposes %s is refused", async (_what, more, code, path) => {
    const hub = accessHub();
    expect(await refusalOf(Listing.propose(hub.as(asked("officer")), { ...proposal, ...more }))).toMatchObject({ code, details: { path } });
    expect(hub.calls).toEqual([]);
  });

  it("of another version, of days that cannot be, or of a proposal or entry that there is not is refused", async () => {
    const hub = accessHub();
    const [proposed, noticed] = [of(await proposalIn(hub.ctx, "proposed")), of(await proposalIn(hub.ctx, "noticed"))];
    const notice = (servedOn: string) => refusalOf(Listing.notice(hub.ctx, { ...proposed, noticeNumber: "1号", servedOn }));
    const enter = (listedOn: string) => refusalOf(Listing.enter(hub.ctx, { ...noticed, documentNumber: "1号", reason: "示例", listedOn }));
    expect(await notice("2090-01-06")).toMatchObject({ code: "BAD_INPUT", details: { path: "servedOn" } });
    expect(await notice("2090-01-04")).toMatchObject({ code: "BAD_INPUT", details: { path: "servedOn" } });
    expect(await enter("2090-01-06")).toMatchObject({ code: "BAD_INPUT", details: { path: "listedOn" } });
    expect(await enter("2090-01-04")).toMatchObject({ code: "BAD_INPUT", details: { path: "listedOn" } });
    expect(await refusalOf(steps.drop(hub.ctx, { ...noticed, version: 1 }))).toMatchObject({ code: "CONFLICT", details: { version: 2 } });
    expect(await refusalOf(steps.drop(hub.ctx, { ...noticed, id: `lpr_${"0".repeat(20)}` }))).toMatchObject({ code: "NOT_FOUND" });
    const entry = ofEntry(await entryIn(hub.ctx, "listed"));
    expect(await refusalOf(exit(hub.ctx, { ...entry, version: 2 }))).toMatchObject({ code: "CONFLICT", details: { version: 1 } });
    expect(await refusalOf(exit(hub.ctx, { ...entry, id: "0".repeat(16) }))).toMatchObject({ code: "NOT_FOUND" });
  });

  it("that exits by repair waits for the shortest term; one that corrects waits for nothing", async () => {
    const hub = accessHub();
    const entry = ofEntry(await entryIn(hub.ctx, "listed"));
    const repaired = () => Listing.exit(hub.ctx, { ...entry, how: "repaired", documentNumber: "1号", reason: "已修复" });
    hub.clock.move(364 * day);
    expect(await refusalOf(repaired())).toMatchObject({
      code: "BAD_INPUT",
      details: { path: "how" },
      message: "how: repair is possible from 2091-01-05, when the shortest term is over",
    });
    hub.clock.move(day);
    expect(await repaired()).toMatchObject({ state: "exited", exit: { how: "repaired", on: "2091-01-05", reason: "已修复", documentNumber: "1号" } });
    expect(await entryIn(hub.ctx, "exited")).toMatchObject({ exit: { how: "corrected", on: "2091-01-05" } });
  });
});

const bureau: readonly Actor[] = [asked("officer"), asked("reviewer"), asked("auditor"), asked("operator")];
const outside: readonly Actor[] = [
  ...[asked("public"), asked("partner"), asked("admin"), asked("enterprise", { enterprise: builder.uscc })],
  ...[asked("officer", { division: other }), asked("reviewer", { division: other })],
];

/** What somebody finds of a proposal, by every way to one. */
async function proposalsSeen(ctx: Ctx, { id, state }: Listing.ShownProposal) {
  const may = <T>(call: Promise<T>) => call.catch((error: { readonly code?: string }) => (error.code === "FORBIDDEN" ? null : Promise.reject(error)));
  const year = state === "listed" || state === "dropped" ? { year: "2090" } : {};
  const [one, list, ofFirm] = [
    await may(Listing.getProposal(ctx, { id })),
    await may(Listing.listProposals(ctx, year)),
    await may(Listing.proposalsOf(ctx, { uscc: firm.uscc })),
  ];
  return [one?.id ?? null, list?.items.length ?? 0, list?.totals.all ?? 0, ofFirm?.length ?? 0];
}

describe("who sees a proposal", () => {
  it.each(Listing.proposalStates)("%s: those who work on it, and the firm once it was told", async (state) => {
    const hub = accessHub();
    const proposed = await proposalIn(hub.ctx, state);
    const seen = async (actor: Actor) => [actor.role, ...(await proposalsSeen(hub.as(actor, { request }), proposed))];
    for (const actor of bureau) expect(await seen(actor)).toEqual([actor.role, proposed.id, 1, 1, 1]);
    const isTold = state === "noticed" || state === "listed";
    expect(await seen(asked("enterprise"))).toEqual(isTold ? ["enterprise", proposed.id, 1, 1, 1] : ["enterprise", null, 0, 0, 0]);
    for (const actor of outside) expect(await seen(actor)).toEqual([actor.role, null, 0, 0, 0]);
  });

  it("that was dropped after the notice: the firm goes on seeing it", async () => {
    const hub = accessHub();
    const dropped = await steps.drop(hub.ctx, of(await proposalIn(hub.ctx, "noticed")));
    expect(await proposalsSeen(hub.as(asked("enterprise"), { request }), dropped)).toEqual([dropped.id, 1, 1, 1]);
  });
});

describe("who sees an entry", () => {
  it.each(Listing.states)("%s: those who work on it and the firm always, others while it is published", async (state) => {
    const hub = accessHub();
    const entry = await entryIn(hub.ctx, state);
    const seen = async (actor: Actor) => {
      const ctx = hub.as(actor, { request });
      const [one] = await Listing.getMany(ctx, { references: [entry] });
      const profile = await Enterprise.get(ctx, { uscc: firm.uscc });
      return [one, profile?.listings[0] ?? null];
    };
    for (const actor of [...bureau, asked("enterprise")]) expect([actor.role, await seen(actor)]).toEqual([actor.role, [entry, entry]]);
    const told = state === "listed" ? entry : null;
    for (const actor of outside) expect([actor.role, await seen(actor)]).toEqual([actor.role, [told, told]]);
    const versions = (actor: Actor) => Listing.history(hub.as(actor, { request }), entry);
    expect((await versions(asked("officer"))).length).toBe(entry.version);
    expect((await versions(asked("partner"))).length).toBe(state === "listed" ? entry.version : 0);
    expect(await versions(asked("officer", { division: other }))).toEqual([]);
  });
});

const statistics = (ctx: Ctx) => Totals.statistics(ctx, { kind: "listEntry" });

/** The same hub some milliseconds after or before an instant. */
function moveTo({ clock }: AccessHub, instant: string): void {
  clock.move(Date.parse(instant) - clock.now().getTime());
}

onBothStores((open) => {
  it("log, totals, profile and timeline say nothing of a proposal until it is entered, nor does the trail to a firm that was not told", async () => {
    const hub = accessHub(await open());
    const anyone = hub.as(asked("public"));
    const told = async () => {
      await Projection.catchUp(hub.ctx, {});
      const { entries } = await Log.changes(anyone, {});
      const profile = await Enterprise.get(hub.ctx, { uscc: firm.uscc });
      const timeline = await Enterprise.timeline(hub.ctx, { uscc: firm.uscc });
      return [entries.map(({ kind }) => kind), (await statistics(anyone)).count, profile?.listings.length ?? null, timeline.length];
    };
    const trail = async () => (await bodiesOf(hub.store, "AUDIT#")).filter(({ subject }) => subject !== null).map(({ target }) => target);
    await steps.drop(hub.ctx, of(await proposalIn(hub.ctx, "proposed", "示例：不成立")));
    const proposed = await proposalIn(hub.ctx, "proposed");
    expect([await told(), await trail()]).toEqual([[[], 0, null, 0], []]);
    const noticed = await steps.notice(hub.ctx, of(proposed));
    expect([await told(), await trail()]).toEqual([[[], 0, null, 0], [`list proposal ${proposed.id}`]]);
    expect(Object.keys(await countsIn(hub.store)).filter((kind) => ["ENT", "HIST", "SUB"].includes(kind))).toEqual([]);
    await steps.enter(hub.ctx, of(noticed));
    expect(await told()).toEqual([["listEntry"], 1, 1, 1]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0 });
  });

  it("of an entry the proposal and the firm's file are written together, or neither is", async () => {
    const hub = accessHub(await open());
    const noticed = await proposalIn(hub.ctx, "noticed");
    const both = await Promise.allSettled([steps.enter(hub.ctx, of(noticed)), steps.enter(hub.ctx, of(noticed))]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await Enterprise.get(hub.ctx, { uscc: firm.uscc }))?.listings).toMatchObject([{ case: noticed.id, version: 1 }]);
  });

  it("an entry ends by itself at the midnight in Shanghai, whether that was written down yet or not", async () => {
    const hub = accessHub(await open());
    const anyone = hub.as(asked("public"));
    const entry = await entryIn(hub.ctx, "listed");
    await Projection.catchUp(hub.ctx, {});
    const counts = { division: [{ value: "140581", count: 1 }], list: [{ value: "seriousDishonesty", count: 1 }], day: [{ value: "2090-01-05", count: 1 }] };
    expect(await statistics(anyone)).toEqual({ kind: "listEntry", count: 1, by: { state: [], ...counts } });
    const told = async () => ((await Enterprise.get(anyone, { uscc: firm.uscc }))?.listings.length ?? 0) + (await statistics(anyone)).count;
    moveTo(hub, "2093-01-05T15:59:59.999Z");
    expect([await told(), await Expiry.sweep(hub.ctx, {})]).toEqual([2, { ended: 0 }]);
    moveTo(hub, "2093-01-05T16:00:00.000Z");
    expect(await told()).toBe(0);
    expect(await refusalOf(exit(hub.ctx, ofEntry(entry)))).toMatchObject({ code: "WRONG_STATE", details: { state: "exited" } });
    expect([await Expiry.sweep(hub.ctx, {}), await Expiry.sweep(hub.ctx, {})]).toEqual([{ ended: 1 }, { ended: 0 }]);
    await Projection.catchUp(hub.ctx, {});
    expect(await told()).toBe(0);
    const [newest, ...before] = await Listing.history(hub.ctx, entry);
    expect(newest).toMatchObject({
      version: 2,
      recorded: { at: "2093-01-05T16:00:00.000Z", by: "operator", change: "changed", reason: "the longest term of publicity is over" },
      changes: [
        { field: "state", from: "listed", to: "exited" },
        { field: "exit.how", from: null, to: "expired" },
        { field: "exit.on", from: null, to: "2093-01-06" },
      ],
      valid: { from: "2090-01-05", to: "2093-01-05" },
    });
    expect(before.map(({ record, recorded, valid }) => [record?.state, recorded.reason, valid?.from ?? null])).toEqual([
      ["listed", "陈述申辩未予采纳", "2090-01-05"],
    ]);
    expect(await Enterprise.timeline(hub.ctx, { uscc: firm.uscc })).toEqual([newest, ...before]);
    expect(await Projection.verify(hub.ctx, {})).toMatchObject({ differences: [], pending: 0 });
  });

  it("a false statement is recorded once, in the transaction of the case that finds it", async () => {
    const hub = accessHub(await open());
    const found = { uscc: firm.uscc, authority: county, facts: "示例：材料虚假", documentNumber: "示环修撤〔2026〕1号", case: "rep_1" };
    const made = Listing.enterFalseStatement(hub.as(asked("reviewer")), found);
    await hub.ctx.store.transact(made.writes);
    expect(made.record).toEqual({
      ...{ id: expect.stringMatching(/^[0-9a-f]{16}$/), uscc: firm.uscc, list: "falseStatement", state: "listed", facts: "示例：材料虚假", basis: null },
      ...{ listedOn: "2090-01-05", documentNumber: "示环修撤〔2026〕1号", exit: null, case: "rep_1" },
      ...{ authority: county, dispute: null },
      provenance: {
        ...{ source: county, reportedOn: null, changedAt: at, revision: 1 },
        recorded: { at, by: asked("reviewer").id, change: "created", reason: "false statement found in rep_1" },
      },
    });
    expect((await Enterprise.get(hub.as(asked("public")), { uscc: firm.uscc }))?.listings).toEqual([{ ...made.record, version: 1 }]);
    hub.clock.move(day);
    await expect(hub.ctx.store.transact(Listing.enterFalseStatement(hub.ctx, found).writes)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("a ban on applications for repair", () => {
  const statement = (listedOn: string, how: Listing.Exit["how"] | null = null): Listing.Listed => ({
    ...{ list: "falseStatement", state: how ? "exited" : "listed", listedOn },
    exit: how && { how, on: "2027-01-01", reason: null, documentNumber: null },
  });

  it.each([
    ["nothing", [], "2027-01-01", null],
    ["a statement, on its day", [statement("2026-09-01")], "2026-09-01", "2029-09-01"],
    ["a statement, on the last day", [statement("2026-09-01")], "2029-09-01", "2029-09-01"],
    ["a statement, when it is over", [statement("2026-09-01")], "2029-09-02", null],
    ["two statements", [statement("2027-02-28"), statement("2026-09-01")], "2027-03-01", "2030-02-28"],
    ["a statement whose publicity ended by itself", [statement("2026-09-01", "expired")], "2029-09-01", "2029-09-01"],
    ["a statement that was wrong", [statement("2026-09-01", "corrected")], "2027-01-02", null],
    ["a statement that was repaired", [statement("2026-09-01", "repaired")], "2027-01-02", null],
    ["a list that bans nobody", [{ ...statement("2026-09-01"), list: "seriousDishonesty" }], "2027-01-01", null],
  ])("%s", (_what, entries, today, until) => {
    expect(Listing.banUntil(entries, today)).toBe(until);
  });
});

it("every list has a code and a family, and says of each rule where it was read and how sure it is", async () => {
  const told = await Listing.listLists(accessHub().ctx, {});
  expect(told.map(({ code, family, entry, needsBasis }) => [code, family, entry, needsBasis])).toEqual([
    ["seriousDishonesty", "dishonesty", "noticed", true],
    ["falseStatement", "dishonesty", "direct", false],
  ]);
  expect(told.map(({ publicity, bans }) => [...publicity, ...bans].map(({ confidence }) => confidence))).toEqual([["medium"], ["medium", "medium"]]);
  const sources = told.flatMap(({ basis, publicity, bans, consequences }) => [basis, ...publicity, ...bans, ...consequences].map(({ source }) => source));
  expect(sources.filter((text) => text.length < 10)).toEqual([]);
});
