import type { History } from "@hub/core/history";
import type { Provenance } from "@hub/core/provenance";
import type { RecordKind } from "@hub/core/records";
import { builder, globalId } from "./builder.ts";
import { enumFrom } from "./enum.ts";
import { type ListArguments, listCost, pageOf } from "./paging.ts";
import { RecordSource, Sighting } from "./provenance.ts";

export const RecordKindType = enumFrom<RecordKind>("RecordKind", "Kinds of records whose every version is kept", {
  enterprise: "What the register says of an enterprise (企业登记)",
  penalty: "An administrative penalty (行政处罚)",
  licence: "An administrative licence (行政许可)",
  rating: "An environmental credit rating for a year (企业环境信用评价)",
  listEntry: "A membership of a list, from the entry to its end (名单)",
  auditSeal: "A seal on a stretch of the audit trail, which says nothing of what it seals",
});

export const RecordChangeType = enumFrom<History.ChangeKind>("RecordChange", "What a write did to a record", {
  created: "It is new here",
  changed: "It states something else than before",
  confirmed: "It was reported again and states the same",
  removed: "It was taken away from here; the reason says why",
});

/** Types of records that lie in a firm's file under one or two words of their own. */
const typenames: Readonly<Record<string, string>> = { penalty: "Penalty", licence: "Licence", rating: "Rating", listEntry: "ListEntry" };

/** The id of a record by the place where it is stored; null while its firm is known by an old number only. */
export function recordIdOf({ kind, pk, sk }: { readonly kind: string; readonly pk: string; readonly sk: string }): string | null {
  const uscc = /^ENT#(.{18})$/.exec(pk)?.[1];
  if (uscc === undefined) return null;
  if (kind === "enterprise") return globalId("Enterprise", uscc);
  const typename = typenames[kind];
  return typename === undefined ? null : globalId(typename, `${uscc}/${sk.slice(sk.indexOf("#") + 1).replace("#", "/")}`);
}

const FieldChange = builder.objectRef<History.FieldChange>("FieldChange").implement({
  description: "One field that a version states otherwise than the one before",
  fields: (t) => ({
    field: t.exposeString("field", { description: "Name of the field; of nested ones with a dot, e.g. subject.name" }),
    from: t.field({ type: "Json", nullable: true, description: "What the version before states; null for nothing", resolve: ({ from }) => from }),
    to: t.field({ type: "Json", nullable: true, description: "What this version states; null for nothing", resolve: ({ to }) => to }),
  }),
});

type Sourced = { readonly provenance: Provenance.Info } | null;

export const RecordVersion = builder.objectRef<History.RecordVersion>("RecordVersion").implement({
  description: "One version of a record: who wrote it, when and why, and what changed",
  fields: (t) => ({
    kind: t.field({ type: RecordKindType, description: "Kind of the record", resolve: ({ kind }) => kind as RecordKind }),
    recordId: t.id({ nullable: true, description: "Id of the record, for `node`", resolve: recordIdOf }),
    version: t.exposeInt("version", { description: "Counts the versions of the record from 1" }),
    change: t.field({ type: RecordChangeType, description: "What the write did to the record", resolve: ({ recorded }) => recorded.change }),
    recordedAt: t.field({ type: "DateTime", description: "When the hub wrote the version (recorded time)", resolve: ({ recorded }) => recorded.at }),
    actor: t.string({ description: "Who wrote it", resolve: ({ recorded }) => recorded.by }),
    reason: t.string({ description: "Why it was written", resolve: ({ recorded }) => recorded.reason }),
    isEverValid: t.boolean({
      description: "Whether it is true on any day: not where it was removed, a licence is reported as invalid, or a later version speaks for all of its days",
      resolve: ({ valid }) => valid !== null,
    }),
    validFrom: t.field({
      type: "Date",
      nullable: true,
      description: "First day on which it is true (valid time); null without beginning",
      resolve: ({ valid }) => valid?.from,
    }),
    validTo: t.field({ type: "Date", nullable: true, description: "Last day on which it is true; null without end", resolve: ({ valid }) => valid?.to }),
    source: t.field({
      type: RecordSource,
      nullable: true,
      description: "Unit that reported it; null where the record was removed",
      resolve: ({ record }) => (record as Sourced)?.provenance.source,
    }),
    sighting: t.field({
      type: Sighting,
      nullable: true,
      description: "Row of the file from which it was written; null where the record was removed",
      resolve: ({ record }) => (record as Sourced)?.provenance.lastSeen,
    }),
    changes: t.field({
      type: [FieldChange],
      description: "What it states otherwise than the version before; all that it states, in a first one",
      complexity: { field: 1, multiplier: 10 },
      resolve: ({ changes }) => [...changes],
    }),
  }),
});

/** Arguments of every list of versions. */
export const historyArgs = builder.args((t) => ({
  confirmations: t.boolean({ defaultValue: false, description: "Whether versions are shown, too, that only confirm what was known" }),
}));

/** Cost of a list of versions: its page, and the reading of the firm's whole history. */
export function historyCost(args: ListArguments) {
  return { ...listCost(args), field: 10 };
}

/** A page of versions. */
export function versionsPage(versions: readonly History.RecordVersion[], args: ListArguments) {
  return pageOf(versions, ({ pk, sk, version }) => `${pk}#${sk}#${version}`, args);
}

/** A list of versions, in whatever type it stands. */
export const VersionEdge = builder.edgeObject({ type: RecordVersion, name: "RecordVersionEdge", description: "A version in a list" });
export const VersionConnection = builder.connectionObject(
  { type: RecordVersion, name: "RecordVersionConnection", description: "A page of versions of records" },
  VersionEdge,
);
