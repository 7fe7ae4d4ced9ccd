import { Access } from "@hub/core/access";
import { operator } from "@hub/core/ctx";
import { describe, expect, it } from "vitest";
import { type AccessHub, accessHub, actorOf, adminOf, bank, bureau, countsIn, day, login, membership, onBothStores, refusalOf } from "../../support/access.ts";
import { firm } from "../../support/rows.ts";
import { everyItem, world } from "../../support/world.ts";

const at = "2090-01-05T01:00:00.000Z";
const person = (subject: string, ...memberships: readonly Access.Membership[]) => ({ issuer: login, subject, memberships: [...memberships] });

describe("an agency", () => {
  it("is entered with what it may, and nothing where nothing is told", async () => {
    const hub = accessHub();
    const whole = { ...bank, only: ["history:read" as const], allowance: { perMinute: 600, burst: 60 } };
    const made = await Access.addAgency(hub.as(adminOf("140500")), whole);
    expect(made).toEqual({
      ...whole,
      id: expect.stringMatching(/^[a-hjkmnp-z2-9]{8}$/),
      isActive: true,
      createdAt: at,
      createdBy: "admin-of-140500",
      version: 1,
    });
    const { purposes: _purposes, ...least } = bank;
    expect(await Access.addAgency(hub.ctx, least)).toMatchObject({ purposes: [], only: null, allowance: null, createdBy: "operator" });
    expect(await Access.agency(hub.ctx, { id: made.id })).toEqual(made);
    expect(await Access.agency(hub.ctx, { id: "zzzzzzzz" })).toBeNull();
  });

  it("changes in what is named and stays in the rest; null takes a limit away", async () => {
    const hub = accessHub();
    const made = await Access.addAgency(hub.ctx, { ...bank, only: ["history:read"], allowance: { perMinute: 600, burst: 60 } });
    hub.clock.move(day);
    const { id } = made;
    const two = await Access.changeAgency(hub.ctx, { id, version: 1, isActive: false, name: " 新名 " });
    expect(two).toEqual({ ...made, isActive: false, name: "新名", version: 2 });
    const three = await Access.changeAgency(hub.ctx, { id, version: 2, only: null, allowance: null, divisions: ["140500"], purposes: [] });
    expect(three).toEqual({ ...two, only: null, allowance: null, divisions: ["140500"], purposes: [], version: 3 });
    expect(await Access.agency(hub.ctx, { id })).toEqual(three);
  });

  it.each([
    [{ name: " " }, "name"],
    [{ divisions: [] }, "divisions"],
    [{ divisions: ["999999"] }, "divisions"],
    [{ purposes: [{ code: "Lending", text: "x" }] }, "purposes"],
    [{ purposes: [...bank.purposes, ...bank.purposes] }, "purposes"],
    [{ only: ["projection:run" as const] }, "only"],
    [{ allowance: { perMinute: 0, burst: 1 } }, "allowance"],
  ])("is not entered with %j", async (wrong, field) => {
    const hub = accessHub();
    expect(await refusalOf(Access.addAgency(hub.ctx, { ...bank, ...wrong }))).toMatchObject({ code: "BAD_INPUT", message: expect.stringContaining(field) });
    expect(await countsIn(hub.store)).toEqual({});
  });
});

/** Every page of a list, from the first to the last. */
async function pages<T>(list: (after: string | null) => Promise<{ readonly items: readonly T[]; readonly cursor: string | null }>) {
  const all: (readonly T[])[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof list>> = await list(after);
    all.push(page.items);
    after = page.cursor;
  } while (after !== null);
  return all;
}

