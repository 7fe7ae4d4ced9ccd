import type { Ctx } from "@hub/core/ctx";
import { Decision } from "@hub/core/decision";
import { Provenance } from "@hub/core/provenance";
import { builder } from "./builder.ts";
import { describe } from "./describe.ts";
import { enumFrom } from "./enum.ts";

const SubjectType = enumFrom<Decision.Subject["type"]>("SubjectType", "Kinds of subjects of administrative decisions (行政相对人类别)", {
  organisation: "A legal person or an organisation without legal personality (法人及非法人组织)",
  individualBusiness: "An individual business (个体工商户)",
});

export const DecisionSubject = builder.objectRef<Decision.Subject>("DecisionSubject").implement({
  description: "Whom a decision concerns, as the decision states it",
  fields: (t) => ({
    name: t.exposeString("name", describe(Decision.subject, "name")),
    type: t.expose("type", { type: SubjectType, ...describe(Decision.subject, "type") }),
    uscc: t.exposeString("uscc", { nullable: true, ...describe(Decision.subject, "uscc") }),
    registrationNumber: t.exposeString("registrationNumber", { nullable: true, ...describe(Decision.subject, "registrationNumber") }),
    organisationCode: t.exposeString("organisationCode", { nullable: true, ...describe(Decision.subject, "organisationCode") }),
    taxNumber: t.exposeString("taxNumber", { nullable: true, ...describe(Decision.subject, "taxNumber") }),
    institutionCertificateNumber: t.exposeString("institutionCertificateNumber", {
      nullable: true,
      ...describe(Decision.subject, "institutionCertificateNumber"),
    }),
    socialOrganisationCertificateNumber: t.exposeString("socialOrganisationCertificateNumber", {
      nullable: true,
      ...describe(Decision.subject, "socialOrganisationCertificateNumber"),
    }),
    legalRepresentative: t.exposeString("legalRepresentative", { nullable: true, ...describe(Decision.subject, "legalRepresentative") }),
  }),
});

export const DecidingAuthority = builder.objectRef<Decision.Authority>("DecidingAuthority").implement({
  description: "The authority that decided",
  fields: (t) => ({
    name: t.exposeString("name", describe(Decision.authority, "name")),
    uscc: t.exposeString("uscc", describe(Decision.authority, "uscc")),
  }),
});

/** Inside a global id: whose decision, by whom, which number. The first two have 18 characters each. */
export function referenceId(subject: Decision.Subject, authority: Decision.Authority, number: string): string {
  return `${subject.uscc}/${authority.uscc}/${number}`;
}

/** What names a decision in its firm's file. A decision that a client has met is filed under a code. */
export function decisionReference(subject: Decision.Subject, authority: Decision.Authority, number: string): Decision.Reference {
  return { uscc: subject.uscc ?? "", authority: authority.uscc, number };
}

/** Where a decision comes from, as the asker may see it. */
export function decisionOrigin(of: Decided, _args: unknown, ctx: Ctx): Provenance.Shown {
  return new Provenance.Shown(ctx, of.provenance, () => ({ divisions: Decision.divisionsOf(of), enterprise: of.subject.uscc ?? "" }));
}

interface Decided {
  readonly provenance: Provenance.Info;
  readonly authority: Decision.Authority;
  readonly subject: Decision.Subject;
}

/** The decisions that such ids name, in one call; null for what cannot be one, or is none. */
export function byReference<T>(
  ids: readonly string[],
  load: (references: Decision.Reference[]) => Promise<readonly (T | null)[]>,
): Promise<readonly (T | null)[]> {
  return byParts(ids, referenceOf, load);
}

/** The records that ids name by their parts, in one call; null for what cannot be an id, or is none's. */
export async function byParts<R, T>(
  ids: readonly string[],
  partsOf: (id: string) => R | null,
  load: (references: R[]) => Promise<readonly (T | null)[]>,
): Promise<readonly (T | null)[]> {
  const references = ids.map(partsOf);
  const found = (await load(references.filter((reference) => reference !== null))).values();
  return references.map((reference) => reference && (found.next().value ?? null));
}

/** The parts of such an id; null when it cannot be one. */
function referenceOf(id: string): Decision.Reference | null {
  const parts = /^([^/]{18})\/([^/]{18})\/(.{1,200})$/s.exec(id);
  const [, uscc, authority, number] = parts ?? [];
  return uscc && authority && number ? { uscc, authority, number } : null;
}
