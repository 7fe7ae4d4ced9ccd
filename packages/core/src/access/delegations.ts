import * as z from "zod";
import { command } from "../command.ts";
import type { Ctx } from "../ctx.ts";
import { Enterprise } from "../enterprise/index.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import { type Owned, operation, type Scope } from "../operation.ts";
import { versionInput } from "./agencies.ts";
import { type Delegation, delegatedPartition, delegationEntity, delegationKey, delegationShape } from "./delegation.ts";
import { type Versioned, versioned } from "./listing.ts";
import { personKey, uscc } from "./person.ts";
import { notFound, requireVersion } from "./shapes.ts";

const ofEnterprise = z.object({ uscc: uscc.describe("The enterprise, by its code") });

/** Whether an enterprise lies within the asker's right. One round trip where that goes by its seat. */
async function isCovered({ store }: Ctx, scope: Scope, code: string): Promise<boolean> {
  const item = scope.reach === "division" ? await store.get(Enterprise.registerKey(code)) : null;
  // Of one that no register tells of, the code says where it was registered.
  const division = (item?.body["division"] ?? code.slice(2, 8)) as string;
  const of: Owned = { enterprise: code, divisions: [division] };
  return scope.covers(of);
}

/** Who may act for an enterprise, also those whose time is over; none where it lies beyond the asker's right. One round trip, two for an administrator. */
export const delegations = operation(
  "delegation:read",
  ofEnterprise,
  async (ctx, { uscc: code }, scope): Promise<readonly Versioned<Delegation>[]> => {
    if (!(await isCovered(ctx, scope, code))) return [];
    const { items } = await ctx.store.query({ index: "gsi1", pk: delegatedPartition(code), limit: mostKept });
    return items.map((item) => versioned(fromItem(delegationEntity, item)));
  },
  { subjects: ({ uscc: code }, { length }, scope) => (length > 0 || scope.covers({ divisions: [], enterprise: code }) ? [code] : []) },
);

/** Delegations of one enterprise that are in force at a time, and that are kept and shown. */
const mostDelegations = 100;
const mostKept = 1_000;
const mostDays = 731;

/** Lets a person act for an enterprise until a day; one that is let already gets the new terms. Throws NOT_FOUND, BAD_INPUT. */
export const delegate = command(
  "delegation:write",
  ofEnterprise.extend({
    person: delegationShape.shape.person,
    actions: delegationShape.shape.actions,
    days: z.int().min(1).max(mostDays).default(365).describe("For how many days; two years at most"),
  }),
  async (ctx, { days, ...input }, scope) => {
    await requireCovered(ctx, scope, input.uscc);
    const { items } = await ctx.store.query({ index: "gsi1", pk: delegatedPartition(input.uscc), limit: mostKept });
    const inForce = items.filter((item) => fromItem(delegationEntity, item).record.until > ctx.clock.now().toISOString());
    const [person, known] = await ctx.store.getMany([personKey(input.person), delegationKey(input.person, input.uscc)]);
    if (!person) throw notFound("person", "person");
    if (!known && (inForce.length >= mostDelegations || items.length >= mostKept))
      throw new HubError("BAD_INPUT", `uscc: ${mostDelegations} people act for it already; end some first`, { path: "uscc" });
    const now = ctx.clock.now();
    const until = new Date(now.getTime() + days * 86_400_000).toISOString();
    const record: Delegation = { ...input, from: now.toISOString(), until, createdBy: ctx.actor.id };
    const version = known?.version ?? 0;
    const write = { put: toItem(delegationEntity, record, version + 1), if: version === 0 ? ("absent" as const) : { version } };
    return { result: { ...record, version: version + 1 }, writes: [write], subject: input.uscc, target: `person ${input.person}` };
  },
);

/** Lets a person act for an enterprise no longer; in processes that have just met it for five seconds more. Throws NOT_FOUND, CONFLICT. */
export const endDelegation = command(
  "delegation:write",
  ofEnterprise.extend({ person: delegationShape.shape.person, version: versionInput }),
  async (ctx, { uscc: code, person, version }, scope) => {
    await requireCovered(ctx, scope, code);
    const item = await ctx.store.get(delegationKey(person, code));
    const stored = item && fromItem(delegationEntity, item);
    if (!stored) throw notFound("delegation", "person");
    requireVersion(stored, version);
    // It stays, ended, so that its versions go on counting when the person is let act again.
    const now = ctx.clock.now().toISOString();
    const record: Delegation = { ...stored.record, until: [stored.record.until, now].toSorted()[0] ?? now };
    const writes = [{ put: toItem(delegationEntity, record, version + 1), if: { version } }];
    return { result: { ...record, version: version + 1 }, writes, subject: code, target: `person ${person}` };
  },
);

async function requireCovered(ctx: Ctx, scope: Scope, code: string): Promise<void> {
  if (!Identity.checkUscc(code).ok) throw new HubError("BAD_INPUT", `uscc: ${code} is no sound code`, { path: "uscc" });
  if (!(await isCovered(ctx, scope, code))) throw notFound("enterprise", "uscc");
}
