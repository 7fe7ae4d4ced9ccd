import { Access } from "@hub/core/access";
import { beforeEach, describe, expect, it } from "vitest";
import { type AccessHub, accessHub, bank, bureau, day, login, membership, refusalOf } from "../../support/access.ts";
import { builder, firm } from "../../support/rows.ts";

const refused = {
  code: "UNAUTHENTICATED",
  message: "The key or token is not accepted: it is unknown, over or revoked, or must not be used from here",
  details: {},
};
const claims = (subject: string, more: Partial<Access.Claims> = {}): Access.Claims => ({ issuer: login, subject, client: null, membership: null, ...more });
const id = Access.personIdOf(login, "u-1024");
const actor = (role: string, more: object = {}) => ({ id, role, agency: null, divisions: ["140581"], enterprises: {}, ...more });

let hub: AccessHub;
beforeEach(() => {
  hub = accessHub();
});

const enter = (...memberships: readonly Access.Membership[]) => Access.addPerson(hub.ctx, { issuer: login, subject: "u-1024", memberships: [...memberships] });
const ask = (actingAs: Access.ActingAs = null, more: Partial<Access.Claims> = {}) => Access.actorOfClaims(hub.ctx, claims("u-1024", more), actingAs);

describe("somebody with a token", () => {
  it("whom the hub does not know learns its own id, to have it entered", async () => {
    expect(await refusalOf(ask())).toEqual({
      code: "FORBIDDEN",
      message: `The hub knows no role of yours: ask the bureau's administrator to enter you (${id})`,
      details: { person: id },
    });
    await enter(membership("officer"));
    expect(await refusalOf(Access.actorOfClaims(hub.ctx, { ...claims("u-1024"), issuer: "https://other.example.gov.cn" }))).toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await refusalOf(Access.actorOfClaims(hub.ctx, claims("u-1025")))).toMatchObject({ details: { person: Access.personIdOf(login, "u-1025") } });
  });

  it("acts in its first role unless it says in which, and in none that it has not", async () => {
    const allowance = { perMinute: 60, burst: 5 };
    const office = await Access.addAgency(hub.ctx, { ...bureau, only: ["history:read"], allowance });
    const partner = await Access.addAgency(hub.ctx, bank);
    await enter(
      membership("officer", { agency: office.id }),
      membership("admin", { divisions: ["140500"] }),
      membership("partner", { agency: partner.id }),
      membership("reviewer"),
    );
    hub.calls.splice(0);
    const first = { actor: actor("officer", { agency: office.id, only: ["history:read"], purposes: [] }), allowance };
    expect(await ask()).toEqual(first);
    expect(hub.calls.splice(0)).toEqual(["query", "get"]);
    expect(await ask({ role: "admin", agency: null })).toEqual({ actor: actor("admin", { divisions: ["140500"] }), allowance: null });
    expect(hub.calls).toEqual(["query"]);
    expect(await ask({ role: "officer", agency: office.id })).toEqual(first);
    const banking = { actor: actor("partner", { agency: partner.id, purposes: ["lending"] }), allowance: null };
    expect([await ask({ role: "partner", agency: null }), await ask({ role: "partner", agency: partner.id })]).toEqual([banking, banking]);
    const none = { code: "FORBIDDEN", message: `You have no such role (${id})`, details: { person: id } };
    for (const [role, agency] of [
      ["auditor", null],
      ["officer", partner.id],
      ["reviewer", office.id],
      ["operator", null],
    ] as const) {
      expect(await refusalOf(ask({ role, agency }))).toEqual(none);
    }
  });

  it("is refused where it or its agency is shut out, in the words in which a wrong token is", async () => {
    const office = await Access.addAgency(hub.ctx, bureau);
    const person = await enter(membership("officer", { agency: office.id }), membership("reviewer"));
    await Access.changeAgency(hub.ctx, { id: office.id, version: 1, isActive: false });
    expect(await refusalOf(ask())).toEqual(refused);
    expect(await ask({ role: "reviewer", agency: null })).toMatchObject({ actor: { role: "reviewer" } });
    await Access.changePerson(hub.ctx, { id: person.id, version: 1, isActive: false });
    expect(await refusalOf(ask({ role: "reviewer", agency: null }))).toEqual(refused);
    expect(await refusalOf(ask(null, { membership: membership("auditor") }))).toEqual(refused);
  });

  it("acts as its issuer says where the hub is told to believe it", async () => {
    const partner = await Access.addAgency(hub.ctx, bank);
    const given = membership("partner", { agency: partner.id, divisions: ["140000"] });
    expect(await ask(null, { membership: given })).toEqual({
      // Nobody gets further than the agency for which it acts.
      actor: actor("partner", { agency: partner.id, divisions: [...bank.divisions], purposes: ["lending"] }),
      allowance: null,
    });
    await enter(membership("admin", { divisions: ["000000"] }));
    expect((await ask(null, { membership: given })).actor.role).toBe("partner");
    expect(await refusalOf(ask({ role: "admin", agency: null }, { membership: given }))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusalOf(ask(null, { membership: { ...given, agency: "zzzzzzzz" } }))).toEqual(refused);
  });
});

