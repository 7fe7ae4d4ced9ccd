import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Access } from "@hub/core/access";
import { type Action, type Ctx, operator } from "@hub/core/ctx";
import { Enterprise } from "@hub/core/enterprise";
import { Projection } from "@hub/core/projection";
import { isPublic, type Role } from "@hub/core/rights";
import { contractOf } from "@hub/schema";
import { schema } from "@hub/schema/whole";
import type * as GraphQL from "graphql";
import { describe, expect, it } from "vitest";
import { type Answer, type Serving, serving } from "../../support/api.ts";
import { caseCells, seedCases } from "../../support/cases.ts";
import { run } from "../../support/cli.ts";
import { entryIn, proposalIn, rating } from "../../support/credit.ts";
import { caseIn } from "../../support/enforcement.ts";
import { asked, other, own, vault, withKey } from "../../support/people.ts";
import { builder, firm } from "../../support/rows.ts";
import type { Sample, Targets } from "../../support/sample.ts";
import { askers, samples } from "../../support/samples.ts";
import { type World, world } from "../../support/world.ts";

const { isInterfaceType, isObjectType } = createRequire(import.meta.url)("graphql") as typeof GraphQL;

/**
 * Who may see and do what, each cell tried: the tables beside this file say what is expected. They are compared, never
 * written, where CI is set; npm test -- -u test/api/access writes them anew, for a reviewer to read.
 */

/** "Type.field" and "Type.field(argument)" of a schema. */
function placesIn(of: GraphQL.GraphQLSchema): readonly string[] {
  return Object.values(of.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith("__"))
    .flatMap((type) =>
      Object.values((type as GraphQL.GraphQLObjectType).getFields()).flatMap((field) => [
        `${type.name}.${field.name}`,
        ...field.args.map((argument) => `${type.name}.${field.name}(${argument.name})`),
      ]),
    );
}

/** What must be tried: every root field, and every field and argument whose right not everybody has, or which an operation of its own answers. */
function toBeTried(): readonly string[] {
  const needed: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
    for (const field of Object.values(type.getFields())) {
      const action = field.extensions["action"] as Action | undefined;
      if (isRoot || action !== undefined) needed.push(`${type.name}.${field.name}`);
      for (const argument of field.args) {
        const own = argument.extensions["action"] as Action | undefined;
        if (own !== undefined && !isPublic(own)) needed.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  return needed;
}

interface Seeded {
  readonly hub: World;
  readonly targets: Targets;
}

/** A firm of Gaoping with a penalty, a licence, a rating and memberships of lists, an agency with a key and a client, a person who acts for the firm, and somebody who looked at it. */
async function seeded(): Promise<Seeded> {
  const hub = world();
  const ctx = { ...hub.ctx, vault };
  await hub.take("register", [{}]);
  const { sha256 } = await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }, { CF_SY: "" }, ...caseCells]);
  await hub.take("licence", [{}]);
  await rating(ctx);
  const [proposed, noticed, listed] = [await proposalIn(ctx, "proposed"), await proposalIn(ctx, "noticed"), await entryIn(ctx, "listed")];
  const entries = { proposed: proposed.id, noticed: noticed.id, listed: listed.id };
  await Projection.catchUp(ctx, {});
  const { agency, key } = await withKey(ctx);
  const issuer = "https://login.example.gov.cn";
  const client = await Access.addClient(ctx, { agency: agency.id, issuer, client: "示例" });
  const memberships: Access.Membership[] = [{ role: "officer", agency: null, divisions: [own], enterprises: [] }];
  const person = await Access.addPerson(ctx, { issuer, subject: "u-1", memberships });
  await Access.delegate(ctx, { uscc: firm.uscc, person: person.id, actions: ["history:read"] });
  const cases = await seedCases(ctx);
  const enforcement = await namedCases(ctx);
  const { trail: _unkept, ...kept } = ctx;
  await Enterprise.timeline({ ...kept, actor: operator }, { uscc: firm.uscc });
  const named = { agency: agency.id, key: key.id, client: client.id, person: person.id, sha256, cases, enforcement, entries };
  return { hub, targets: { ...named, knownAt: hub.ctx.clock.now().toISOString() } };
}

/** An enforcement case in each of the states that samples begin from. */
async function namedCases(ctx: Ctx): Promise<Targets["enforcement"]> {
  const named = async (state: keyof Targets["enforcement"]) => {
    const { id, version } = await caseIn(ctx, state);
    return `id: "${id}", version: ${version}`;
  };
  const [opened, investigated, rectificationOrdered] = [await named("opened"), await named("investigated"), await named("rectificationOrdered")];
  return { opened, investigated, rectificationOrdered, noticed: await named("noticed"), decided: await named("decided") };
}

type Outcome = "answers" | "absent" | "refused" | "unknown";

function outcomeOf({ data, errors }: Answer, { at }: Sample): Outcome {
  const codes = errors.map(({ extensions }) => extensions["code"]);
  if (codes.includes("GRAPHQL_VALIDATION_FAILED")) return "unknown";
  if (codes.includes("FORBIDDEN")) return "refused";
  if (codes.includes("NOT_FOUND")) return "absent";
  expect(codes).toEqual([]);
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its query
  const value = at.reduce<any>((within, step) => within?.[step], data);
  if (value?.__typename === "NotAllowed") return "refused";
  if (value?.__typename === "NotFound") return "absent";
  if (value?.code !== undefined) throw new Error(value.message);
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0) ? "absent" : "answers";
}

