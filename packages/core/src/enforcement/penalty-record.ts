import { legalDay } from "../clock.ts";
import type { Ctx } from "../ctx.ts";
import type { Decision } from "../decision/index.ts";
import { digestOf } from "../digest.ts";
import type { Enterprise } from "../enterprise/index.ts";
import { fromItem, toItem } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Intake } from "../intake/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item, Key, Write } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { Publicity } from "../publicity/index.ts";
import type { Decided, Info } from "./shape.ts";

/** The penalty that a decision makes: the record of double publicity, filed with the firm's others. */

export function subjectTypeOf(uscc: string): Decision.Subject["type"] {
  return uscc.startsWith("92") ? "individualBusiness" : "organisation";
}

/** Day on which all that was ordered had been put right; null while something is not, and where nothing was ordered. */
function correctedOn({ rectifications }: Info): string | null {
  const days = rectifications.map((each) => each.correctedOn);
  return days.every((day) => day !== null) ? (days.toSorted().at(-1) ?? null) : null;
}

const words = Intake.enumeration("penaltyType");

interface Signing {
  readonly register: Enterprise.Info | null;
  readonly at: string;
  readonly by: string;
}

/** The penalty as its record has it. Its source is the authority; where a file stands otherwise, the case does, with the digest of the decision. */
export function penaltyOf(of: Info, decided: Decided & Pick<Penalty.Info, "suspendedOrRevokedCertificate">, { register, at, by }: Signing): Penalty.Info {
  const today = legalDay(new Date(at));
  const { suspendedOrRevokedCertificate, ...decision } = decided;
  const seen: Provenance.Sighting = { fileSha256: digestOf(decision), fileName: `enforcement case ${of.id}`, row: 1, at };
  const provenance = Provenance.first(of.authority, today, seen, []);
  const record: Penalty.Info = {
    decisionNumber: decision.number,
    subject: {
      ...{ name: of.name, type: subjectTypeOf(of.uscc), uscc: of.uscc },
      ...{ registrationNumber: register?.registrationNumber ?? null, organisationCode: register?.organisationCode ?? null, taxNumber: null },
      ...{ institutionCertificateNumber: null, socialOrganisationCertificateNumber: null },
      legalRepresentative: register?.legalRepresentative ?? null,
    },
    ...{ violationType: of.violation.type, facts: of.violation.facts, legalBasis: decision.legalBasis },
    penaltyTypes: decision.penaltyTypes,
    // The kinds were chosen from the list: the words are those of the standard.
    penaltyTypesText: decision.penaltyTypes.map((type) => words[type]?.[0] ?? type).join("、"),
    ...{ content: decision.content, fineFen: decision.fineFen, confiscatedFen: decision.confiscatedFen, suspendedOrRevokedCertificate },
    ...{ decidedOn: decision.decidedOn, validTo: null, claimedPublicityEndsOn: null, authority: of.authority, remark: null },
    standing: standingOf(of, decision),
    dispute: null,
    provenance: { ...provenance, recorded: { at, by, change: "created", reason: reasonOf(of) } },
  };
  return { ...record, standing: Publicity.settled(record, today) };
}

function reasonOf({ id }: Pick<Info, "id">): string {
  return `enforcement case ${id}`;
}

function standingOf(of: Info, { classification, served }: Decided): Publicity.Standing {
  const notice = served && { number: served.noticeNumber, servedOn: served.noticeOn };
  return { ...Publicity.untouched, classification, notice, correctedOn: correctedOn(of) };
}

/** The writes that file it. A decision of that number that was taken away before goes on counting its versions. */
export function filing(record: Penalty.Info, before: Item | null): readonly Write[] {
  if (before === null) return [{ put: toItem(Penalty.entityOf, record, 1), if: "absent" }];
  if (!History.isRemoved(before)) throw new HubError("BAD_INPUT", `number: there is a decision ${record.decisionNumber} on file already`, { path: "number" });
  const { indexes: _indexes, ...kept } = before;
  return [{ put: toItem(Penalty.entityOf, record, before.version + 1), if: { version: before.version } }, History.keep(kept)];
}

export function penaltyKey({ uscc, authority }: Pick<Info, "uscc" | "authority">, number: string): Key {
  return Penalty.keyIn({ uscc, authority: authority.uscc, number });
}

/** The writes that put something into the standing of a case's penalty; none where it lies on file no more. One round trip. */
async function restanding(ctx: Ctx, of: Info, change: (standing: Publicity.Standing) => Publicity.Standing): Promise<readonly Write[]> {
  const item = of.decision && (await ctx.store.get(penaltyKey(of, of.decision.number)));
  if (!item || History.isRemoved(item)) return [];
  const { record } = fromItem(Penalty.entityOf, item);
  const standing = change(record.standing ?? Publicity.untouched);
  return History.rewritten(Penalty.entityOf, item, { ...record, standing }, { at: ctx.clock.now().toISOString(), by: ctx.actor.id, reason: reasonOf(of) });
}

export function withFulfilment(ctx: Ctx, of: Info, known: { readonly fulfilledOn: string; readonly correctedOn: string | null }): Promise<readonly Write[]> {
  return restanding(ctx, of, (standing) => ({
    ...standing,
    fulfilledOn: known.fulfilledOn,
    correctedOn: known.correctedOn ?? standing.correctedOn ?? correctedOn(of),
  }));
}

export function withNotice(ctx: Ctx, of: Info, notice: NonNullable<Publicity.Standing["notice"]>): Promise<readonly Write[]> {
  return restanding(ctx, of, (standing) => ({ ...standing, notice }));
}
