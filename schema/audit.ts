import { Audit } from "@hub/core/audit";
import { trailShape } from "@hub/core/trail";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { needs } from "./needs.ts";
import { checkedSize } from "./paging.ts";
import { RoleType } from "./self.ts";

/** Who did what: for auditors, and for enterprises whose data were looked at. */

type Entry = Audit.EntryPage["items"][number];

const AccessKind = enumFrom<Entry["kind"]>("AccessKind", "What was done", { read: "Something was read that is not public", write: "Something was changed" });
const Channel = enumFrom<Entry["channel"]>("Channel", "By which way something was asked", {
  graphql: "The GraphQL API",
  http: "Another route of the HTTP API",
  command: "The command line",
  job: "A job of the hub's own",
});

const AuditEntry = builder.objectRef<Entry>("AuditEntry").implement({
  description: "One entry of the audit trail: one request, and one enterprise or none",
  fields: (t) => ({
    id: t.exposeString("id", describe(trailShape, "id")),
    at: t.expose("at", { type: "DateTime", ...describe(trailShape, "at") }),
    kind: t.expose("kind", { type: AccessKind, ...describe(trailShape, "kind") }),
    actor: t.exposeString("actor", {
      description: "Who it was: the id of a person, a key or a client. An enterprise sees the agency, which answers for its people",
    }),
    role: t.expose("role", { type: RoleType, ...describe(trailShape, "role") }),
    agency: t.exposeString("agency", { nullable: true, ...describe(trailShape, "agency") }),
    actions: t.exposeStringList("actions", describe(trailShape, "actions")),
    subject: t.exposeString("subject", { nullable: true, ...describe(trailShape, "subject") }),
    target: t.exposeString("target", { nullable: true, ...describe(trailShape, "target") }),
    purpose: t.exposeString("purpose", { nullable: true, ...describe(trailShape, "purpose") }),
    requestId: t.exposeString("requestId", { nullable: true, ...describe(trailShape, "requestId") }),
    channel: t.expose("channel", { type: Channel, ...describe(trailShape, "channel") }),
  }),
});

const AuditPage = builder.objectRef<Audit.EntryPage>("AuditPage").implement({
  description: "A page of the audit trail, newest first. It may be short, or empty, though more follow",
  fields: (t) => ({
    nodes: t.field({ type: [AuditEntry], description: "The entries", resolve: ({ items }) => [...items] }),
    endCursor: t.string({ nullable: true, description: "Pass it as `after` for the next page; null at the end", resolve: ({ cursor }) => cursor }),
  }),
});

const AuditCount = builder.objectRef<Audit.Count>("AuditCount").implement({
  description: "How often something was done",
  fields: (t) => ({
    value: t.exposeString("value", { description: "What, for whom, in which role, or what for" }),
    count: t.exposeInt("count", { description: "Number of entries" }),
  }),
});

const AuditTotals = builder.objectRef<Audit.Totals>("AuditTotals").implement({
  description: "Totals of entries of the audit trail",
  fields: (t) => ({
    entries: t.exposeInt("entries", { description: "How many there are" }),
    actions: t.field({ type: [AuditCount], description: "By what was done", resolve: ({ by }) => [...by.action] }),
    agencies: t.field({ type: [AuditCount], description: "By the agency for which it was done", resolve: ({ by }) => [...by.agency] }),
    roles: t.field({ type: [AuditCount], description: "By role", resolve: ({ by }) => [...by.role] }),
    purposes: t.field({ type: [AuditCount], description: "By what for", resolve: ({ by }) => [...by.purpose] }),
  }),
});

const filter = Audit.filter;
const filterArgs = builder.args((t) => ({
  subject: t.string({ required: false, ...describe(filter, "subject") }),
  agency: t.string({ required: false, ...describe(filter, "agency") }),
  actor: t.string({ required: false, ...describe(filter, "actor") }),
  action: t.string({ required: false, ...describe(filter, "action") }),
  purpose: t.string({ required: false, ...describe(filter, "purpose") }),
  kind: t.field({ type: AccessKind, required: false, ...describe(filter, "kind") }),
  from: t.field({ type: "DateTime", required: false, ...describe(filter, "from") }),
  to: t.field({ type: "DateTime", required: false, ...describe(filter, "to") }),
}));

builder.queryFields((t) => ({
  auditEntries: t.field({
    type: AuditPage,
    ...needs(Audit.list),
    description: "Entries of the audit trail, newest first. An enterprise names itself as `subject`, and sees who looked at its data, for whom and why",
    args: {
      ...filterArgs,
      first: t.arg.int({ defaultValue: 20, description: "Entries on a page, 100 at most" }),
      after: t.arg.string({ required: false, description: "The endCursor of the page before" }),
    },
    // A rare entry may have thousands looked through.
    complexity: ({ first }) => ({ field: 500, multiplier: first ?? 20 }),
    resolve: (_root, { first, ...args }, ctx) => Audit.list(ctx, { ...args, first: checkedSize(first) }),
  }),
  auditTotals: t.field({
    type: AuditTotals,
    ...needs(Audit.totals),
    description: "Totals of the audit trail by what was done, for whom and what for; of 100,000 entries at most",
    args: filterArgs,
    complexity: 5_000,
    resolve: (_root, args, ctx) => Audit.totals(ctx, args),
  }),
}));
