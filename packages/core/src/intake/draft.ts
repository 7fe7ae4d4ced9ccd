import type * as z from "zod";
import { Enterprise } from "../enterprise/index.ts";
import type { Entity } from "../entity.ts";
import { Identity } from "../identity/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import { limits } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { checkDates, checkPenaltyContent, checkSubject, complaintsOf } from "./checks.ts";
import type { Mapping } from "./columns.ts";
import { type Issue, isError } from "./issue.ts";
import { type RawRow, type ReadRow, rowReader } from "./row.ts";

/** A sound record read from a row, not yet held against the store. */
export type Draft =
  | { readonly kind: "register"; readonly record: Enterprise.Info }
  | { readonly kind: "licence"; readonly record: Licence.Info }
  | { readonly kind: "penalty"; readonly record: Penalty.Info };

/** What became of reading a row: a draft, unless an error keeps it out. */
export interface DraftedRow {
  readonly number: number;
  readonly draft: Draft | null;
  readonly issues: readonly Issue[];
  readonly personalDropped: number;
  /** Unit that reported the row, for the source's quality. */
  readonly sourceName: string | null;
  readonly decidedOn: string | null;
  readonly reportedOn: string | null;
  /** Fields that the file has a column for. Of others it says nothing, not that they are empty. */
  readonly stated: ReadonlySet<string>;
}

/** The file a row stands in. */
export interface FileFacts {
  readonly sha256: string;
  readonly name: string;
  /** Instant the hub received the file. */
  readonly receivedAt: string;
  /** Legal day of that, or the day the operator states. */
  readonly receivedOn: string;
  /** Day of report of rows that name none, where the operator stated it. */
  readonly reportedOn: string | null;
}

/** Reads rows of one file into drafts. Pure: the same row gives the same draft. */
export function drafter(mapping: Mapping, file: FileFacts): (row: RawRow) => DraftedRow {
  const read = rowReader(mapping);
  const stated = new Set(mapping.columns.flatMap(({ column: { field } }) => (field === undefined ? [] : [field])));
  const headers = new Map(mapping.columns.map(({ column, header }) => [column.field, header]));
  return (raw) => {
    const row = read(raw);
    const values = row.values as Record<string, string | null | undefined>;
    if (!raw.fault) check(row, mapping.kind, file, (field) => headers.get(field) ?? null);
    const draft = row.issues.some(isError) ? null : build(mapping.kind, row, file);
    const misfit = draft && misfitOf(draft);
    if (misfit) row.issues.push({ code: "SHAPE", column: headers.get(misfit.field) ?? null, value: misfit.value, message: misfit.message });
    return {
      number: row.number,
      draft: misfit ? null : draft,
      issues: row.issues,
      personalDropped: row.personalDropped,
      sourceName: values["source.name"] ?? null,
      decidedOn: values["decidedOn"] ?? null,
      reportedOn: values["reportedOn"] ?? null,
      stated,
    };
  };
}

const entities = { register: Enterprise.entityOf, licence: Licence.entityOf, penalty: Penalty.entityOf } as const;

/** Why a record could not be read again if it were stored; null when it could. The last net behind the checks of cells. */
function misfitOf({ kind, record }: Draft): { readonly field: string; readonly value: string | null; readonly message: string } | null {
  const of = entities[kind] as unknown as Entity<z.ZodObject>;
  const { error } = of.shape.safeParse(record);
  const [issue] = error?.issues ?? [];
  if (issue) return { field: issue.path.join("."), value: null, message: `${issue.path.join(".")}: ${issue.message}` };
  const { sk } = of.key(record);
  const bytes = new TextEncoder().encode(sk).byteLength;
  if (bytes <= limits.sortKeyBytes) return null;
  const message = `The document number has ${bytes} bytes with the authority's code, ${limits.sortKeyBytes} are allowed`;
  return { field: kind === "penalty" ? "decisionNumber" : "documentNumber", value: numberOf({ kind, record } as Draft), message };
}

/** What a record is known by among its source's: the number of a decision, the code of a firm. */
export function numberOf(draft: Draft): string {
  switch (draft.kind) {
    case "register":
      return draft.record.uscc;
    case "licence":
      return draft.record.documentNumber;
    case "penalty":
      return draft.record.decisionNumber;
  }
}

function check(row: ReadRow, kind: Mapping["kind"], file: FileFacts, headerOf: (field: string) => string | null): void {
  const complain = complaintsOf(row, headerOf);
  if (kind !== "register" && !checkSubject(row, complain)) return;
  checkDates(row, file.receivedOn, complain);
  if (kind === "penalty") checkPenaltyContent(row, complain);
}

