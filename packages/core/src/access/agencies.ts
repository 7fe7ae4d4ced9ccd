import * as z from "zod";
import { command, requireVault } from "../command.ts";
import type { Actor, Ctx } from "../ctx.ts";
import { fromItem, type Stored, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { operation, type Scope } from "../operation.ts";
import { reachOf, roles } from "../rights.ts";
import { type Agency, agenciesPartition, agencyEntity, agencyKey, agencyShape } from "./agency.ts";
import { covered, listInput, versioned } from "./listing.ts";
import { newId, notFound, requireVersion, shortId } from "./shapes.ts";

/** Whether all divisions of a record lie within the asker's right. */
export function coversAll(scope: Scope, divisions: readonly string[]): boolean {
  return divisions.every((division) => scope.covers({ divisions: [division], enterprise: null }));
}

/** One agency; null where there is none that the asker may see. One round trip. */
export const agency = operation("access:read", z.object({ id: shortId }), async ({ store }, { id }, scope) => {
  const item = await store.get(agencyKey(id));
  const found = item && versioned(fromItem(agencyEntity, item));
  return found && coversAll(scope, found.divisions) ? found : null;
});

/** The agencies, page by page. One round trip for who may see all of them. */
export const agencies = operation("access:read", listInput, ({ store }, asked, scope) =>
  covered(store, asked, { pk: agenciesPartition, of: agencyEntity, isCovered: ({ divisions }) => coversAll(scope, divisions) }),
);

/** An agency that the asker may change. One round trip. Throws NOT_FOUND, and CONFLICT where it has another version. */
export async function requireAgency(
  { store }: Pick<Ctx, "store">,
  scope: Scope,
  asked: { readonly id: string; readonly version?: number; readonly path?: string; readonly what?: string },
): Promise<Stored<Agency>> {
  const item = await store.get(agencyKey(asked.id));
  const stored = item && fromItem(agencyEntity, item);
  if (!stored || !coversAll(scope, stored.record.divisions)) throw notFound(asked.what ?? "agency", asked.path ?? "id");
  if (asked.version !== undefined) requireVersion(stored, asked.version);
  return stored;
}

const given = agencyShape.pick({ name: true, divisions: true, purposes: true, only: true, allowance: true });

/** Enters an agency. Throws BAD_INPUT, FORBIDDEN for divisions beyond the asker's own. */
export const addAgency = command(
  "access:write",
  given.partial({ purposes: true, only: true, allowance: true }).extend({ kind: agencyShape.shape.kind }),
  async (ctx, input, scope) => {
    requireSound(scope, input);
    const id = newId(requireVault(ctx.vault));
    const { name, kind, divisions, purposes = [], only = null, allowance = null } = input;
    const record: Agency = {
      ...{ name, kind, divisions, purposes, only, allowance },
      ...{ id, isActive: true, createdAt: ctx.clock.now().toISOString(), createdBy: ctx.actor.id },
    };
    requireNotOwn(ctx.actor, record);
    return { result: { ...record, version: 1 }, writes: [{ put: toItem(agencyEntity, record, 1), if: "absent" }], target: `agency ${id}` };
  },
);

const version = z.int().min(1).describe("The version that was read; the change is refused where another was written since");

/** Changes what is named of an agency; what is left out stays. Throws NOT_FOUND, CONFLICT, BAD_INPUT, FORBIDDEN. */
export const changeAgency = command(
  "access:write",
  given.partial().extend({
    id: shortId.describe("The agency"),
    version,
    isActive: agencyShape.shape.isActive.optional(),
  }),
  async (ctx, { id, version: seen, ...changes }, scope) => {
    const stored = await requireAgency(ctx, scope, { id, version: seen });
    const record: Agency = { ...stored.record, ...withoutAbsent(changes) };
    requireSound(scope, record);
    requireNotOwn(ctx.actor, record);
    const write = { put: toItem(agencyEntity, record, seen + 1), if: { version: seen } };
    return { result: { ...record, version: seen + 1 }, writes: [write], target: `agency ${id}` };
  },
);

/** Nobody changes what its own agency may do, nor gives an agency more than itself is narrowed to. */
function requireNotOwn({ role, agency, only }: Actor, record: Agency): void {
  if (role === "operator") return;
  if (agency === record.id) throw new HubError("FORBIDDEN", "An administrator does not change its own agency", { path: "id" });
  if (only && !record.only?.every((action) => only.includes(action)))
    throw new HubError("FORBIDDEN", "An administrator gives no actions beyond its own", { path: "only" });
}

/** Without the fields that were left out. */
export function withoutAbsent<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}

function requireSound(
  scope: Scope,
  {
    divisions,
    only,
    purposes,
  }: { readonly divisions: readonly string[]; readonly only?: Agency["only"] | undefined; readonly purposes?: Agency["purposes"] | undefined },
): void {
  // Refused, not trimmed: whoever asks for more than it may give learns so.
  if (!coversAll(scope, divisions)) throw new HubError("FORBIDDEN", "An administrator gives divisions of its own only", { path: "divisions" });
  const useless = only?.find((action) => roles.every((role) => reachOf(role, action) === null));
  if (useless !== undefined) throw new HubError("BAD_INPUT", `only: ${useless} is nobody's right`, { path: "only" });
  const codes = (purposes ?? []).map(({ code }) => code);
  if (new Set(codes).size < codes.length) throw new HubError("BAD_INPUT", "purposes: each has a code of its own", { path: "purposes" });
}

export { version as versionInput };
