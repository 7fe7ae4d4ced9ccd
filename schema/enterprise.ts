import { Credit } from "@hub/core/credit";
import { Enterprise } from "@hub/core/enterprise";
import { Provenance } from "@hub/core/provenance";
import { builder } from "./builder.ts";
import { CreditStatusType } from "./credit.ts";
import { describe } from "./describe.ts";
import { DivisionType, divisionOf } from "./division.ts";
import { enumFrom } from "./enum.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { UsccFaultType } from "./identity.ts";
import { IndustryType, industryOf } from "./industry.ts";
import { LicenceNode } from "./licence.ts";
import { knownAtArg, momentArgs, momentCost } from "./moment.ts";
import { needs } from "./needs.ts";
import { listCost, pageOf } from "./paging.ts";
import { PenaltyNode } from "./penalty.ts";
import { RecordProvenance } from "./provenance.ts";

export const RegisterStatus = enumFrom<Enterprise.Info["status"]>("RegisterStatus", "Standing of an enterprise in the register (登记状态)", {
  active: "In business (存续, 在业)",
  suspended: "Business suspended (歇业, 停业)",
  revoked: "Business licence revoked (吊销)",
  deregistered: "Struck off the register (注销)",
  movedOut: "Moved to another registration authority (迁出)",
  other: "Another standing; see statusText",
});

const IdentifierKind = enumFrom<Enterprise.IdentifierKind>("IdentifierKind", "Identifiers used beside or before the Unified Social Credit Code", {
  registrationNumber: "Business registration number (工商注册号)",
  organisationCode: "Organisation code, nine characters (组织机构代码)",
  taxNumber: "Tax registration number (税务登记号)",
});

const shape = Enterprise.shape;

