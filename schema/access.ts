import { Access } from "@hub/core/access";
import type { Page } from "@hub/core/ports";
import { Quota } from "@hub/core/quota";
import { type Action, delegable } from "@hub/core/rights";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { DivisionType, divisionOf } from "./division.ts";
import { enumFrom } from "./enum.ts";
import { useEnum } from "./input.ts";
import { mutation, type PayloadRef, recordPayload } from "./mutation.ts";
import { needs } from "./needs.ts";
import { checkedSize } from "./paging.ts";
import { ActionType, actionProse } from "./self.ts";

/** Who is let in, and what they may do. */

useEnum(Access.actions, ActionType);
const DelegableAction = enumFrom<Action>(
  "DelegableAction",
  "What may be done for an enterprise by who acts for it",
  Object.fromEntries(delegable.map((action) => [action, actionProse[action]])) as Record<Action, string>,
);
useEnum(delegable, DelegableAction);

const PersonRole = enumFrom<Access.Membership["role"]>("PersonRole", "Roles that a person can be given", {
  partner: "For a partner agency that uses the hub's data",
  enterprise: "For its own enterprise, or those it acts for",
  officer: "An officer of an environment bureau",
  reviewer: "An officer who decides on what others prepared",
  auditor: "Who checks what was done",
  admin: "Who gives access",
});
useEnum(Access.personRoles, PersonRole);

const AgencyKind = enumFrom<Access.Agency["kind"]>("AgencyKind", "What agencies do with the hub's data", {
  partner: "Uses them",
  bureau: "Makes them",
});
useEnum(Access.agencyKinds, AgencyKind);

const purposeShape = Access.purpose;
const PurposeType = builder.objectRef<Access.Agency["purposes"][number]>("Purpose").implement({
  description: "What an agency may read for that is not public",
  fields: (t) => ({ code: t.exposeString("code", describe(purposeShape, "code")), text: t.exposeString("text", describe(purposeShape, "text")) }),
});

const AllowanceType = builder.objectRef<NonNullable<Access.Agency["allowance"]>>("Allowance").implement({
  description: "How many requests may be made",
  fields: (t) => ({
    perMinute: t.exposeInt("perMinute", describe(Quota.allowance, "perMinute")),
    burst: t.exposeInt("burst", describe(Quota.allowance, "burst")),
  }),
});

const versionProse = { description: "Version of the record: a change of it must name it" };
const divisionsOf = (codes: readonly string[]) => codes.flatMap((code) => divisionOf(code) ?? []);

const key = Access.keyShape;
const ApiKeyType = builder.objectRef<Access.ShownKey>("ApiKey").implement({
  description: "A key of an agency's systems, without the key itself, which is stored nowhere",
  fields: (t) => ({
    id: t.exposeString("id", describe(key, "id")),
    prefix: t.exposeString("prefix", { description: "What the key begins with; may be shown and logged" }),
    label: t.exposeString("label", describe(key, "label")),
    networks: t.field({ type: ["String"], ...describe(key, "networks"), resolve: ({ networks }) => [...networks] }),
    createdAt: t.expose("createdAt", { type: "DateTime", ...describe(key, "createdAt") }),
    createdBy: t.exposeString("createdBy", describe(key, "createdBy")),
    expiresAt: t.expose("expiresAt", { type: "DateTime", ...describe(key, "expiresAt") }),
    replacedBy: t.exposeString("replacedBy", { nullable: true, ...describe(key, "replacedBy") }),
    revokedAt: t.expose("revokedAt", { type: "DateTime", nullable: true, ...describe(key, "revokedAt") }),
    lastUsedAt: t.expose("lastUsedAt", { type: "DateTime", nullable: true, description: "When it was last used, to the hour; null for never" }),
    version: t.exposeInt("version", versionProse),
  }),
});

const client = Access.clientShape;
const ClientType = builder.objectRef<Access.Versioned<Access.Client>>("Client").implement({
  description: "An agency's system that shows tokens of its own (OAuth 2 client credentials)",
  fields: (t) => ({
    id: t.exposeString("id", describe(client, "id")),
    issuer: t.exposeString("issuer", describe(client, "issuer")),
    client: t.exposeString("client", describe(client, "client")),
    agency: t.exposeString("agency", describe(client, "agency")),
    createdAt: t.expose("createdAt", { type: "DateTime", ...describe(client, "createdAt") }),
    createdBy: t.exposeString("createdBy", describe(client, "createdBy")),
    version: t.exposeInt("version", versionProse),
  }),
});

