import { Access } from "@hub/core/access";
import type { Actor } from "@hub/core/ctx";
import { Projection } from "@hub/core/projection";
import { describe, expect, it } from "vitest";
import { type Answer, serving } from "../../support/api.ts";
import { asked, other, vault, withKey } from "../../support/people.ts";
import { authority, builder, firm } from "../../support/rows.ts";
import { type World, world } from "../../support/world.ts";

/** What there is not and what is not yours to see are told in the same words, after the same calls to the store. */

async function seeded(): Promise<World & { readonly agency: string; readonly person: string; readonly key: string }> {
  const hub = world();
  await hub.take("register", [{}]);
  await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }]);
  await Projection.catchUp(hub.ctx, {});
  const { agency, key } = await withKey(hub.ctx);
  const memberships: Access.Membership[] = [{ role: "officer", agency: null, divisions: ["140581"], enterprises: [] }];
  const person = await Access.addPerson(hub.ctx, { issuer: "https://login.example.gov.cn", subject: "u-1", memberships });
  return Object.assign(hub, { agency: agency.id, person: person.id, key: key.id });
}

/** An answer, without what names the thing that was asked for, and the calls that it took. */
async function asking(hub: World, actor: Actor, query: string, names: readonly string[]) {
  const api = await serving({ store: hub.store, ctx: hub.ctx }, { actor, vault });
  hub.calls.length = 0;
  const { status, data, errors }: Answer = await api.ask(query, {}, { "x-purpose": "bidding" });
  const text = names.reduce((all, name) => all.replaceAll(name, "NAME"), JSON.stringify({ status, data, errors }));
  return { text, calls: [...hub.calls] };
}

const id = (typename: string, of: string) => Buffer.from(`${typename}:${of}`).toString("base64url");
const decision = (number: string) => id("Penalty", `${firm.uscc}/${authority.uscc}/${number}`);
const known = "高环罚〔2025〕17号";
const unknownKey = "aaaaaaaa";
const at = "2026-01-05T01:30:00.000Z";

/** Things that are there and lie beyond the asker's right, beside things that there are not. */
const pairs: readonly (readonly [
  what: string,
  actor: Actor,
  query: (name: string) => string,
  there: (hub: Awaited<ReturnType<typeof seeded>>) => string,
  absent: string,
])[] = [
  [
    "an agency",
    asked("admin", { division: other }),
    (name) => `{ agency(id: "${name}") { name keys { id } clients { id } } }`,
    ({ agency }) => agency,
    unknownKey,
  ],
  ["a person", asked("admin", { division: other }), (name) => `{ person(id: "${name}") { subject } }`, ({ person }) => person, `psn_${"0".repeat(24)}`],
  [
    "an agency that is to be changed",
    asked("admin", { division: other }),
    (name) => `mutation { changeAgency(input: {id: "${name}", version: 1, name: "x"}) { __typename ... on Refusal { code message path } } }`,
    ({ agency }) => agency,
    unknownKey,
  ],
  [
    "an agency for which a key is to be made",
    asked("admin", { division: other }),
    (name) => `mutation { issueKey(input: {agency: "${name}", label: "x"}) { __typename ... on Refusal { code message path } } }`,
    ({ agency }) => agency,
    unknownKey,
  ],
  [
    "a person that is to be changed",
    asked("admin", { division: other }),
    (name) => `mutation { changePerson(input: {id: "${name}", version: 1, isActive: false}) { __typename ... on Refusal { code message path } } }`,
    ({ person }) => person,
    `psn_${"0".repeat(24)}`,
  ],
  [
    "a decision of another instant",
    asked("officer", { division: other }),
    (name) => `{ node(id: "${name}", knownAt: "${at}") { id } }`,
    () => decision(known),
    decision("无此号"),
  ],
  [
    "the delegations of an enterprise",
    asked("enterprise", { enterprise: builder.uscc }),
    (name) => `{ delegations(uscc: "${name}") { person } }`,
    () => firm.uscc,
    "91140581MA0DEMX13N".replace("X13N", "X21L"),
  ],
  [
    "who looked at an enterprise",
    asked("enterprise", { enterprise: builder.uscc }),
    (name) => `{ auditEntries(subject: "${name}") { nodes { at } endCursor } auditTotals(subject: "${name}") { entries } }`,
    () => firm.uscc,
    "911405810000000000",
  ],
];

describe("what is not yours to see is as if there were none", () => {
  it.each(pairs)("%s", async (_what, actor, query, there, absent) => {
    const hub = await seeded();
    const name = there(hub);
    const [hidden, missing] = [await asking(hub, actor, query(name), [name]), await asking(hub, actor, query(absent), [absent])];
    expect(hidden).toEqual(missing);
  });

  it("the past of a firm elsewhere reads as that of a firm without one", async () => {
    const hub = await seeded();
    const api = await serving({ store: hub.store, ctx: hub.ctx }, { actor: asked("officer", { division: other }) });
    const { data, errors } = await api.ask(
      `{ enterprise(uscc: "${firm.uscc}") { name timeline { totalCount nodes { version } } registerHistory { totalCount } provenance { source { name } firstSeen { row } originals { value } } penalties { nodes { decisionNumber history { totalCount } } } } }`,
    );
    expect([data, errors]).toEqual([
      {
        enterprise: {
          name: firm.name,
          timeline: { totalCount: 0, nodes: [] },
          registerHistory: { totalCount: 0 },
          provenance: { source: { name: null }, firstSeen: null, originals: null },
          penalties: { nodes: [{ decisionNumber: known, history: { totalCount: 0 } }] },
        },
      },
      [],
    ]);
  });

  it("a cursor of another's list leads to nothing but one's own", async () => {
    const hub = await seeded();
    const all = await serving({ store: hub.store, ctx: hub.ctx }, { actor: asked("auditor") });
    await all.ask(`{ enterprise(uscc: "${firm.uscc}") { timeline { totalCount } } }`);
    const first = await all.ask("{ auditEntries(first: 1) { nodes { id } endCursor } agencies(first: 1) { endCursor } persons(first: 1) { endCursor } }");
    const elsewhere = await serving({ store: hub.store, ctx: hub.ctx }, { actor: asked("admin", { division: other }) });
    const enterprise = await serving({ store: hub.store, ctx: hub.ctx }, { actor: asked("enterprise", { enterprise: builder.uscc }) });
    const after = first.data.auditEntries.endCursor as string;
    expect((await enterprise.ask(`{ auditEntries(subject: "${builder.uscc}", after: "${after}") { nodes { id } } }`)).data.auditEntries.nodes).toEqual([]);
    expect((await enterprise.ask(`{ auditEntries(after: "${after}") { nodes { id } } }`)).data.auditEntries.nodes).toEqual([]);
    for (const list of ["agencies", "persons"]) {
      expect((await elsewhere.ask(`{ ${list} { nodes { id } } }`)).data[list].nodes).toEqual([]);
    }
  });

  it("a name that is nearly right is not put right with one of another role's", async () => {
    const api = await serving(await seeded(), { actor: asked("public") });
    const { errors } = await api.ask(
      `{ agencie { id } auditEntrie { id } enterprise(uscc: "${firm.uscc}", knownA: "x") { timelin { totalCount } provenance { firstSee { row } recordedB } } }`,
    );
    expect(errors.length).toBe(6);
    expect(JSON.stringify(errors)).not.toMatch(/agencies|auditEntries|knownAt|timeline|firstSeen|recordedBy/);
  });
});
