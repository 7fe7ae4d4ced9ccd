import { type Action, type Reach, type Role, rights } from "@hub/core/rights";
import { Self } from "@hub/core/self";
import { builder } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";

/** As whom somebody is taken, and what anyone may do. */

export const actionProse = Object.fromEntries(Object.entries(rights).map(([action, { why }]) => [action, why])) as Record<Action, string>;
export const ActionType = enumFrom<Action>("Action", "What may be done: a right for each. Its description says why it is one", actionProse);

export const RoleType = enumFrom<Role>("Role", "Roles in which somebody asks", {
  public: "Anyone, without a key or token",
  partner: "A partner agency that uses the hub's data (finance, bidding, market regulation)",
  enterprise: "An enterprise's own people, and those who act for it",
  officer: "An officer of an environment bureau",
  reviewer: "An officer who decides on what others prepared",
  auditor: "Who checks what was done",
  admin: "Who gives access",
  operator: "Whoever has the machine: the command line, and the hub's own jobs",
});

const ReachType = enumFrom<Reach>("Reach", "How far a right reaches. What lies beyond is as if absent", {
  all: "To all records",
  division: "To records of the asker's divisions and all below them",
  own: "To the enterprises that the asker is or acts for",
});

const RoleReach = builder.objectRef<Self.RightInfo["who"][number]>("RoleReach").implement({
  description: "How far a role's right reaches",
  fields: (t) => ({
    role: t.expose("role", { type: RoleType, description: "The role" }),
    reach: t.expose("reach", { type: ReachType, description: "How far" }),
  }),
});

const RightType = builder.objectRef<Self.RightInfo>("Right").implement({
  description: "A right, and who has it",
  fields: (t) => ({
    action: t.expose("action", { type: ActionType, description: "What may be done" }),
    name: t.string({ description: "Its name, as the trail has it", resolve: ({ action }) => action }),
    why: t.exposeString("why", { description: "Why it is a right of its own, and who has it" }),
    who: t.field({ type: [RoleReach], description: "The roles that have it", resolve: ({ who }) => [...who] }),
  }),
});

const GrantType = builder.objectRef<Self.Granted>("Grant").implement({
  description: "A right that the asker has",
  fields: (t) => ({
    action: t.expose("action", { type: ActionType, description: "What may be done" }),
    reach: t.expose("reach", { type: ReachType, description: "How far" }),
    why: t.exposeString("why", { description: "Why it is a right of its own" }),
  }),
});

const SelfType = builder.objectRef<Self.Info>("Self").implement({
  description: "As whom the hub takes the asker",
  fields: (t) => ({
    id: t.string({ description: "As the trail names it", resolve: ({ actor }) => actor.id }),
    role: t.field({ type: RoleType, description: "The role in which it asks", resolve: ({ actor }) => actor.role }),
    agency: t.string({ nullable: true, description: "Agency for which it asks; null for none", resolve: ({ actor }) => actor.agency }),
    divisions: t.stringList({
      description: "Divisions that it sees where a right reaches so far; 000000 is the whole country",
      resolve: ({ actor }) => [...actor.divisions],
    }),
    enterprises: t.stringList({ description: "Enterprises that it is or acts for, by code", resolve: ({ actor }) => Object.keys(actor.enterprises) }),
    purposes: t.stringList({ description: "Codes of the purposes that it may state", resolve: ({ actor }) => [...(actor.purposes ?? [])] }),
    grants: t.field({ type: [GrantType], description: "What it may do", resolve: ({ grants }) => [...grants] }),
  }),
});

builder.queryFields((t) => ({
  me: t.field({
    type: SelfType,
    ...needs(Self.get),
    description: "As whom the hub takes you, and what you may do",
    resolve: (_root, _args, ctx) => Self.get(ctx, {}),
  }),
  rights: t.field({
    type: [RightType],
    ...needs(Self.catalogue),
    description: "The catalogue of rights: what may be done, by whom, how far, and why",
    complexity: { field: 1, multiplier: 20 },
    resolve: async (_root, _args, ctx) => [...(await Self.catalogue(ctx, {}))],
  }),
}));
