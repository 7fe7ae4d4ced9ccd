import { History } from "@hub/core/history";
import { Provenance } from "@hub/core/provenance";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { needs } from "./needs.ts";

const source = Provenance.provenance.shape.source;

export const RecordSource = builder.objectRef<Provenance.Info["source"]>("RecordSource").implement({
  description: "Unit that reported a record",
  fields: (t) => ({
    name: t.exposeString("name", { nullable: true, ...describe(source, "name") }),
    uscc: t.exposeString("uscc", { nullable: true, ...describe(source, "uscc") }),
  }),
});

export const Sighting = builder.objectRef<Provenance.Sighting>("Sighting").implement({
  description: "One row of one file in which a record stood",
  fields: (t) => ({
    fileName: t.exposeString("fileName", describe(Provenance.sighting, "fileName")),
    fileSha256: t.exposeString("fileSha256", describe(Provenance.sighting, "fileSha256")),
    row: t.exposeInt("row", describe(Provenance.sighting, "row")),
    at: t.expose("at", { type: "DateTime", ...describe(Provenance.sighting, "at") }),
  }),
});

const OriginalValue = builder.objectRef<Provenance.Original>("OriginalValue").implement({
  description: "A value that was normalised, as it stood in the file",
  fields: (t) => ({
    field: t.exposeString("field", describe(Provenance.original, "field")),
    column: t.exposeString("column", describe(Provenance.original, "column")),
    value: t.exposeString("value", describe(Provenance.original, "value")),
  }),
});

const shape = Provenance.provenance;
const detail = { nullable: true, ...needs({ action: Provenance.detailAction }) } as const;

export const RecordProvenance = builder.objectRef<Provenance.Shown>("Provenance").implement({
  description: "Where a record comes from and how often it changed. What is null though the record has it lies beyond the asker's right",
  fields: (t) => ({
    source: t.expose("source", { type: RecordSource, ...describe(shape, "source") }),
    reportedOn: t.expose("reportedOn", { type: "Date", nullable: true, ...describe(shape, "reportedOn") }),
    changedAt: t.expose("changedAt", { type: "DateTime", ...describe(shape, "changedAt") }),
    confirmedOn: t.expose("confirmedOn", { type: "Date", ...detail, ...describe(shape, "confirmedOn") }),
    firstSeen: t.expose("firstSeen", { type: Sighting, ...detail, ...describe(shape, "firstSeen") }),
    lastSeen: t.expose("lastSeen", { type: Sighting, ...detail, ...describe(shape, "lastSeen") }),
    revision: t.exposeInt("revision", { ...detail, ...describe(shape, "revision") }),
    recordedAt: t.expose("recordedAt", { type: "DateTime", ...detail, ...describe(History.recorded, "at") }),
    recordedBy: t.exposeString("recordedBy", { ...detail, ...describe(History.recorded, "by") }),
    reason: t.exposeString("reason", { ...detail, ...describe(History.recorded, "reason") }),
    originals: t.expose("originals", { type: [OriginalValue], ...detail, ...describe(shape, "originals") }),
  }),
});
