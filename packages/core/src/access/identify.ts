import type { Clock } from "../clock.ts";
import { requireVault } from "../command.ts";
import type { Actor, Ctx } from "../ctx.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { isWithin } from "../operation.ts";
import type { Item, ItemStore, Write } from "../ports.ts";
import { type Agency, agencyEntity, agencyKey } from "./agency.ts";
import { clientEntity, clientIdOf, clientKey } from "./client.ts";
import { type Delegation, delegationEntity } from "./delegation.ts";
import { keyEntity, keyKey, keyUseEntity, keyUseKey, parseKey } from "./key.ts";
import { type Membership, type Person, personEntity, personIdOf, personPartition } from "./person.ts";

/**
 * Who asks. These are the doors before the gate: they know no actor yet, and make one. Whatever is wrong with a key or a
 * token, the answer is the same, so that nobody learns which keys there are.
 */

/** Somebody who was let in, and how many requests the agency allows. */
export interface Identified {
  readonly actor: Actor;
  readonly allowance: Agency["allowance"];
}

type Parts = Pick<Ctx, "store" | "clock">;

function refused(): HubError {
  return new HubError("UNAUTHENTICATED", "The key or token is not accepted: it is unknown, over or revoked, or must not be used from here");
}

export interface KeyAsked {
  readonly key: string;
  /** Whether the request comes from one of some networks. */
  readonly isFrom: (networks: readonly string[]) => boolean;
}

export interface IdentifiedKey extends Identified {
  /** Until when it may be taken for known without asking again, if no sooner time is set: when it expires, in milliseconds. */
  readonly expiresAt: number;
  readonly networks: readonly string[];
  /** The write that notes that it was used; null where that was noted within the hour. */
  readonly use: Write | null;
}

/** Who asks with a key. One round trip. Throws UNAUTHENTICATED, VAULT_UNUSABLE. */
export async function actorOfKey({ store, clock, vault }: Parts & Pick<Ctx, "vault">, { key, isFrom }: KeyAsked): Promise<IdentifiedKey> {
  const parts = parseKey(key);
  if (!parts) throw refused();
  const { agency: agencyId, id } = parts;
  const [keyItem, agencyItem, useItem] = await store.getMany([keyKey(agencyId, id), agencyKey(agencyId), keyUseKey(agencyId, id)]);
  // Also of a key that there is not, so that it takes as long.
  const hash = requireVault(vault).hash(key);
  if (!keyItem || !agencyItem) throw refused();
  const { record } = fromItem(keyEntity, keyItem);
  const agency = fromItem(agencyEntity, agencyItem).record;
  const now = clock.now().toISOString();
  const isGood = isSame(record.hash, hash) && record.revokedAt === null && record.expiresAt > now && agency.isActive;
  if (!isGood || !isFrom(record.networks)) throw refused();
  return {
    actor: { ...partnerOf(agency), id: `key:${agencyId}.${id}` },
    allowance: agency.allowance,
    expiresAt: Date.parse(record.expiresAt),
    networks: record.networks,
    use: useOf(useItem ?? null, { agency: agencyId, key: id, now }),
  };
}

/** Takes as long whether texts differ early or late. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a.codePointAt(at) ?? 0) ^ (b.codePointAt(at) ?? 0);
  return difference === 0;
}

const hourMs = 3_600_000;

function useOf(item: Item | null, { agency, key, now }: { readonly agency: string; readonly key: string; readonly now: string }): Write | null {
  const before = item && fromItem(keyUseEntity, item);
  if (before && Date.parse(now) - Date.parse(before.record.lastUsedAt) < hourMs) return null;
  // Whoever notes it last is right: no condition, so that two who note it at once do not hinder one another.
  return { put: toItem(keyUseEntity, { agency, key, lastUsedAt: now }, (before?.version ?? 0) + 1) };
}

function partnerOf({ id, divisions, only, purposes }: Agency): Omit<Actor, "id"> {
  return { role: "partner", agency: id, divisions, enterprises: {}, purposes: purposes.map(({ code }) => code), ...(only && { only }) };
}

/** What a token says, once its signature, issuer, audience and time have been checked. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  /** Client id where the token is a system's own (client credentials); null for a person's. */
  readonly client: string | null;
  /** Roles and places that the issuer itself gives, where the hub is told to believe it; null where the hub's own records say. */
  readonly membership: Membership | null;
}