export const EnterpriseNode = builder.node(builder.objectRef<Enterprise.Profile>("Enterprise"), {
  description: "One enterprise with all that the hub knows of it",
  id: { resolve: (profile) => profile.uscc, description: "Stays the same while anything is known of the enterprise" },
  isTypeOf: (value) => typeof value === "object" && value !== null && "penalties" in value,
  fields: (t) => ({
    uscc: t.exposeString("uscc", describe(shape, "uscc")),
    name: t.exposeString("name", { description: "Registered name; without register data the name in the newest decision" }),
    isRegistered: t.boolean({
      description: "Whether register data are known; if not, all fields that come from the register are null or empty",
      resolve: (profile) => profile.register !== null,
    }),
    formerNames: t.stringList({ ...describe(shape, "formerNames"), resolve: ({ register }) => register?.formerNames ?? [] }),
    type: t.string({ nullable: true, ...describe(shape, "type"), resolve: ({ register }) => register?.type }),
    status: t.field({ type: RegisterStatus, nullable: true, ...describe(shape, "status"), resolve: ({ register }) => register?.status }),
    statusText: t.string({ nullable: true, ...describe(shape, "statusText"), resolve: ({ register }) => register?.statusText }),
    division: t.field({
      type: DivisionType,
      nullable: true,
      description: "Division of the registered seat",
      resolve: ({ register }) => divisionOf(register?.division),
    }),
    industry: t.field({
      type: IndustryType,
      nullable: true,
      description: "Industry by GB/T 4754-2017",
      resolve: ({ register }) => industryOf(register?.industry),
    }),
    address: t.string({ nullable: true, ...describe(shape, "address"), resolve: ({ register }) => register?.address }),
    legalRepresentative: t.string({ nullable: true, ...describe(shape, "legalRepresentative"), resolve: ({ register }) => register?.legalRepresentative }),
    establishedOn: t.field({ type: "Date", nullable: true, ...describe(shape, "establishedOn"), resolve: ({ register }) => register?.establishedOn }),
    registrationNumber: t.string({ nullable: true, ...describe(shape, "registrationNumber"), resolve: ({ register }) => register?.registrationNumber }),
    organisationCode: t.string({ nullable: true, ...describe(shape, "organisationCode"), resolve: ({ register }) => register?.organisationCode }),
    taxNumber: t.string({ nullable: true, ...describe(shape, "taxNumber"), resolve: ({ register }) => register?.taxNumber }),
    disputedSince: t.field({
      type: "Date",
      nullable: true,
      description: "Day on which an objection was raised against the register data that is still open (异议); null where none is",
      resolve: ({ register }) => register?.dispute?.since,
    }),
    provenance: t.field({
      type: RecordProvenance,
      nullable: true,
      ...describe(shape, "provenance"),
      resolve: ({ uscc, register }, _args, ctx) =>
        register && new Provenance.Shown(ctx, register.provenance, () => ({ divisions: Enterprise.entityOf.history.divisions(register), enterprise: uscc })),
    }),
    penalties: t.connection(
      {
        type: PenaltyNode,
        ...needs(Enterprise.penalties),
        description:
          "Administrative penalties, newest decision first; pages of 20 unless told, 100 at most. Told of the moment of which the enterprise is, unless told otherwise",
        args: momentArgs,
        complexity: (args) => ({ ...listCost(args), field: 1 + momentCost(args) }),
        resolve: async (profile, { asOf, knownAt, ...args }, ctx) =>
          pageOf(await Enterprise.penalties(ctx, { profile, asOf, knownAt }), ({ authority, decisionNumber }) => `${authority.uscc}/${decisionNumber}`, args),
      },
      { description: "A page of penalties" },
      { description: "A penalty in a list" },
    ),
    creditStatus: t.field({
      type: CreditStatusType,
      ...needs(Credit.status),
      description:
        "How the enterprise stands today: published records, disputes, how many were repaired, and what follows for bidding, procurement and finance",
      complexity: { field: 1, multiplier: 5 },
      resolve: (profile, _args, ctx) => Credit.status(ctx, { profile }),
    }),
    licences: t.connection(
      {
        type: LicenceNode,
        ...needs(Enterprise.licences),
        description:
          "Administrative licences, newest decision first; pages of 20 unless told, 100 at most. Told of the moment of which the enterprise is, unless told otherwise",
        args: momentArgs,
        complexity: (args) => ({ ...listCost(args), field: 1 + momentCost(args) }),
        resolve: async (profile, { asOf, knownAt, ...args }, ctx) =>
          pageOf(await Enterprise.licences(ctx, { profile, asOf, knownAt }), ({ authority, documentNumber }) => `${authority.uscc}/${documentNumber}`, args),
      },
      { description: "A page of licences" },
      { description: "A licence in a list" },
    ),
    registerHistory: t.connection(
      {
        type: RecordVersion,
        ...needs(Enterprise.history),
        description: "Every version of what the register says, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ uscc, at }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Enterprise.history(ctx, { uscc, knownAt: knownAt ?? at.knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
    timeline: t.connection(
      {
        type: RecordVersion,
        ...needs(Enterprise.timeline),
        description: "What became of all records of the enterprise, of every kind, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ uscc, at }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Enterprise.timeline(ctx, { uscc, knownAt: knownAt ?? at.knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
    asOf: t.field({ type: "Date", nullable: true, description: "Day of which all this is told; null for whatever is on file", resolve: ({ at }) => at.asOf }),
    knownAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "Instant at which the hub knew all this; null for now",
      resolve: ({ at }) => at.knownAt,
    }),
  }),
});

const EnterpriseLookup = builder.objectRef<Enterprise.Lookup>("EnterpriseLookup").implement({
  description: "What became of one of the codes asked for",
  fields: (t) => ({
    asked: t.exposeString("asked", { description: "The code as it was asked for" }),
    enterprise: t.field({
      type: EnterpriseNode,
      nullable: true,
      description: "The enterprise; null when nothing is known under the code, or the code is wrong",
      resolve: ({ profile }) => profile,
    }),
    faults: t.field({ type: [UsccFaultType], description: "What is wrong with the code; empty when it is sound", resolve: ({ check }) => [...check.faults] }),
    suggestion: t.string({
      nullable: true,
      description: "The code that was most likely meant, where only one can be",
      resolve: ({ check }) => check.suggestion,
    }),
  }),
});

builder.queryFields((t) => ({
  enterprise: t.field({
    type: EnterpriseNode,
    ...needs(Enterprise.get),
    nullable: true,
    description:
      "One enterprise by its code; null when nothing is known of it. A wrong code is the error USCC_INVALID, whose extensions name the faults and the suggested correction",
    args: { uscc: t.arg.string({ description: "Unified Social Credit Code; blanks, hyphens, width and case do not matter" }), ...momentArgs },
    complexity: (args) => 5 + momentCost(args),
    resolve: (_root, args, ctx) => Enterprise.get(ctx, args),
  }),
  enterprises: t.field({
    type: [EnterpriseLookup],
    ...needs(Enterprise.getMany),
    description: "Up to 100 enterprises by their codes, in the order asked. A wrong or unknown code spoils only its own place",
    args: { usccs: t.arg.stringList({ description: "Unified Social Credit Codes, 100 at most" }), ...momentArgs },
    complexity: ({ usccs, ...at }) => ({ field: (5 + momentCost(at)) * usccs.length, multiplier: Math.max(1, usccs.length) }),
    resolve: async (_root, args, ctx) => [...(await Enterprise.getMany(ctx, args))],
  }),
  enterpriseByIdentifier: t.field({
    type: EnterpriseNode,
    ...needs(Enterprise.getByIdentifier),
    nullable: true,
    description: "One enterprise by an identifier from before the unified code; null when none is known to have it",
    args: {
      kind: t.arg({ type: IdentifierKind, description: "What kind of identifier it is" }),
      value: t.arg.string({ description: "The identifier" }),
      ...momentArgs,
    },
    complexity: (args) => 10 + momentCost(args),
    resolve: (_root, args, ctx) => Enterprise.getByIdentifier(ctx, args),
  }),
}));
