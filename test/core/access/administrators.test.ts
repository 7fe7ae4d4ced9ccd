import { Access } from "@hub/core/access";
import type { Actor, Ctx } from "@hub/core/ctx";
import { beforeEach, describe, expect, it } from "vitest";
import { type AccessHub, accessHub, actorOf, adminOf, bank, bureau, login, membership, refusalOf } from "../../support/access.ts";
import { builder, firm } from "../../support/rows.ts";
import { everyItem, world } from "../../support/world.ts";

const city = adminOf("140500");
const elsewhere = adminOf("110000");
const country = adminOf("000000");
const beyond = { code: "FORBIDDEN", message: "An administrator gives divisions of its own only" };
const person = (memberships: readonly Access.Membership[], subject = "u-1024") => ({ issuer: login, subject, memberships: [...memberships] });

let hub: AccessHub;
beforeEach(() => {
  hub = accessHub();
});

/** Refused in these words, and nothing is written. */
async function refuses(call: () => Promise<unknown>, refusal: object): Promise<void> {
  const before = await everyItem(hub.store);
  expect(await refusalOf(call())).toMatchObject(refusal);
  expect(await everyItem(hub.store)).toEqual(before);
}

describe("an administrator", () => {
  it("gives an agency divisions of its own and below, and no others", async () => {
    const made = await Access.addAgency(hub.as(city), { ...bank, divisions: ["140500", "140581"] });
    expect(made).toMatchObject({ divisions: ["140500", "140581"], createdBy: city.id });
    for (const divisions of [["140000"], ["000000"], ["140581", "140600"], ["110105"]]) {
      await refuses(() => Access.addAgency(hub.as(city), { ...bank, divisions }), { ...beyond, details: { path: "divisions" } });
      await refuses(() => Access.changeAgency(hub.as(city), { id: made.id, version: 1, divisions }), beyond);
    }
  });

  it("gives a person divisions of its own and below, in every role, and no others", async () => {
    const added = await Access.addPerson(hub.as(city), person([membership("officer"), membership("admin", { divisions: ["140500"] })]));
    for (const role of ["enterprise", "officer", "reviewer", "admin"] as const) {
      const given = [membership("officer"), membership(role, { divisions: ["140000"] })];
      await refuses(() => Access.addPerson(hub.as(city), person(given, "u-2")), { ...beyond, details: { path: "memberships.1.divisions" } });
      await refuses(() => Access.changePerson(hub.as(city), { id: added.id, version: 1, memberships: given }), beyond);
    }
  });

  it("makes no auditors, unless of the whole country; that one also sees them and ends them", async () => {
    const auditor = person([membership("auditor", { divisions: ["000000"] })]);
    const words = { code: "FORBIDDEN", message: "An administrator gives divisions of its own only", details: { path: "memberships.0.divisions" } };
    await refuses(() => Access.addPerson(hub.as(city), auditor), words);
    await refuses(() => Access.addPerson(hub.as(adminOf("140000", "110000")), auditor), words);
    const made = await Access.addPerson(hub.as(country), auditor);
    expect(await Access.person(hub.as(city), { id: made.id })).toBeNull();
    expect(await Access.person(hub.as(country), { id: made.id })).toEqual(made);
    expect((await Access.persons(hub.as(country), {})).items).toEqual([made]);
    await refuses(() => Access.changePerson(hub.as(city), { id: made.id, version: 1, isActive: false }), { code: "NOT_FOUND" });
    expect(await Access.changePerson(hub.as(country), { id: made.id, version: 1, isActive: false })).toEqual({ ...made, isActive: false, version: 2 });
  });

  it("gives people to agencies of its own divisions and of the right kind", async () => {
    const [partner, office, far] = await Promise.all([
      Access.addAgency(hub.ctx, bank),
      Access.addAgency(hub.ctx, bureau),
      Access.addAgency(hub.ctx, { ...bureau, divisions: ["110000"] }),
    ]);
    const add = (given: Access.Membership) => () => Access.addPerson(hub.as(city), person([given]));
    await refuses(add(membership("officer", { agency: far.id })), { code: "NOT_FOUND", details: { path: "memberships.0.agency" } });
    await refuses(add(membership("officer", { agency: partner.id })), { code: "BAD_INPUT", message: expect.stringContaining("people act for a bureau") });
    await refuses(add(membership("partner", { agency: office.id })), { code: "BAD_INPUT", message: expect.stringContaining("people act for a partner") });
    await refuses(add(membership("partner")), { code: "BAD_INPUT", message: expect.stringContaining("act for their agency") });
    await refuses(add(membership("enterprise", { agency: office.id })), { code: "BAD_INPUT", message: expect.stringContaining("act for no agency") });
    await refuses(add(membership("officer", { enterprises: [firm.uscc] })), { code: "BAD_INPUT", details: { path: "memberships.0.enterprises" } });
    expect(await add(membership("partner", { agency: partner.id }))()).toMatchObject({ version: 1 });
  });

  it("gives people to enterprises with their seat in the divisions that it gives", async () => {
    const files = world({ store: hub.store });
    await files.take("register", [{}, { USCC: builder.uscc, NAME: builder.name, FORMER_NAMES: "", DIVISION: "110105" }]);
    const add = (actor: Actor, enterprises: readonly string[], divisions = ["140581"]) => {
      return () => Access.addPerson(hub.as(actor), person([membership("enterprise", { enterprises: [...enterprises], divisions })]));
    };
    const words = {
      code: "FORBIDDEN",
      message: "People act for enterprises of the divisions that they are given",
      details: { path: "memberships.0.enterprises" },
    };
    await refuses(add(city, [firm.uscc, builder.uscc]), words);
    await refuses(add(city, ["91330100799655058B"]), words);
    await refuses(add(country, [builder.uscc]), words);
    await refuses(add(city, [`${firm.uscc.slice(0, 17)}X`]), { code: "BAD_INPUT", message: expect.stringContaining("no sound code") });
    expect(await add(city, [firm.uscc])()).toMatchObject({ memberships: [{ enterprises: [firm.uscc] }] });
  });

  it.each(["11010519491231002X", "sub-11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", "1101 0519 4912 3100 2X"])(
    "does not enter somebody as %s, which holds the number of an identity card",
    async (subject) => {
      const words = { code: "BAD_INPUT", message: expect.stringContaining("number of an identity card"), details: { path: "subject" } };
      await refuses(() => Access.addPerson(hub.as(country), person([membership("officer")], subject)), words);
      await refuses(() => Access.addFirstAdmin(hub.ctx, { issuer: login, subject }), words);
    },
  );
});

