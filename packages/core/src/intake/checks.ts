import type { Column } from "./columns.ts";
import type { Issue, IssueCode } from "./issue.ts";
import type { ReadRow } from "./row.ts";

/** Checks over several cells of one row (the double-publicity validation set). Each adds issues, none throws. */

/** Says what is wrong under the header that the file uses for the field. */
export type Complaints = (code: IssueCode, field: string, message: string, options?: { readonly hideValue: boolean }) => void;

export function complaintsOf(row: ReadRow, headerOf: (field: string) => Column["header"] | null): Complaints {
  return (code, field, message, options) => {
    const value = row.values[field];
    const issue: Issue = {
      code,
      column: headerOf(field),
      value: options?.hideValue || value === undefined || value === null ? null : String(row.texts[field] ?? value),
      message,
    };
    row.issues.push(issue);
  };
}

/** V5: a decision cannot be younger than its report, nor a term end before it begins. */
export function checkDates(row: ReadRow, receivedOn: string, complain: Complaints): void {
  const { decidedOn, reportedOn, validFrom, validTo } = row.values as Record<string, string | null | undefined>;
  const reported = reportedOn ?? receivedOn;
  if (decidedOn && decidedOn > reported) complain("DATE_ORDER", "decidedOn", `Decided on ${decidedOn}, but reported on ${reported}`);
  if (reportedOn && reportedOn > receivedOn) complain("DATE_ORDER", "reportedOn", `Reported on ${reportedOn}, but the file was received on ${receivedOn}`);
  if (validFrom && validTo && validTo < validFrom) complain("DATE_ORDER", "validTo", `Valid until ${validTo}, but only from ${validFrom}`);
}

const takesLicence = new Set(["suspensionOfLicence", "revocationOfLicence", "suspensionOrRevocation"]);

/** V6 to V8: amounts and certificates go with the kinds of penalty that have them. */
export function checkPenaltyContent(row: ReadRow, complain: Complaints): void {
  const types = row.values["penaltyTypes"] as readonly string[] | undefined;
  if (!types) return;
  const fine = (row.values["fineFen"] as number | undefined) ?? 0;
  const confiscated = (row.values["confiscatedFen"] as number | undefined) ?? 0;
  const has = (type: string) => types.includes(type);
  const isBad = (field: string) => field in row.texts && row.values[field] === undefined;
  if (has("fine") && fine === 0 && !isBad("fineFen")) complain("AMOUNT_MISSING", "fineFen", "罚款 without an amount");
  if (!has("fine") && fine > 0 && !has("other")) complain("AMOUNT_UNEXPECTED", "fineFen", "An amount of a fine, but no 罚款 among the kinds of penalty");
  const confiscates = has("confiscationOfGains") || has("confiscationOfGoods");
  if (confiscates && confiscated === 0 && !isBad("confiscatedFen")) complain("AMOUNT_MISSING", "confiscatedFen", "没收 without an amount");
  if (!confiscates && confiscated > 0 && !has("other"))
    complain("AMOUNT_UNEXPECTED", "confiscatedFen", "An amount of a confiscation, but no 没收 among the kinds of penalty");
  if (types.some((type) => takesLicence.has(type)) && !row.values["suspendedOrRevokedCertificate"]) {
    complain("CERTIFICATE_MISSING", "suspendedOrRevokedCertificate", "A certificate was suspended or revoked, but none is named");
  }
}

/** V2, V10, V13: who the subject is. Answers false when the row is a natural person's and must not be looked at further. */
export function checkSubject(row: ReadRow, complain: Complaints): boolean {
  const type = row.values["subject.type"];
  if (type === "naturalPerson") {
    row.issues.length = 0;
    complain("NATURAL_PERSON", "subject.type", "A record of a natural person", { hideValue: true });
    return false;
  }
  const uscc = row.values["subject.uscc"] as string | null | undefined;
  const isKnownOtherwise = ["registrationNumber", "organisationCode", "taxNumber"].some((kind) => row.values[`subject.${kind}`]);
  if (!uscc && !isKnownOtherwise && !row.issues.some((issue) => issue.code === "USCC" || issue.code === "IDENTIFIER")) {
    complain("SUBJECT_MISSING", "subject.uscc", "The subject has neither a unified code nor an old number");
  }
  if (uscc && type && !fitsType(uscc, type as string)) complain("INDIVIDUAL_BUSINESS", "subject.type", typeMessage(uscc));
  return true;
}

/** V10: codes that begin with 92 are individual businesses', and only those. */
export function fitsType(uscc: string, subjectType: string): boolean {
  return uscc.startsWith("92") === (subjectType === "individualBusiness");
}

export function typeMessage(uscc: string): string {
  return `${uscc.slice(0, 2)}… and the kind of subject do not go together`;
}