/** In which of its roles somebody wants to act; the first unless told. */
export type ActingAs = { readonly role: string; readonly agency: string | null } | null;

/** Who asks with a token. One round trip, two for who acts for an agency. Throws UNAUTHENTICATED, FORBIDDEN. */
export async function actorOfClaims(parts: Parts, claims: Claims, actingAs: ActingAs = null): Promise<Identified> {
  if (claims.client !== null) return clientActor(parts, claims.issuer, claims.client);
  const id = personIdOf(claims.issuer, claims.subject);
  const { person, delegations } = await readPerson(parts.store, id);
  if (person && !person.isActive) throw refused();
  const memberships = claims.membership ? [claims.membership] : (person?.memberships ?? []);
  const membership = chosen(memberships, actingAs);
  if (!membership) {
    const why = memberships.length === 0 ? "The hub knows no role of yours: ask the bureau's administrator to enter you" : "You have no such role";
    throw new HubError("FORBIDDEN", `${why} (${id})`, { person: id });
  }
  return memberActor(parts, { id, membership, delegations });
}

function chosen(memberships: readonly Membership[], actingAs: ActingAs): Membership | undefined {
  if (actingAs === null) return memberships[0];
  return memberships.find(({ role, agency }) => role === actingAs.role && (actingAs.agency === null || agency === actingAs.agency));
}

async function clientActor({ store }: Parts, issuer: string, client: string): Promise<Identified> {
  const id = clientIdOf(issuer, client);
  const item = await store.get(clientKey(id));
  const agency = item && (await readAgency(store, fromItem(clientEntity, item).record.agency));
  if (!agency?.isActive) throw refused();
  return { actor: { ...partnerOf(agency), id }, allowance: agency.allowance };
}

interface Member {
  readonly id: string;
  readonly membership: Membership;
  readonly delegations: readonly Delegation[];
}

async function memberActor({ store, clock }: Parts, { id, membership, delegations }: Member): Promise<Identified> {
  const { role } = membership;
  const agency = membership.agency === null ? null : await readAgency(store, membership.agency);
  if (membership.agency !== null && !agency?.isActive) throw refused();
  // Nobody gets further than the agency for which it acts.
  const divisions = agency ? common(membership.divisions, agency.divisions) : membership.divisions;
  const isTooNarrow = divisions.length === 0 || (role === "auditor" && !divisions.includes("000000"));
  if (isTooNarrow) throw new HubError("FORBIDDEN", `Your agency no longer reaches as far as your role: ask the bureau's administrator (${id})`, { person: id });
  const actor: Actor = {
    id,
    role,
    agency: membership.agency,
    divisions,
    enterprises: role === "enterprise" ? enterprisesOf(membership, delegations, clock) : {},
    ...(agency?.only && { only: agency.only }),
    ...(agency && { purposes: agency.purposes.map(({ code }) => code) }),
  };
  return { actor, allowance: agency?.allowance ?? null };
}

/** Divisions that lie within one of each: of two of which one lies in the other, the smaller. */
function common(some: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set([...some.filter((each) => isWithin(each, others)), ...others.filter((each) => isWithin(each, some))])];
}

function enterprisesOf({ enterprises }: Membership, delegations: readonly Delegation[], clock: Clock): Actor["enterprises"] {
  const now = clock.now().toISOString();
  const inForce = delegations.filter(({ from, until }) => from <= now && now < until);
  return Object.fromEntries([...inForce.map(({ uscc, actions }) => [uscc, actions] as const), ...enterprises.map((code) => [code, "all"] as const)]);
}

async function readAgency(store: ItemStore, id: string): Promise<Agency | null> {
  const item = await store.get(agencyKey(id));
  return item && fromItem(agencyEntity, item).record;
}

/** A person with who it may act for. One round trip. */
async function readPerson(store: ItemStore, id: string): Promise<{ readonly person: Person | null; readonly delegations: readonly Delegation[] }> {
  const items = await History.readAll(store, { pk: personPartition(id) });
  const of = items.find(({ sk }) => sk === "A#PERSON");
  const delegations = items.filter(({ sk }) => sk.startsWith("FOR#")).map((item) => fromItem(delegationEntity, item).record);
  return { person: of ? fromItem(personEntity, of).record : null, delegations };
}
