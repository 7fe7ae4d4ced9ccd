import { Access } from "@hub/core/access";
import { Audit } from "@hub/core/audit";
import type { Actor, Ctx, Request } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Penalty } from "@hub/core/penalty";
import type { ItemStore } from "@hub/core/ports";
import { Self } from "@hub/core/self";
import type { Noted } from "@hub/core/trail";
import { describe, expect, it } from "vitest";
import { accessHub, actorOf, adminOf, bank, bodiesOf, busy, countsIn, disturbed, refusalOf } from "../../support/access.ts";
import { firm, penaltyCells } from "../../support/rows.ts";
import { world } from "../../support/world.ts";

const request: Request = { id: "request-1", purpose: "lending", channel: "graphql" };
const partner = actorOf("partner", { id: "key:7f3k9c2a.x1y2z3w4", agency: "7f3k9c2a", divisions: ["140581"], purposes: ["lending", "bidding"] });
const noted = {
  kind: "read",
  actor: partner.id,
  role: "partner",
  agency: "7f3k9c2a",
  subject: firm.uscc,
  target: null,
  purpose: "lending",
  requestId: "request-1",
  channel: "graphql",
};

/** A hub that knows one firm with a penalty, and who collects what is noted. */
async function filled() {
  const hub = accessHub();
  const files = world({ store: hub.store, from: "2090-01-05T00:00:00.000Z" });
  await files.take("register", [{}]);
  // Of the days of the hub's clock, so that it is published.
  await files.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name, CF_JDRQ: "2089/12/10", HUB_BSRQ: "2089/12/15" }]);
  const notes: Noted[] = [];
  const as = (actor: Actor, more: Partial<Ctx> = {}) => hub.as(actor, { request, trail: { note: (note) => notes.push(note) }, ...more });
  return { hub, notes, as, alone: (actor: Actor, more: Partial<Ctx> = {}) => as(actor, { trail: undefined, ...more }) };
}

/** What is in the trail beside the imports of these tests. */
const trailIn = async (store: ItemStore) => (await bodiesOf(store, "AUDIT#")).filter(({ target }) => !String(target).startsWith("import "));

const penalty = { uscc: firm.uscc, authority: penaltyCells["CF_CFJGDM"] ?? "", number: penaltyCells["CF_WSH"] ?? "" };

describe("what is read and not public", () => {
  it("is noted for who collects notes: who, for whom, what, of whom, what for, in which request", async () => {
    const { hub, notes, as } = await filled();
    expect(await Enterprise.history(as(partner), { uscc: firm.uscc })).toHaveLength(1);
    expect(await Penalty.history(as(partner), penalty)).toHaveLength(1);
    expect(notes).toEqual([
      { ...noted, actions: ["history:read"] },
      { ...noted, actions: ["history:read"] },
    ]);
    expect(hub.calls).not.toContain("transact");
    await Access.agencies(as(actorOf("auditor"), { request: { id: "request-2", purpose: null, channel: "http" } }), {});
    expect(notes.at(-1)).toEqual({
      ...{ kind: "read", actor: "the-auditor", role: "auditor", agency: null, actions: ["access:read"], subject: null },
      ...{ target: null, purpose: null, requestId: "request-2", channel: "http" },
    });
  });

  it("is written down before it is answered where nobody collects", async () => {
    const { hub, alone } = await filled();
    await Enterprise.history(alone(partner), { uscc: firm.uscc });
    expect(hub.calls.at(-1)).toBe("transact");
    expect(await trailIn(hub.store)).toEqual([{ ...noted, actions: ["history:read"], id: expect.any(String), at: "2090-01-05T01:00:00.000Z" }]);
    await Enterprise.history(alone(partner, { request: undefined, actor: actorOf("officer", { divisions: ["140500"] }) }), { uscc: firm.uscc });
    expect((await trailIn(hub.store)).filter(({ role }) => role === "officer")).toMatchObject([
      { actor: "the-officer", agency: null, purpose: null, requestId: null, channel: "command" },
    ]);
  });

  it("is not answered where it cannot be written down", async () => {
    const { hub, alone } = await filled();
    const store = disturbed(hub.store, {
      before: (name) => {
        if (name === "transact") throw busy();
      },
    });
    expect(await refusalOf(Enterprise.history(alone(partner, { store }), { uscc: firm.uscc }))).toMatchObject({ code: "STORE_BUSY" });
  });

  it("is one entry where the same is read again in the same instant of the same request", async () => {
    const { hub, alone } = await filled();
    for (let time = 0; time < 3; time += 1) await Enterprise.history(alone(partner), { uscc: firm.uscc });
    await Enterprise.history(alone(partner, { request: { ...request, id: "request-2" } }), { uscc: firm.uscc });
    hub.clock.move(1);
    await Enterprise.history(alone(partner), { uscc: firm.uscc });
    expect((await trailIn(hub.store)).map(({ requestId }) => requestId).sort()).toEqual(["request-1", "request-1", "request-2"]);
  });

  it("names no enterprise where nothing of one was found", async () => {
    const { notes, as } = await filled();
    expect(await Enterprise.history(as(partner), { uscc: "91330100799655058B" })).toEqual([]);
    expect(notes).toEqual([{ ...noted, actions: ["history:read"], subject: null }]);
  });

  it("names whoever looks at the trail and at delegations, too", async () => {
    const { notes, as } = await filled();
    const own = actorOf("enterprise", { enterprises: { [firm.uscc]: "all" } });
    await Audit.list(as(own), { subject: firm.uscc });
    await Audit.totals(as(actorOf("auditor")), {});
    await Access.delegations(as(own), { uscc: firm.uscc });
    expect(notes.map(({ actor, actions, subject }) => [actor, ...actions, subject])).toEqual([
      ["the-enterprise", "audit:read", firm.uscc],
      ["the-auditor", "audit:read", null],
      ["the-enterprise", "delegation:read", firm.uscc],
    ]);
  });
});