const agency = Access.agencyShape;
const AgencyType = builder.objectRef<Access.Versioned<Access.Agency>>("Agency").implement({
  description: "An agency (部门) that uses the hub's data or makes them",
  fields: (t) => ({
    id: t.exposeString("id", describe(agency, "id")),
    name: t.exposeString("name", describe(agency, "name")),
    kind: t.expose("kind", { type: AgencyKind, ...describe(agency, "kind") }),
    divisions: t.field({ type: ["String"], ...describe(agency, "divisions"), resolve: ({ divisions }) => [...divisions] }),
    divisionNames: t.field({
      type: [DivisionType],
      description: "The same by name; the whole country has none",
      resolve: ({ divisions }) => divisionsOf(divisions),
    }),
    purposes: t.field({ type: [PurposeType], ...describe(agency, "purposes"), resolve: ({ purposes }) => [...purposes] }),
    only: t.field({ type: [ActionType], nullable: true, ...describe(agency, "only"), resolve: ({ only }) => only && [...only] }),
    allowance: t.expose("allowance", { type: AllowanceType, nullable: true, ...describe(agency, "allowance") }),
    isActive: t.exposeBoolean("isActive", describe(agency, "isActive")),
    createdAt: t.expose("createdAt", { type: "DateTime", ...describe(agency, "createdAt") }),
    createdBy: t.exposeString("createdBy", describe(agency, "createdBy")),
    version: t.exposeInt("version", versionProse),
    keys: t.field({
      type: [ApiKeyType],
      ...needs(Access.keys),
      description: "Its keys, 50 live ones at most",
      complexity: { field: 5, multiplier: 10 },
      resolve: async ({ id }, _args, ctx) => [...(await Access.keys(ctx, { agency: id }))],
    }),
    clients: t.field({
      type: [ClientType],
      ...needs(Access.clients),
      description: "Its clients at issuers of tokens, 100 at most",
      complexity: { field: 5, multiplier: 10 },
      resolve: async ({ id }, _args, ctx) => [...(await Access.clients(ctx, { agency: id }))],
    }),
  }),
});

const membership = Access.membership;
const MembershipType = builder.objectRef<Access.Membership>("Membership").implement({
  description: "In which role, and for whom, a person may act",
  fields: (t) => ({
    role: t.expose("role", { type: PersonRole, ...describe(membership, "role") }),
    agency: t.exposeString("agency", { nullable: true, ...describe(membership, "agency") }),
    divisions: t.field({ type: ["String"], ...describe(membership, "divisions"), resolve: ({ divisions }) => [...divisions] }),
    enterprises: t.field({ type: ["String"], ...describe(membership, "enterprises"), resolve: ({ enterprises }) => [...enterprises] }),
  }),
});

const person = Access.personShape;
const PersonType = builder.objectRef<Access.Versioned<Access.Person>>("Person").implement({
  description: "A person whom an issuer of tokens vouches for",
  fields: (t) => ({
    id: t.exposeString("id", describe(person, "id")),
    issuer: t.exposeString("issuer", describe(person, "issuer")),
    subject: t.exposeString("subject", describe(person, "subject")),
    name: t.exposeString("name", { nullable: true, ...describe(person, "name") }),
    memberships: t.field({ type: [MembershipType], ...describe(person, "memberships"), resolve: ({ memberships }) => [...memberships] }),
    isActive: t.exposeBoolean("isActive", describe(person, "isActive")),
    createdAt: t.expose("createdAt", { type: "DateTime", ...describe(person, "createdAt") }),
    createdBy: t.exposeString("createdBy", describe(person, "createdBy")),
    version: t.exposeInt("version", versionProse),
  }),
});

const delegation = Access.delegationShape;
const DelegationType = builder.objectRef<Access.Versioned<Access.Delegation>>("Delegation").implement({
  description: "Somebody who acts for an enterprise for a time",
  fields: (t) => ({
    uscc: t.exposeString("uscc", describe(delegation, "uscc")),
    person: t.exposeString("person", describe(delegation, "person")),
    actions: t.field({ type: [ActionType], ...describe(delegation, "actions"), resolve: ({ actions }) => [...actions] }),
    from: t.expose("from", { type: "DateTime", ...describe(delegation, "from") }),
    until: t.expose("until", { type: "DateTime", ...describe(delegation, "until") }),
    createdBy: t.exposeString("createdBy", describe(delegation, "createdBy")),
    version: t.exposeInt("version", versionProse),
  }),
});

const pageArgs = builder.args((t) => ({
  first: t.int({ defaultValue: 20, description: "Records on a page, 100 at most" }),
  after: t.string({ required: false, description: "The endCursor of the page before" }),
}));

const pageProse = {
  nodes: "The records; a page is short where some lie beyond the asker's right",
  endCursor: "Pass it as `after` for the next page; null at the end",
};

const AgencyPage = builder.objectRef<Page<Access.Versioned<Access.Agency>>>("AgencyPage").implement({
  description: "A page of agencies, in the order of their ids",
  fields: (t) => ({
    nodes: t.field({ type: [AgencyType], description: pageProse.nodes, resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: pageProse.endCursor, resolve: ({ cursor }) => cursor }),
  }),
});