function build(kind: Mapping["kind"], row: ReadRow, file: FileFacts): Draft {
  const of = reading(row);
  const seen = { fileSha256: file.sha256, fileName: file.name, row: row.number, at: file.receivedAt };
  const source = { name: of.maybe("source.name"), uscc: of.maybe("source.uscc") };
  const provenance = Provenance.first(source, of.maybe("reportedOn") ?? file.reportedOn, seen, row.originals);
  switch (kind) {
    case "register":
      return { kind, record: register(of, provenance) };
    case "licence":
      return { kind, record: licence(of, provenance) };
    case "penalty":
      return { kind, record: penalty(of, provenance) };
  }
}

/** Typed access to the cells of a row that has passed its checks. */
function reading({ values, texts }: ReadRow) {
  return {
    text: (field: string) => values[field] as string,
    maybe: (field: string) => (values[field] as string | null | undefined) ?? null,
    amount: (field: string) => (values[field] as number | undefined) || null,
    list: (field: string) => (values[field] as readonly string[] | undefined) ?? [],
    one: <V extends string>(field: string) => values[field] as V,
    original: (field: string) => texts[field] ?? "",
  };
}
type Reading = ReturnType<typeof reading>;

function register(of: Reading, provenance: Provenance.Info): Enterprise.Info {
  const uscc = of.text("uscc");
  return {
    uscc,
    name: of.text("name"),
    formerNames: [...of.list("formerNames")],
    type: of.maybe("type"),
    status: of.one("status"),
    statusText: of.original("status"),
    division: of.maybe("division"),
    industry: of.maybe("industry"),
    address: of.maybe("address"),
    legalRepresentative: of.maybe("legalRepresentative"),
    establishedOn: of.maybe("establishedOn"),
    registrationNumber: of.maybe("registrationNumber"),
    organisationCode: of.maybe("organisationCode") ?? Identity.organisationCodeOf(uscc),
    taxNumber: of.maybe("taxNumber"),
    dispute: null,
    provenance,
  };
}

function parties(of: Reading) {
  return {
    subject: {
      name: of.text("subject.name"),
      type: of.one<"organisation" | "individualBusiness">("subject.type"),
      uscc: of.maybe("subject.uscc"),
      registrationNumber: of.maybe("subject.registrationNumber"),
      organisationCode: of.maybe("subject.organisationCode"),
      taxNumber: of.maybe("subject.taxNumber"),
      institutionCertificateNumber: of.maybe("subject.institutionCertificateNumber"),
      socialOrganisationCertificateNumber: of.maybe("subject.socialOrganisationCertificateNumber"),
      legalRepresentative: of.maybe("subject.legalRepresentative"),
    },
    authority: { name: of.text("authority.name"), uscc: of.text("authority.uscc") },
    decidedOn: of.text("decidedOn"),
    validTo: of.maybe("validTo"),
    remark: of.maybe("remark"),
  };
}

function licence(of: Reading, provenance: Provenance.Info): Licence.Info {
  const { subject, authority, decidedOn, validTo, remark } = parties(of);
  return {
    documentNumber: of.text("documentNumber"),
    documentName: of.text("documentName"),
    subject,
    category: of.one("category"),
    categoryText: of.original("category"),
    certificateName: of.maybe("certificateName"),
    certificateNumber: of.maybe("certificateNumber"),
    content: of.text("content"),
    decidedOn,
    validFrom: of.text("validFrom"),
    validTo,
    status: of.one("status"),
    authority,
    remark,
    dispute: null,
    provenance,
  };
}

function penalty(of: Reading, provenance: Provenance.Info): Penalty.Info {
  const { subject, authority, decidedOn, validTo, remark } = parties(of);
  return {
    decisionNumber: of.text("decisionNumber"),
    subject,
    violationType: of.text("violationType"),
    facts: of.text("facts"),
    legalBasis: of.text("legalBasis"),
    penaltyTypes: [...of.list("penaltyTypes")] as Penalty.Type[],
    penaltyTypesText: of.original("penaltyTypes"),
    content: of.text("content"),
    fineFen: of.amount("fineFen"),
    confiscatedFen: of.amount("confiscatedFen"),
    suspendedOrRevokedCertificate: of.maybe("suspendedOrRevokedCertificate"),
    decidedOn,
    validTo,
    claimedPublicityEndsOn: of.maybe("claimedPublicityEndsOn"),
    authority,
    remark,
    standing: null,
    dispute: null,
    provenance,
  };
}
