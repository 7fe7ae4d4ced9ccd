import * as z from "zod";
import type { AccessPattern } from "../entity.ts";
import { HubError } from "../error.ts";
import { Identity } from "../identity/index.ts";
import type { Scope } from "../operation.ts";
import { limits } from "../ports.ts";

/**
 * What the two records of double publicity (双公示), licences and penalties, have in common. Field order and codes
 * follow the 2018 national standard; the columns themselves are listed in intake/data/columns.json.
 */

export const subjectTypes = ["organisation", "individualBusiness"] as const;

export const subject = z.object({
  name: z.string().min(1).describe("Name of the subject as the decision states it (行政相对人名称)"),
  type: z.enum(subjectTypes).describe("Kind of subject (行政相对人类别)"),
  uscc: z.string().nullable().describe("Unified Social Credit Code; null while the subject is known by an old identifier only"),
  registrationNumber: z.string().nullable().describe("Business registration number used before the unified code (工商注册号)"),
  organisationCode: z.string().nullable().describe("Organisation code, nine characters (组织机构代码)"),
  taxNumber: z.string().nullable().describe("Tax registration number (税务登记号)"),
  institutionCertificateNumber: z.string().nullable().describe("Certificate number of a public institution (事业单位证书号)"),
  socialOrganisationCertificateNumber: z.string().nullable().describe("Certificate number of a social organisation (社会组织登记证号)"),
  legalRepresentative: z.string().nullable().describe("Name of the legal representative (法定代表人)"),
});
export type Subject = z.output<typeof subject>;

export const authority = z.object({
  name: z.string().min(1).describe("Name of the deciding authority as the decision states it"),
  uscc: z.string().length(18).describe("Unified Social Credit Code of the deciding authority"),
});
export type Authority = z.output<typeof authority>;

/** The authority in whose name a change is made. */
export const authorityInput = authority.meta({ id: "Authority", description: "An authority, by its name and code" });

/** An authority with its code in normal form. Throws USCC_INVALID, and FORBIDDEN for one beyond the divisions that the asker's right reaches. */
export function requireAuthority(scope: Scope, { name, uscc }: Authority): Authority {
  const found = { name, uscc: Identity.requireUscc(uscc, "authority.uscc") };
  if (scope.covers({ divisions: [divisionOf(found)], enterprise: null })) return found;
  throw new HubError("FORBIDDEN", "It is done in the name of an authority of the asker's own divisions only", { path: "authority.uscc" });
}

/** Division of an authority: the third to the eighth character of its code say where it is registered (GB 32100). */
export function divisionOf({ uscc }: Authority): string {
  return uscc.slice(2, 8);
}

/** Divisions whose matter a record of a firm is, by who made it and by the firm's code: see `divisionsOf`. */
export function divisionsOfFirm({ authority: by, uscc }: { readonly authority: Authority; readonly uscc: string }): readonly string[] {
  return [divisionOf(by), uscc.slice(2, 8)];
}

/**
 * Divisions whose matter a decision is: that of the authority, which is a city's also where its branch in a county decides,
 * and that of the subject's registration, by its code.
 */
export function divisionsOf({ authority: by, subject: of }: { readonly authority: Authority; readonly subject: Subject }): readonly string[] {
  return [divisionOf(by), ...(of.uscc === null ? [] : [of.uscc.slice(2, 8)])];
}

/**
 * Division whose officers work on what follows from a decision: that of the firm where it lies below the authority's, as that of a
 * county where its city's authority decided, whose branch is there; else the authority's.
 */
export function workingDivision(by: Authority, uscc: string): string {
  const [own, firm] = [divisionOf(by), uscc.slice(2, 8)];
  return firm.startsWith(own.replace(/(00)+$/, "")) ? firm : own;
}

/** Where a record of a subject lies that is so far known by an old identifier only. */
export function pendingPartition(kind: string, value: string): string {
  return `SUB#${kind}#${value}`;
}

/** All current records of an enterprise share one partition, so that a profile is one Query. */
export function enterprisePartition(uscc: string): string {
  return `ENT#${uscc}`;
}

/** What an enterprise usually has in its partition, by the names of the entities. */
export const usualFile = { enterprise: 1, licence: 2, penalty: 1 } as const;

/** The partition of a decision's subject: by its code, else by the first old identifier it has. */
export function subjectPartition(of: Subject): string {
  if (of.uscc !== null) return enterprisePartition(of.uscc);
  for (const kind of ["registrationNumber", "organisationCode", "taxNumber"] as const) {
    const value = of[kind];
    if (value !== null) return pendingPartition(kind, value);
  }
  throw new TypeError("A subject has a code or an old identifier");
}

/** What names one decision: whose it is, who decided, and the document's number. */
export const reference = z.object({
  uscc: z.string().length(18),
  authority: z.string().length(18),
  number: z.string().min(1).max(200),
});
export type Reference = z.output<typeof reference>;

/** As many as one call to the store can ask for. */
export const references = z.object({ references: z.array(reference).max(limits.keysPerGetMany) });

/** Why the partition of a decision never grows hot. */
export const partition = "its firm's, see there; while only an old number of the firm is known SUB#{kind}#{number}, one for each number";

/** How decisions are asked for: licences and penalties alike. */
export function accessOf(kind: "licence" | "penalty"): readonly AccessPattern[] {
  return [
    {
      name: "next page",
      why: "a client turns the pages of a long list; each page is cut from all the firm's records",
      steps: [[{ call: "query", reads: { ...usualFile, [kind]: 40 } }]],
    },
    { name: "by id", why: "a partner follows a link", steps: [[{ call: "getMany", reads: { [kind]: 1 } }]] },
    { name: "by ids", why: "a partner brings its list of decisions up to date, 100 at a time", steps: [[{ call: "getMany", reads: { [kind]: 100 } }]] },
    {
      name: "before a batch",
      why: "intake, for each 100 rows of different firms",
      steps: [[{ call: "getMany", times: 2, reads: { enterprise: 50, [kind]: 50 } }]],
    },
    {
      name: "waiting",
      why: "intake, when an old number's firm comes to be known: for each 33 decisions that wait for it",
      steps: [[{ call: "query", reads: { [kind]: 34 } }], [{ call: "getMany", reads: { [kind]: 33 } }]],
    },
  ];
}