describe("lists of agencies and of persons", () => {
  onBothStores((open) => {
    it("go by page through each once; an administrator's pages hold those of its divisions", async () => {
      const hub = accessHub(await open());
      const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);
      const agencies: { id: string; divisions: readonly string[] }[] = [];
      const persons: { id: string; memberships: readonly Access.Membership[] }[] = [];
      for (let nth = 0; nth < 25; nth += 1) {
        const divisions = [nth % 3 === 0 ? "140581" : "110105"];
        agencies.push(await Access.addAgency(hub.ctx, { ...bank, name: `机构${nth}`, divisions }));
        persons.push(await Access.addPerson(hub.ctx, person(`u-${nth}`, membership("officer", { divisions }))));
      }
      for (const first of [1, 7, 25, 100]) {
        const told = await pages((after) => Access.agencies(hub.ctx, { first, after }));
        expect(told.flat()).toEqual([...agencies].sort(byId));
        expect(Math.max(...told.map(({ length }) => length))).toBe(Math.min(first, 25));
        expect((await pages((after) => Access.persons(hub.ctx, { first, after }))).flat()).toEqual([...persons].sort(byId));
        const ctx = hub.as(adminOf("140500"));
        const own = await pages((after) => Access.agencies(ctx, { first, after }));
        expect(own.flat()).toEqual(agencies.filter(({ divisions }) => divisions[0] === "140581").sort(byId));
        const ownPersons = await pages((after) => Access.persons(ctx, { first, after }));
        expect(ownPersons.flat()).toEqual(persons.filter(({ memberships }) => memberships[0]?.divisions[0] === "140581").sort(byId));
      }
    });
  });
});

describe("a person", () => {
  it("is entered once for each issuer and subject, changed, and ended", async () => {
    const hub = accessHub();
    const given = person("u-1024", membership("officer"), membership("admin", { divisions: ["140500"] }));
    const made = await Access.addPerson(hub.as(adminOf("140000")), given);
    expect(made).toEqual({
      ...given,
      ...{ id: Access.personIdOf(login, "u-1024"), name: null, isActive: true, createdAt: at, createdBy: "admin-of-140000", version: 1 },
    });
    const refused = await refusalOf(Access.addPerson(hub.ctx, given));
    expect(refused).toEqual({ code: "CONFLICT", message: `This person is entered already: ${made.id}`, details: { path: "subject" } });
    expect((await Access.addPerson(hub.ctx, { ...given, issuer: "https://other.example.gov.cn" })).id).not.toBe(made.id);
    const two = await Access.changePerson(hub.ctx, { id: made.id, version: 1, name: "示例", memberships: [membership("reviewer")] });
    expect(two).toEqual({ ...made, name: "示例", memberships: [membership("reviewer")], version: 2 });
    const three = await Access.changePerson(hub.ctx, { id: made.id, version: 2, isActive: false, name: null });
    expect(three).toEqual({ ...two, isActive: false, name: null, version: 3 });
    expect(await Access.person(hub.ctx, { id: made.id })).toEqual(three);
    const stale = await refusalOf(Access.changePerson(hub.ctx, { id: made.id, version: 2, isActive: true }));
    expect(stale).toMatchObject({ code: "CONFLICT", details: { version: 3 } });
  });
});

describe("a partner's client", () => {
  it("is entered once, listed and removed; a bureau has none", async () => {
    const hub = accessHub();
    const { id: agency } = await Access.addAgency(hub.ctx, bank);
    const { id: office } = await Access.addAgency(hub.ctx, bureau);
    const input = { agency, issuer: login, client: "lending" };
    const made = await Access.addClient(hub.ctx, input);
    expect(made).toEqual({ ...input, id: Access.clientIdOf(login, "lending"), createdAt: at, createdBy: "operator", version: 1 });
    expect(await refusalOf(Access.addClient(hub.ctx, input))).toMatchObject({ code: "CONFLICT", message: "This client is entered already" });
    expect(await refusalOf(Access.addClient(hub.ctx, { ...input, agency: office }))).toMatchObject({ code: "BAD_INPUT" });
    expect(await Access.clients(hub.ctx, { agency })).toEqual([made]);
    expect(await refusalOf(Access.removeClient(hub.ctx, { id: made.id, version: 2 }))).toMatchObject({ code: "CONFLICT", details: { version: 1 } });
    expect(await Access.removeClient(hub.ctx, { id: made.id, version: 1 })).toEqual(made);
    expect(await Access.clients(hub.ctx, { agency })).toEqual([]);
  });
});