describe("somebody who acts for an enterprise", () => {
  const delegate = (uscc: string, actions: readonly ("history:read" | "audit:read")[], days: number) =>
    Access.delegate(hub.ctx, { uscc, person: id, actions: [...actions], days });
  const enterprises = async () => (await ask({ role: "enterprise", agency: null })).actor.enterprises;

  it("may what it was let, for whom it was let, while that lasts", async () => {
    await enter(membership("officer"), membership("enterprise"));
    expect(await enterprises()).toEqual({});
    await delegate(firm.uscc, ["history:read"], 1);
    const longer = await delegate(builder.uscc, ["audit:read"], 2);
    expect(await enterprises()).toEqual({ [firm.uscc]: ["history:read"], [builder.uscc]: ["audit:read"] });
    hub.clock.move(day - 1);
    expect(await enterprises()).toEqual({ [firm.uscc]: ["history:read"], [builder.uscc]: ["audit:read"] });
    hub.clock.move(1);
    expect(await enterprises()).toEqual({ [builder.uscc]: ["audit:read"] });
    await Access.endDelegation(hub.ctx, { uscc: builder.uscc, person: id, version: longer.version });
    expect(await enterprises()).toEqual({});
  });

  it("may nothing of it in another role, nor before the clock of the hub has come so far", async () => {
    await enter(membership("officer"), membership("enterprise"));
    await delegate(firm.uscc, ["history:read"], 1);
    expect((await ask()).actor).toEqual(actor("officer"));
    hub.clock.move(-1);
    expect(await enterprises()).toEqual({});
  });

  it("may everything for its own, also where it was let less for it", async () => {
    await enter(membership("enterprise", { enterprises: [firm.uscc] }));
    await delegate(firm.uscc, ["history:read"], 1);
    expect(await enterprises()).toEqual({ [firm.uscc]: "all" });
  });

  it("acts for whom its issuer says and for whom it was let", async () => {
    await enter(membership("enterprise"));
    await delegate(builder.uscc, ["history:read"], 1);
    const { actor: by } = await ask(null, { membership: membership("enterprise", { enterprises: [firm.uscc] }) });
    expect(by).toEqual(actor("enterprise", { enterprises: { [builder.uscc]: ["history:read"], [firm.uscc]: "all" } }));
  });
});

describe("a system with a token of its own", () => {
  const askAs = (client: string) => Access.actorOfClaims(hub.ctx, claims("any", { client }));

  it("acts for the agency whose client it is, until it or the agency is shut out", async () => {
    const agency = await Access.addAgency(hub.ctx, bank);
    const client = await Access.addClient(hub.ctx, { agency: agency.id, issuer: login, client: "lending" });
    const by = { id: client.id, role: "partner", agency: agency.id, divisions: ["140581"], enterprises: {}, purposes: ["lending"] };
    expect(await askAs("lending")).toEqual({ actor: by, allowance: null });
    expect(await refusalOf(askAs("other"))).toEqual(refused);
    expect(await refusalOf(Access.actorOfClaims(hub.ctx, { ...claims("any", { client: "lending" }), issuer: "https://other.example.gov.cn" }))).toEqual(
      refused,
    );
    await Access.changeAgency(hub.ctx, { id: agency.id, version: 1, isActive: false });
    expect(await refusalOf(askAs("lending"))).toEqual(refused);
    await Access.changeAgency(hub.ctx, { id: agency.id, version: 2, isActive: true });
    await Access.removeClient(hub.ctx, { id: client.id, version: 1 });
    expect(await refusalOf(askAs("lending"))).toEqual(refused);
  });
});
