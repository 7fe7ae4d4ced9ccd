import * as z from "zod";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Enterprise } from "../enterprise/index.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { isWithin, operation, type Scope } from "../operation.ts";
import { coversAll, requireAgency, versionInput, withoutAbsent } from "./agencies.ts";
import { covered, listInput, type Versioned, versioned } from "./listing.ts";
import { type Membership, type Person, personEntity, personId, personIdOf, personKey, personShape, personsPartition } from "./person.ts";
import { notFound, requireVersion } from "./shapes.ts";

/** Whether a person lies within the asker's right: with all that it may do. Auditors see what is done everywhere. */
function isCovered(scope: Scope, { memberships }: Person): boolean {
  return memberships.every(({ role, divisions }) => coversAll(scope, role === "auditor" ? ["000000"] : divisions));
}

/** One person; null where there is none that the asker may see. One round trip. */
export const person = operation("access:read", z.object({ id: personId }), async ({ store }, { id }, scope): Promise<Versioned<Person> | null> => {
  const item = await store.get(personKey(id));
  const found = item && versioned(fromItem(personEntity, item));
  return found && isCovered(scope, found) ? found : null;
});

/** The persons, page by page. One round trip for who may see all of them. */
export const persons = operation("access:read", listInput, ({ store }, asked, scope) =>
  covered(store, asked, { pk: personsPartition, of: personEntity, isCovered: (each) => isCovered(scope, each) }),
);

const given = personShape.pick({ name: true, memberships: true });

/** Enters a person whom an issuer vouches for. Throws BAD_INPUT, FORBIDDEN for more than the asker may give, CONFLICT for one that is entered already. */
export const addPerson = command(
  "access:write",
  personShape.pick({ issuer: true, subject: true }).extend(given.partial({ name: true }).shape),
  async (ctx, input, scope) => {
    const id = personIdOf(input.issuer, input.subject);
    if (await ctx.store.get(personKey(id))) throw new HubError("CONFLICT", `This person is entered already: ${id}`, { path: "subject" });
    await requireGivable(ctx, scope, input.memberships);
    const record: Person = { ...input, name: input.name ?? null, id, isActive: true, createdAt: ctx.clock.now().toISOString(), createdBy: ctx.actor.id };
    return { result: { ...record, version: 1 }, writes: [{ put: toItem(personEntity, record, 1), if: "absent" }], target: `person ${id}` };
  },
);

/** Changes what is named of a person; what is left out stays. Processes that have just met the person take it as it was for five seconds more. */
export const changePerson = command(
  "access:write",
  given.partial().extend({ id: personId.describe("The person"), version: versionInput, isActive: personShape.shape.isActive.optional() }),
  async (ctx, { id, version, ...changes }, scope) => {
    const stored = await requirePerson(ctx, scope, id);
    requireVersion(stored, version);
    const record: Person = { ...stored.record, ...withoutAbsent(changes) };
    // Who only lets nobody in any longer, or names a person otherwise, gives nothing.
    if (changes.memberships || changes.isActive) await requireGivable(ctx, scope, record.memberships);
    const writes = [{ put: toItem(personEntity, record, version + 1), if: { version } }];
    return { result: { ...record, version: version + 1 }, writes, target: `person ${id}` };
  },
);

async function requirePerson({ store }: Ctx, scope: Scope, id: string): Promise<Stored<Person>> {
  const item = await store.get(personKey(id));
  const stored = item && fromItem(personEntity, item);
  if (!stored || !isCovered(scope, stored.record)) throw notFound("person", "id");
  return stored;
}

/** Throws FORBIDDEN for what the asker may not give, and BAD_INPUT for what makes no sense. */
async function requireGivable(ctx: Ctx, scope: Scope, memberships: readonly Membership[]): Promise<void> {
  for (const [at, { role, agency, divisions, enterprises }] of memberships.entries()) {
    const path = (field: string) => `memberships.${at}.${field}`;
    const refuse = (field: string, message: string) => new HubError("BAD_INPUT", `${path(field)}: ${message}`, { path: path(field) });
    const forbid = (field: string, message: string) => new HubError("FORBIDDEN", message, { path: path(field) });
    if (!coversAll(scope, divisions)) throw forbid("divisions", "An administrator gives divisions of its own only");
    if (role === "enterprise") {
      if (agency !== null) throw refuse("agency", "an enterprise's people act for no agency");
      await requireSeats(ctx, scope, { enterprises, divisions, path: path("enterprises") });
      continue;
    }
    if (enterprises.length > 0) throw refuse("enterprises", `in the role ${role} nobody acts for an enterprise`);
    // It sees what is done everywhere, so that only who may give the whole country makes one.
    if (role === "auditor" && !divisions.includes("000000")) throw refuse("divisions", "an auditor's is the whole country, 000000");
    if (agency !== null) {
      const { record } = await requireAgency(ctx, scope, { id: agency, path: path("agency") });
      const kind = role === "partner" ? "partner" : "bureau";
      if (record.kind !== kind) throw refuse("agency", `in the role ${role} people act for a ${kind}`);
    } else if (role === "partner") throw refuse("agency", "a partner's people act for their agency");
  }
}

interface Seats {
  readonly enterprises: readonly string[];
  readonly divisions: readonly string[];
  readonly path: string;
}

/** Whether enterprises have their seats in some divisions. Of one that no register tells of, only who may give everything can say so. */
async function requireSeats({ store }: Ctx, scope: Scope, { enterprises, divisions, path }: Seats): Promise<void> {
  if (enterprises.length === 0) return;
  const wrong = enterprises.find((code) => !Identity.checkUscc(code).ok);
  if (wrong !== undefined) throw new HubError("BAD_INPUT", `${path}: ${wrong} is no sound code`, { path });
  const isEverywhere = coversAll(scope, ["000000"]);
  for (const item of await store.getMany(enterprises.map((code) => Enterprise.registerKey(code)))) {
    const division = (item?.body["division"] ?? null) as string | null;
    const isThere = division === null ? isEverywhere : isWithin(division, divisions);
    if (!isThere) throw new HubError("FORBIDDEN", "People act for enterprises of the divisions that they are given", { path });
  }
}

/** Enters the first administrator, of the whole country: for the operator alone, once. Throws CONFLICT ever after, and FORBIDDEN to anyone else. */
export const addFirstAdmin = command(
  "access:write",
  personShape.pick({ issuer: true, subject: true }).extend({ name: personShape.shape.name.optional() }),
  async (ctx, input, scope) => {
    if (ctx.actor.role !== "operator" || scope.reach !== "all")
      throw new HubError("FORBIDDEN", "The first administrator is made at the hub's own command line");
    const mark = { pk: "SETUP", sk: "FIRST-ADMIN" };
    if (await ctx.store.get(mark))
      throw new HubError("CONFLICT", "The first administrator was made already: administrators make further ones (hub access add-person)");
    const id = personIdOf(input.issuer, input.subject);
    const memberships: Membership[] = [{ role: "admin", agency: null, divisions: ["000000"], enterprises: [] }];
    const record: Person = {
      ...input,
      name: input.name ?? null,
      id,
      memberships,
      isActive: true,
      createdAt: ctx.clock.now().toISOString(),
      createdBy: ctx.actor.id,
    };
    const writes = [
      { put: toItem(personEntity, record, 1), if: "absent" as const },
      { put: { ...mark, version: 1, body: { person: id } }, if: "absent" as const },
    ];
    return { result: { ...record, version: 1 }, writes, target: `person ${id}` };
  },
);