describe("what lies beyond an administrator's divisions", () => {
  interface Places {
    readonly agency: string;
    readonly key: string;
    readonly client: string;
    readonly person: string;
    readonly uscc: string;
  }
  const nowhere: Places = {
    agency: "zzzzzzzz",
    key: "zzzzzzzz",
    person: "psn_000000000000000000000000",
    client: "cli_000000000000000000000000",
    uscc: "91330100799655058B",
  };

  async function filled(): Promise<Places> {
    await world({ store: hub.store }).take("register", [{}]);
    const agency = await Access.addAgency(hub.ctx, bank);
    const { key } = await Access.issueKey(hub.ctx, { agency: agency.id, label: "信贷系统" });
    const client = await Access.addClient(hub.ctx, { agency: agency.id, issuer: login, client: "lending" });
    const made = await Access.addPerson(hub.ctx, person([membership("enterprise", { enterprises: [firm.uscc] })]));
    const helper = await Access.addPerson(hub.ctx, person([membership("enterprise")], "helper"));
    await Access.delegate(hub.ctx, { uscc: firm.uscc, person: helper.id, actions: ["history:read"] });
    return { agency: agency.id, key: key.id, client: client.id, person: made.id, uscc: firm.uscc };
  }

  it("is read as if it were not there", async () => {
    const there = await filled();
    const ctx = hub.as(elsewhere);
    const reads = (at: Places) => [
      Access.agency(ctx, { id: at.agency }),
      Access.agencies(ctx, {}),
      Access.keys(ctx, { agency: at.agency }),
      Access.clients(ctx, { agency: at.agency }),
      Access.person(ctx, { id: at.person }),
      Access.persons(ctx, {}),
      Access.delegations(ctx, { uscc: at.uscc }),
    ];
    const empty = { items: [], cursor: null };
    expect(await Promise.all(reads(there))).toEqual([null, empty, [], [], null, empty, []]);
    expect(await Promise.all(reads(nowhere))).toEqual([null, empty, [], [], null, empty, []]);
    const seen = await Promise.all([Access.agency(hub.as(city), { id: there.agency }), Access.persons(hub.as(city), {})]);
    expect([seen[0]?.id, seen[1].items.length]).toEqual([there.agency, 2]);
  });

  it("is changed by nobody, in the same words as what is not there", async () => {
    const there = await filled();
    const changes = (ctx: Ctx, at: Places): readonly (() => Promise<unknown>)[] => [
      () => Access.changeAgency(ctx, { id: at.agency, version: 1, isActive: false }),
      () => Access.issueKey(ctx, { agency: at.agency, label: "x" }),
      () => Access.rotateKey(ctx, { agency: at.agency, key: at.key, version: 7 }),
      () => Access.revokeKey(ctx, { agency: at.agency, key: at.key, version: 7 }),
      () => Access.addClient(ctx, { agency: at.agency, issuer: login, client: "another" }),
      () => Access.removeClient(ctx, { id: at.client, version: 7 }),
      () => Access.changePerson(ctx, { id: at.person, version: 7, isActive: false }),
      () => Access.delegate(ctx, { uscc: at.uscc, person: at.person, actions: ["history:read"] }),
      () => Access.endDelegation(ctx, { uscc: at.uscc, person: at.person, version: 7 }),
    ];
    const before = await everyItem(hub.store);
    const told = async (at: Places) => Promise.all(changes(hub.as(elsewhere), at).map((change) => refusalOf(change())));
    const refused = await told(there);
    expect(refused).toEqual(await told(nowhere));
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["NOT_FOUND"]));
    expect(await everyItem(hub.store)).toEqual(before);
  });

  it("is nobody's to change who is no administrator", async () => {
    for (const role of ["public", "partner", "enterprise", "officer", "reviewer", "auditor"] as const) {
      const ctx = hub.as(actorOf(role, { divisions: ["000000"] }));
      expect(await refusalOf(Access.addAgency(ctx, bank))).toMatchObject({ code: "FORBIDDEN", details: { action: "access:write" } });
      if (role !== "auditor") expect(await refusalOf(Access.agencies(ctx, {}))).toMatchObject({ code: "FORBIDDEN", details: { action: "access:read" } });
    }
    expect(hub.calls).toEqual([]);
  });
});

describe("the first administrator", () => {
  it("is made once, by the operator alone, and is of the whole country", async () => {
    for (const actor of [country, actorOf("auditor")]) {
      await refuses(() => Access.addFirstAdmin(hub.as(actor), { issuer: login, subject: "u-1" }), { code: "FORBIDDEN" });
    }
    const tries = await Promise.allSettled(["u-1", "u-2", "u-3"].map((subject) => Access.addFirstAdmin(hub.ctx, { issuer: login, subject })));
    expect(tries.map((each) => (each.status === "rejected" ? (each.reason as { code: string }).code : each.value))).toEqual([
      {
        ...{ id: Access.personIdOf(login, "u-1"), issuer: login, subject: "u-1", name: null, isActive: true, version: 1 },
        ...{ memberships: [membership("admin", { divisions: ["000000"] })], createdAt: "2090-01-05T01:00:00.000Z", createdBy: "operator" },
      },
      "CONFLICT",
      "CONFLICT",
    ]);
    await refuses(() => Access.addFirstAdmin(hub.ctx, { issuer: login, subject: "u-9" }), {
      code: "CONFLICT",
      message: expect.stringContaining("made already"),
    });
  });
});
