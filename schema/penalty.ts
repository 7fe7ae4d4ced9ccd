import { Penalty } from "@hub/core/penalty";
import { builder } from "./builder.ts";
import { DecidingAuthority, DecisionSubject, decisionOrigin, decisionReference, referenceId } from "./decision.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { knownAtArg } from "./moment.ts";
import { needs } from "./needs.ts";
import { RecordProvenance } from "./provenance.ts";
import { Money } from "./scalars.ts";

export const PenaltyType = enumFrom<Penalty.Type>("PenaltyType", "Kinds of administrative penalties (行政处罚法 2021, art. 9)", {
  warning: "Warning (警告)",
  criticism: "Circulated criticism (通报批评)",
  fine: "Fine (罚款)",
  confiscationOfGains: "Confiscation of unlawful gains (没收违法所得)",
  confiscationOfGoods: "Confiscation of unlawful goods (没收非法财物)",
  suspensionOfLicence: "Suspension of a licence (暂扣许可证件)",
  downgrading: "Lowering of a qualification grade (降低资质等级)",
  revocationOfLicence: "Revocation of a licence (吊销许可证件)",
  suspensionOrRevocation: "Suspension or revocation of a licence, in the wording before 2021 that does not say which (暂扣或者吊销许可证、执照)",
  restriction: "Restriction of production or business (限制开展生产经营活动)",
  suspensionOfBusiness: "Order to suspend production or business (责令停产停业)",
  closure: "Order to close down (责令关闭)",
  professionalBan: "Ban from an occupation (限制从业)",
  detention: "Administrative detention (行政拘留)",
  other: "Another penalty set by law, or a kind that the list does not name; see penaltyTypesText (其他)",
});

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