/** Who asks: of the records' division or another, for the firm or another. */
const cases = [
  ["own division", { division: own }],
  ["other division", { division: other }],
  ["own enterprise", { enterprise: firm.uscc }],
  ["other enterprise", { enterprise: builder.uscc }],
] as const;

/** The cases that can make a difference to a role: its divisions, or whose people they are. */
function casesOf(role: Role): readonly (typeof cases)[number][] {
  if (role === "enterprise") return cases.slice(2);
  return ["public", "auditor", "operator"].includes(role) ? cases.slice(0, 1) : cases.slice(0, 2);
}

const purpose = { "x-purpose": "bidding" };

/** What comes of some samples for a role, by sample: each in the cases that can make a difference to it. */
async function triedBy(role: Role, names: readonly string[], shared: Seeded | null): Promise<ReadonlyMap<string, string>> {
  const cells = new Map<string, string[]>(names.map((name) => [name, []]));
  const isOne = casesOf(role).length === 1;
  for (const [label, who] of casesOf(role)) {
    const api = shared && (await apiFor(shared.hub, role, who));
    for (const name of names) {
      const found = sampleOf(name);
      const { hub, targets } = shared ?? (await seeded());
      const answer = await (api ?? (await apiFor(hub, role, who))).ask(found.query(targets), {}, purpose);
      cells.get(name)?.push(`${isOne ? "" : `${label} `}${outcomeOf(answer, found)}`);
    }
  }
  return new Map([...cells].map(([name, own]) => [name, own.join(", ")]));
}

function sampleOf(name: string): Sample {
  const found = samples[name];
  if (!found) throw new Error(`${name} has no sample: add one to test/support/samples.ts`);
  return found;
}

async function apiFor(hub: World, role: Role, who: Parameters<typeof asked>[1]): Promise<Serving> {
  return serving({ store: hub.store, ctx: hub.ctx }, { actor: asked(role, who), vault });
}

describe("who may see and do what", () => {
  const needed = toBeTried();

  it("is tried for every field that takes a right, and for nothing that there is not", () => {
    expect(needed.filter((name) => !(name in samples))).toEqual([]);
    expect(Object.keys(samples).filter((name) => !needed.includes(name))).toEqual([]);
  });

  it("is what the table says: every such field, every role, its own division or enterprise and another", async () => {
    const shared = await seeded();
    const [changes = [], reads = []] = [true, false].map((isChange) => needed.filter((name) => name.startsWith("Mutation.") === isChange));
    const found = new Map<Role, ReadonlyMap<string, string>>();
    // A change is tried in a hub of its own; a role that does not know it, in none.
    for (const role of askers) {
      const known = new Set(placesIn(await contractOf(role)));
      const [tried, unknown] = [changes.filter((name) => known.has(name)), changes.filter((name) => !known.has(name))];
      found.set(role, new Map([...(await triedBy(role, reads, shared)), ...(await triedBy(role, tried, null)), ...(await triedBy(role, unknown, shared))]));
    }
    const rows = [...needed].sort().flatMap((name) => askers.map((role) => `${name} | ${role} | ${found.get(role)?.get(name)}`));
    await expect(`field | role | outcome\n${rows.join("\n")}\n`).toMatchFileSnapshot("./outcomes.txt");
  }, 300_000);

  it("shows each role the fields that the table names, and no other", async () => {
    const known = new Map(await Promise.all(askers.map(async (role) => [role, new Set(placesIn(await contractOf(role)))] as const)));
    const rows = [...placesIn(schema)].sort().map((place) => `${place} | ${askers.filter((role) => known.get(role)?.has(place)).join(" ")}`);
    await expect(`field | roles that know it\n${rows.join("\n")}\n`).toMatchFileSnapshot("./fields.txt");
  });

  it("by commands is the operator's alone, who has the machine: the table names them all", async () => {
    const names = await commandsOf([]);
    await expect(`command | role\n${names.map((name) => `hub ${name} | operator`).join("\n")}\n`).toMatchFileSnapshot("./commands.txt");
    expect(names.length).toBeGreaterThan(30);
  });
});

/** Every command, with those below it, as the help texts name them. */
async function commandsOf(above: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run([...above, "--help"]);
  const [, listed = ""] = /\nCommands:\n([\s\S]*?)(?:\n\n|$)/.exec(stdout) ?? [];
  const names = [...listed.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name ?? "").filter((name) => name !== "help");
  const found: string[] = [];
  for (const name of names) {
    const below = above.length === 0 && ["access", "audit", "keys", "rules", "outreach"].includes(name) ? await commandsOf([...above, name]) : [];
    found.push(...(below.length > 0 ? below : [[...above, name].join(" ")]));
  }
  return found;
}

it("introspection tells each role its contract file, over HTTP", async () => {
  const { buildClientSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } = createRequire(import.meta.url)("graphql") as typeof GraphQL;
  const hub = world();
  for (const role of askers) {
    const api = await serving(hub, { actor: asked(role) });
    const { data, errors } = await api.ask(getIntrospectionQuery());
    expect(errors).toEqual([]);
    const file = role === "operator" ? "schema.graphql" : `contracts/${role}.graphql`;
    const told = `${printSchema(lexicographicSortSchema(buildClientSchema(data as GraphQL.IntrospectionQuery)))}\n`;
    expect(told === readFileSync(new URL(`../../../schema/${file}`, import.meta.url), "utf8"), `${file}: npm run schema prints it anew`).toBe(true);
  }
});