const PersonPage = builder.objectRef<Page<Access.Versioned<Access.Person>>>("PersonPage").implement({
  description: "A page of persons, in the order of their ids",
  fields: (t) => ({
    nodes: t.field({ type: [PersonType], description: pageProse.nodes, resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: pageProse.endCursor, resolve: ({ cursor }) => cursor }),
  }),
});

builder.queryFields((t) => ({
  agency: t.field({
    type: AgencyType,
    nullable: true,
    ...needs(Access.agency),
    description: "One agency by its id; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Id of the agency" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Access.agency(ctx, args),
  }),
  agencies: t.field({
    type: AgencyPage,
    ...needs(Access.agencies),
    description: "The agencies",
    args: pageArgs,
    complexity: ({ first }) => ({ field: 5, multiplier: first ?? 20 }),
    resolve: (_root, { first, after }, ctx) => Access.agencies(ctx, { first: checkedSize(first), after: after ?? null }),
  }),
  person: t.field({
    type: PersonType,
    nullable: true,
    ...needs(Access.person),
    description: "One person by its id; null where there is none that you may see",
    args: { id: t.arg.string({ description: "Id of the person" }) },
    complexity: 5,
    resolve: (_root, args, ctx) => Access.person(ctx, args),
  }),
  persons: t.field({
    type: PersonPage,
    ...needs(Access.persons),
    description: "The persons",
    args: pageArgs,
    complexity: ({ first }) => ({ field: 5, multiplier: first ?? 20 }),
    resolve: (_root, { first, after }, ctx) => Access.persons(ctx, { first: checkedSize(first), after: after ?? null }),
  }),
  delegations: t.field({
    type: [DelegationType],
    ...needs(Access.delegations),
    description: "Who may act for an enterprise, also those whose time is over; none where it is not yours to see",
    args: { uscc: t.arg.string({ description: "The enterprise, by its code" }) },
    complexity: { field: 500, multiplier: 100 },
    resolve: async (_root, args, ctx) => [...(await Access.delegations(ctx, args))],
  }),
}));

mutation("addAgency", {
  does: Access.addAgency,
  description: "Enters an agency",
  payload: recordPayload("agency", { type: AgencyType, prose: "The agency that was entered", of: "The agency" }),
});
mutation("changeAgency", {
  does: Access.changeAgency,
  description: "Changes what is named of an agency; what is left out stays",
  payload: recordPayload("agency", { type: AgencyType, prose: "The agency as it is now", of: "The agency" }),
});

const keyProse = "The key, without the key itself";
const issuedPayload = (ref: PayloadRef<Access.IssuedKey>) =>
  ref.implement({
    description: "The key that was made",
    fields: (t) => ({
      key: t.expose("key", { type: ApiKeyType, description: keyProse }),
      secret: t.exposeString("secret", {
        description: "The key itself. It is shown this once, and stored nowhere: put it where your system keeps its secrets",
      }),
    }),
  });
mutation("issueKey", {
  does: Access.issueKey,
  description: "Makes a key for a partner's system",
  payload: issuedPayload,
});
mutation("rotateKey", {
  does: Access.rotateKey,
  description: "Makes a key in the place of another, which is taken for some hours more",
  payload: issuedPayload,
});
mutation("revokeKey", {
  does: Access.revokeKey,
  description: "Has a key refused from now on; in processes that have just met it, five seconds later",
  payload: recordPayload("key", { type: ApiKeyType, prose: "The key as it is now", of: keyProse }),
});
mutation("addClient", {
  does: Access.addClient,
  description: "Lets a partner's system in by tokens of its own (OAuth 2 client credentials)",
  payload: recordPayload("client", { type: ClientType, prose: "The client that was entered", of: "The client" }),
});
mutation("removeClient", {
  does: Access.removeClient,
  description: "Lets a system in no longer",
  payload: recordPayload("client", { type: ClientType, prose: "The client as it was", of: "The client" }),
});
mutation("addPerson", {
  does: Access.addPerson,
  description: "Enters a person whom an issuer of tokens vouches for, with its roles",
  payload: recordPayload("person", { type: PersonType, prose: "The person that was entered", of: "The person" }),
});
mutation("changePerson", {
  does: Access.changePerson,
  description: "Changes what is named of a person; what is left out stays",
  payload: recordPayload("person", { type: PersonType, prose: "The person as it is now", of: "The person" }),
});
mutation("delegate", {
  does: Access.delegate,
  description: "Lets a person act for an enterprise until a day",
  payload: recordPayload("delegation", { type: DelegationType, prose: "Who acts for the enterprise", of: "The delegation" }),
});
mutation("endDelegation", {
  does: Access.endDelegation,
  description: "Lets a person act for an enterprise no longer",
  payload: recordPayload("delegation", { type: DelegationType, prose: "Who acted for the enterprise", of: "The delegation as it was" }),
});