describe("a delegation", () => {
  async function enterprise() {
    const hub = accessHub();
    await world({ store: hub.store }).take("register", [{}]);
    const helper = await Access.addPerson(hub.ctx, person("helper", membership("enterprise")));
    const own = hub.as(actorOf("enterprise", { enterprises: { [firm.uscc]: "all" } }));
    return { hub, own, helper: helper.id, input: { uscc: firm.uscc, person: helper.id } };
  }
  const until = (days: number) => new Date(Date.parse(at) + days * day).toISOString();

  it("is given by the enterprise, given anew, listed and ended", async () => {
    const { own, hub, input } = await enterprise();
    const made = await Access.delegate(own, { ...input, actions: ["history:read"] });
    expect(made).toEqual({ ...input, actions: ["history:read"], from: at, until: until(365), createdBy: "the-enterprise", version: 1 });
    const anew = await Access.delegate(own, { ...input, actions: ["history:read", "audit:read"], days: 1 });
    expect(anew).toEqual({ ...made, actions: ["history:read", "audit:read"], until: until(1), version: 2 });
    hub.clock.move(2 * day);
    for (const ctx of [own, hub.as(adminOf("140500")), hub.as(actorOf("auditor")), hub.as(operator)]) {
      expect(await Access.delegations(ctx, { uscc: firm.uscc })).toEqual([anew]);
    }
    expect(await refusalOf(Access.endDelegation(own, { ...input, version: 1 }))).toMatchObject({ code: "CONFLICT", details: { version: 2 } });
    // It stays on record, over as it was, so that its versions go on counting.
    const ended = { ...anew, version: 3 };
    expect(await Access.endDelegation(own, { ...input, version: 2 })).toEqual(ended);
    expect(await Access.delegations(own, { uscc: firm.uscc })).toEqual([ended]);
    expect(await refusalOf(Access.endDelegation(own, { ...input, version: 2 }))).toMatchObject({ code: "CONFLICT", details: { version: 3 } });
    const again = await Access.delegate(own, { ...input, actions: ["history:read"] });
    const now = hub.clock.now().toISOString();
    expect(await Access.endDelegation(own, { ...input, version: again.version })).toEqual({ ...again, until: now, version: 5 });
  });

  it("is no other enterprise's to give, nor the helper's, and hands on nothing but reading", async () => {
    const { own, hub, input, helper } = await enterprise();
    const other = hub.as(actorOf("enterprise", { enterprises: { "91140581MA0EXAMP11": "all" } }));
    const acting = hub.as(actorOf("enterprise", { id: helper, enterprises: { [firm.uscc]: ["history:read", "delegation:read"] } }));
    for (const ctx of [other, acting]) {
      expect(await refusalOf(Access.delegate(ctx, { ...input, actions: ["history:read"] }))).toMatchObject({ code: "NOT_FOUND", details: { path: "uscc" } });
    }
    expect(await Access.delegations(other, { uscc: firm.uscc })).toEqual([]);
    type Given = Pick<Parameters<typeof Access.delegate>[1], "actions" | "days">;
    const beyond = { actions: ["delegation:write"] } as unknown as Given;
    for (const wrong of [
      beyond,
      { actions: [] },
      { days: 732, actions: ["history:read"] },
      { actions: ["history:read", "history:read"] },
    ] satisfies readonly Given[]) {
      expect(await refusalOf(Access.delegate(own, { ...input, ...wrong }))).toMatchObject({ code: "BAD_INPUT" });
    }
    const nobody = { ...input, person: "psn_000000000000000000000000", actions: ["history:read" as const] };
    expect(await refusalOf(Access.delegate(own, nobody))).toMatchObject({ code: "NOT_FOUND", details: { path: "person" } });
    expect(await Access.delegations(own, { uscc: firm.uscc })).toEqual([]);
  });

  it("stands in the trail with the enterprise whose matter it is", async () => {
    const { own, hub, input } = await enterprise();
    await Access.delegate(own, { ...input, actions: ["history:read"] });
    expect((await written(hub)).filter(({ subject }) => subject !== null)).toEqual([
      { actor: "the-enterprise", actions: ["delegation:write"], subject: firm.uscc, target: `person ${input.person}` },
    ]);
  });
});

async function written({ store }: AccessHub) {
  const items = (await everyItem(store)).filter(({ pk, body }) => pk.startsWith("AUDIT#") && body["subject"] === firm.uscc);
  return items.map(({ body: { actor, actions, subject, target } }) => ({ actor, actions, subject, target }));
}
