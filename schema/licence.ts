import { Licence } from "@hub/core/licence";
import { builder } from "./builder.ts";
import { DecidingAuthority, DecisionSubject, decisionOrigin, decisionReference, referenceId } from "./decision.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";
import { historyArgs, historyCost, RecordVersion, VersionConnection, VersionEdge, versionsPage } from "./history.ts";
import { knownAtArg } from "./moment.ts";
import { needs } from "./needs.ts";
import { RecordProvenance } from "./provenance.ts";

export const LicenceCategory = enumFrom<Licence.Info["category"]>("LicenceCategory", "Categories of administrative licences (许可类别)", {
  general: "General licence (普通)",
  concession: "Concession (特许)",
  recognition: "Recognition of a qualification (认可)",
  approval: "Approval against a technical standard (核准)",
  registration: "Registration (登记)",
  other: "Another category; see categoryText (其他)",
});

const LicenceStatus = enumFrom<Licence.Info["status"]>("LicenceStatus", "What the source reports of a licence (当前状态)", {
  valid: "Reported as valid",
  invalid: "Reported as no longer valid",
});

const shape = Licence.shape;

export const LicenceNode = builder.node(builder.objectRef<Licence.Info>("Licence"), {
  description: "One administrative licence decision (行政许可) for one enterprise",
  id: {
    resolve: (licence) => referenceId(licence.subject, licence.authority, licence.documentNumber),
    description: "Stays the same while the decision exists",
  },
  isTypeOf: (value) => typeof value === "object" && value !== null && "documentName" in value,
  fields: (t) => ({
    documentNumber: t.exposeString("documentNumber", describe(shape, "documentNumber")),
    documentName: t.exposeString("documentName", describe(shape, "documentName")),
    subject: t.expose("subject", { type: DecisionSubject, ...describe(shape, "subject") }),
    category: t.expose("category", { type: LicenceCategory, ...describe(shape, "category") }),
    categoryText: t.exposeString("categoryText", describe(shape, "categoryText")),
    certificateName: t.exposeString("certificateName", { nullable: true, ...describe(shape, "certificateName") }),
    certificateNumber: t.exposeString("certificateNumber", { nullable: true, ...describe(shape, "certificateNumber") }),
    content: t.exposeString("content", describe(shape, "content")),
    decidedOn: t.expose("decidedOn", { type: "Date", ...describe(shape, "decidedOn") }),
    validFrom: t.expose("validFrom", { type: "Date", ...describe(shape, "validFrom") }),
    validTo: t.expose("validTo", { type: "Date", nullable: true, ...describe(shape, "validTo") }),
    status: t.expose("status", { type: LicenceStatus, ...describe(shape, "status") }),
    authority: t.expose("authority", { type: DecidingAuthority, ...describe(shape, "authority") }),
    remark: t.exposeString("remark", { nullable: true, ...describe(shape, "remark") }),
    disputedSince: t.field({
      type: "Date",
      nullable: true,
      description: "Day on which an objection was raised against the record that is still open (异议); null where none is",
      resolve: ({ dispute }) => dispute?.since,
    }),
    provenance: t.field({ type: RecordProvenance, ...describe(shape, "provenance"), resolve: decisionOrigin }),
    history: t.connection(
      {
        type: RecordVersion,
        ...needs(Licence.history),
        description: "Every version of the licence, newest first; pages of 20 unless told, 100 at most",
        args: { ...historyArgs, ...knownAtArg },
        complexity: historyCost,
        resolve: async ({ subject, authority, documentNumber: number }, { knownAt, confirmations, ...args }, ctx) =>
          versionsPage(await Licence.history(ctx, { ...decisionReference(subject, authority, number), knownAt, confirmations }), args),
      },
      VersionConnection,
      VersionEdge,
    ),
  }),
});
