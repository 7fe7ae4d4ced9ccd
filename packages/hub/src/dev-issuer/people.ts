import { Access } from "@hub/core/access";
import type { Ctx } from "@hub/core/ctx";
import { thread } from "../demo/thread.ts";

/** The people, systems and agencies that are ready for development. All of them are invented. */

/** Who can sign in at the issuer for development. */
export interface DevPerson {
  readonly subject: string;
  readonly name: string;
  /** What the page says of it. */
  readonly about: string;
}

/** A system that gets tokens of its own. */
export interface DevClient {
  readonly id: string;
  /** No secret at all: whoever reaches the issuer for development may be anybody. */
  readonly secret: string;
}

type NewAgency = Parameters<typeof Access.addAgency>[1];
type AgencyName = "partner" | "bureau";

const agencies: Readonly<Record<AgencyName, NewAgency>> = {
  partner: {
    kind: "partner",
    name: "示例招标平台",
    divisions: ["140581"],
    purposes: [
      { code: "bidding", text: "招标投标资格审查" },
      { code: "lending", text: "贷前审查" },
    ],
  },
  bureau: { kind: "bureau", name: "示例生态环境局", divisions: ["140500"] },
};

interface ReadyPerson extends DevPerson {
  readonly role: Access.Membership["role"];
  readonly agency: AgencyName | null;
  readonly divisions: readonly string[];
  readonly enterprises?: readonly string[];
}

const gaoping = ["140581"];

/** One for each role, and an officer of another division who must not see the others' matters. */
export const devPeople = [
  { subject: "dev-partner", name: "示例甲", about: "partner · 招标平台经办人，高平市", role: "partner", agency: "partner", divisions: gaoping },
  {
    ...{ subject: "dev-enterprise", name: "示例乙", about: `enterprise · ${thread.name}`, role: "enterprise", agency: null, divisions: gaoping },
    enterprises: [thread.uscc],
  },
  { subject: "dev-officer", name: "示例丙", about: "officer · 高平市", role: "officer", agency: "bureau", divisions: gaoping },
  { subject: "dev-officer-elsewhere", name: "示例丁", about: "officer · 阳城县", role: "officer", agency: "bureau", divisions: ["140522"] },
  { subject: "dev-reviewer", name: "示例戊", about: "reviewer · 高平市", role: "reviewer", agency: "bureau", divisions: gaoping },
  { subject: "dev-auditor", name: "示例己", about: "auditor · 全国", role: "auditor", agency: null, divisions: ["000000"] },
  { subject: "dev-admin", name: "示例庚", about: "admin · 全国", role: "admin", agency: null, divisions: ["000000"] },
] as const satisfies readonly ReadyPerson[];

export const devClients = [{ id: "dev-bidding-platform", secret: "development-only" }] as const satisfies readonly DevClient[];

/**
 * Enters them, each where it is not entered yet: it may be called at each start, and goes on where it was broken off.
 * Answers with the ids of their agencies. The asker must be allowed to give all of it, as the operator is.
 */
export async function enterDevPeople(ctx: Ctx, { issuer }: { readonly issuer: string }): Promise<Readonly<Record<AgencyName, string>>> {
  const entered = await allOf((page) => Access.agencies(ctx, page));
  const idOf = async (name: AgencyName) => (entered.find((agency) => agency.name === agencies[name].name) ?? (await Access.addAgency(ctx, agencies[name]))).id;
  const ids = { partner: await idOf("partner"), bureau: await idOf("bureau") };
  await enterPersons(ctx, issuer, ids);
  await enterClients(ctx, issuer, ids.partner);
  return ids;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly cursor: string | null;
}

async function allOf<T>(read: (page: { readonly first: number; readonly after: string | null }) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let after: string | null = null;
  do {
    const { items, cursor }: Page<T> = await read({ first: 100, after });
    all.push(...items);
    after = cursor;
  } while (after !== null);
  return all;
}

async function enterPersons(ctx: Ctx, issuer: string, ids: Readonly<Record<AgencyName, string>>): Promise<void> {
  // Read as a list: looking for each by its id would leave as many entries in the trail at each start.
  const entered = new Set((await allOf((page) => Access.persons(ctx, page))).map(({ id }) => id));
  for (const { subject, name, role, agency, divisions, enterprises = [] } of devPeople as readonly ReadyPerson[]) {
    if (entered.has(Access.personIdOf(issuer, subject))) continue;
    const membership = { role, agency: agency && ids[agency], divisions: [...divisions], enterprises: [...enterprises] };
    await Access.addPerson(ctx, { issuer, subject, name, memberships: [membership] });
  }
}

async function enterClients(ctx: Ctx, issuer: string, agency: string): Promise<void> {
  const entered = new Set((await Access.clients(ctx, { agency })).map(({ id }) => id));
  for (const { id } of devClients) if (!entered.has(Access.clientIdOf(issuer, id))) await Access.addClient(ctx, { agency, issuer, client: id });
}
