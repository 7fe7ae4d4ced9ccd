import { legalDay } from "@hub/core/clock";
import { Penalty } from "@hub/core/penalty";
import { Publicity } from "@hub/core/publicity";
import { builder } from "./builder.ts";
import { DecidingAuthority, DecisionSubject, decisionOrigin, decisionReference, referenceId } from "./decision.ts";
import { describe } from "./describe.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { knownAtArg } from "./moment.ts";
import { needs } from "./needs.ts";
import { PenaltyType } from "./penalty-type.ts";
import { RecordProvenance } from "./provenance.ts";
import { PublicityType } from "./publicity.ts";
import { Money } from "./scalars.ts";

const shape = Penalty.shape;

export const PenaltyNode = builder.node(builder.objectRef<Penalty.Info>("Penalty"), {
  description: "One administrative penalty decision (行政处罚) against one enterprise",
  id: {
    resolve: (penalty) => referenceId(penalty.subject, penalty.authority, penalty.decisionNumber),
    description: "Stays the same while the decision exists",
  },
  isTypeOf: (value) => typeof value === "object" && value !== null && "penaltyTypes" in value,
  fields: (t) => ({
    decisionNumber: t.exposeString("decisionNumber", describe(shape, "decisionNumber")),
    subject: t.expose("subject", { type: DecisionSubject, ...describe(shape, "subject") }),
    violationType: t.exposeString("violationType", describe(shape, "violationType")),
    facts: t.exposeString("facts", describe(shape, "facts")),
    legalBasis: t.exposeString("legalBasis", describe(shape, "legalBasis")),
    penaltyTypes: t.expose("penaltyTypes", { type: [PenaltyType], ...describe(shape, "penaltyTypes") }),
    penaltyTypesText: t.exposeString("penaltyTypesText", describe(shape, "penaltyTypesText")),
    content: t.exposeString("content", describe(shape, "content")),
    fine: t.field({ type: Money, nullable: true, description: "The fine; null when none was imposed", resolve: (penalty) => penalty.fineFen }),
    confiscated: t.field({
      type: Money,
      nullable: true,
      description: "Value confiscated; null when nothing was",
      resolve: (penalty) => penalty.confiscatedFen,
    }),
    suspendedOrRevokedCertificate: t.exposeString("suspendedOrRevokedCertificate", { nullable: true, ...describe(shape, "suspendedOrRevokedCertificate") }),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(shape, "decidedOn") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(shape, "validTo") }),
    claimedPublicityEndsOn: t.expose("claimedPublicityEndsOn", { type: "Date", nullable: true, ...describe(shape, "claimedPublicityEndsOn") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    remark: t.exposeString("remark", { nullable: true, ...describe(shape, "remark") }),
    fulfilledOn: t.field({
      type: "Date",
      nullable: true,
      ...describe(Publicity.standing, "fulfilledOn"),
      resolve: ({ standing }) => standing?.fulfilledOn,
    }),
    correctedOn: t.field({
      type: "Date",
      nullable: true,
      ...describe(Publicity.standing, "correctedOn"),
      resolve: ({ standing }) => standing?.correctedOn,
    }),
    disputedSince: t.field({
      type: "Date",
      nullable: true,
      description: "Day on which an objection was raised against the record that is still open (异议); null where none is",
      resolve: ({ dispute }) => dispute?.since,
    }),
    publicity: t.field({
      type: PublicityType,
      description: "Whether and how long it is publicised, and by which rule",
      args: { on: t.arg({ type: "Date", required: false, description: "Day of which it is told; today unless told" }) },
      resolve: (penalty, { on }, { clock }) => Publicity.publicityOf(penalty, on ?? legalDay(clock.now())),
    }),
    provenance: t.field({ type: RecordProvenance, ...describe(shape, "provenance"), resolve: decisionOrigin }),
    history: t.connection(
      {
        type: RecordVersion,
        ...needs(Penalty.history),
        description: "Every version of the penalty, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ subject, authority, decisionNumber: number }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Penalty.history(ctx, { ...decisionReference(subject, authority, number), knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
  }),
});