it("what is public leaves no trace, whoever reads it", async () => {
  const { hub, notes, as, alone } = await filled();
  const before = await countsIn(hub.store);
  for (const actor of [actorOf("public"), partner, actorOf("auditor"), adminOf("000000")]) {
    for (const ctx of [as(actor), alone(actor)]) {
      expect((await Enterprise.get(ctx, { uscc: firm.uscc }))?.penalties).toHaveLength(1);
      await Self.get(ctx, {});
      await Self.catalogue(ctx, {});
    }
  }
  expect(notes).toEqual([]);
  expect(hub.calls).not.toContain("transact");
  expect(await countsIn(hub.store)).toEqual(before);
});

it("what the public reads of the past is noted as history, for who may read that alone", async () => {
  const { hub, notes, as } = await filled();
  const knownAt = hub.clock.now().toISOString();
  expect(await refusalOf(Enterprise.get(as(actorOf("public")), { uscc: firm.uscc, knownAt }))).toMatchObject({ code: "FORBIDDEN" });
  await Enterprise.get(as(partner), { uscc: firm.uscc, knownAt });
  expect(notes.map(({ actions, subject }) => [...actions, subject])).toEqual([["history:read", firm.uscc]]);
});

describe("a partner that does not say what for", () => {
  it.each([
    [null, "Say what for"],
    ["audit", "audit is no purpose of this agency"],
    ["", " is no purpose of this agency"],
    ["Lending", "Lending is no purpose of this agency"],
  ])("as with %j, reads nothing that is not public, and learns its purposes", async (purpose, why) => {
    const { hub, notes, as, alone } = await filled();
    const refused = {
      code: "PURPOSE_REQUIRED",
      message: `${why}: the header X-Purpose, or @purpose(code:) on the operation`,
      details: { purposes: ["lending", "bidding"] },
    };
    const more = { request: { ...request, purpose } };
    const reads = (ctx: Ctx) => [
      () => Enterprise.history(ctx, { uscc: firm.uscc }),
      () => Penalty.history(ctx, penalty),
      () => Enterprise.timeline(ctx, { uscc: firm.uscc }),
      () => Enterprise.get(ctx, { uscc: firm.uscc, knownAt: "2026-03-01T00:00:00.000Z" }),
    ];
    for (const read of [...reads(as(partner, more)), ...reads(alone(partner, more))]) expect(await refusalOf(read())).toEqual(refused);
    expect(hub.calls).toEqual([]);
    expect(notes).toEqual([]);
    expect((await Enterprise.get(as(partner, more), { uscc: firm.uscc }))?.name).toBe(firm.name);
  });

  it("is no other than one whose agency has no purpose, or that makes no request", async () => {
    const { hub, as } = await filled();
    const { purposes: _purposes, ...none } = partner;
    for (const ctx of [as(none), as({ ...partner, purposes: [] }), as(partner, { request: undefined })]) {
      expect(await refusalOf(Enterprise.history(ctx, { uscc: firm.uscc }))).toMatchObject({ code: "PURPOSE_REQUIRED" });
    }
    expect(hub.calls).toEqual([]);
  });
});

it("others say what for if they like, and it is written down", async () => {
  const { notes, as } = await filled();
  const officer = actorOf("officer", { divisions: ["140581"] });
  await Enterprise.history(as(officer, { request: { ...request, purpose: "inspection" } }), { uscc: firm.uscc });
  await Enterprise.history(as(officer, { request: { ...request, purpose: null } }), { uscc: firm.uscc });
  expect(notes.map(({ purpose }) => purpose)).toEqual(["inspection", null]);
});

it("a change tells what for, too", async () => {
  const hub = accessHub();
  const changed = await Access.addAgency(hub.as(adminOf("140500"), { request: { ...request, purpose: "contract 17" } }), bank);
  expect(await bodiesOf(hub.store, "AUDIT#")).toMatchObject([{ actor: "admin-of-140500", purpose: "contract 17", target: `agency ${changed.id}` }]);
});
