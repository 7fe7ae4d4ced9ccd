import type * as z from "zod";
import { Decision } from "../decision/index.ts";
import type { Dispute } from "../dispute.ts";
import { Enterprise } from "../enterprise/index.ts";
import { fromItem, type VersionedEntity } from "../entity.ts";
import { HubError } from "../error.ts";
import { History } from "../history/index.ts";
import { Licence } from "../licence/index.ts";
import { Listing } from "../listing/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { Item } from "../ports.ts";
import { Rating } from "../rating/index.ts";

/** Kinds of records that can be objected to. */
export const subjectKinds = ["register", "penalty", "licence", "rating", "listEntry"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

interface SubjectOf {
  readonly of: VersionedEntity<z.ZodObject>;
  /** Texts that an objection may put right; none where what was wrong is put right by a rating or an exit of its own. */
  readonly texts: readonly string[];
}

const subjects: Readonly<Record<SubjectKind, SubjectOf>> = {
  register: { of: Enterprise.entityOf as unknown as SubjectOf["of"], texts: ["name", "address", "legalRepresentative", "type", "statusText"] },
  penalty: {
    of: Penalty.entityOf as unknown as SubjectOf["of"],
    texts: ["violationType", "facts", "legalBasis", "content", "penaltyTypesText", "remark", "subject.name", "subject.legalRepresentative"],
  },
  licence: {
    of: Licence.entityOf as unknown as SubjectOf["of"],
    texts: ["documentName", "content", "certificateName", "certificateNumber", "categoryText", "remark", "subject.name", "subject.legalRepresentative"],
  },
  rating: { of: Rating.entityOf as unknown as SubjectOf["of"], texts: [] },
  listEntry: { of: Listing.entityOf as unknown as SubjectOf["of"], texts: [] },
};

/** Whether an objection to a record of the kind puts its texts right. */
export const hasTexts = (kind: SubjectKind): boolean => subjects[kind].texts.length > 0;

/** A record that is objected to, as far as all kinds are alike. */
export type Subject = Readonly<Record<string, unknown>> & { readonly dispute: Dispute | null };

export const ofKind = (kind: SubjectKind): VersionedEntity<z.ZodObject> => subjects[kind].of;

/** Where the record lies in its firm's partition. */
export function placeOf(
  kind: SubjectKind,
  { authority, number }: { readonly authority?: string | null | undefined; readonly number?: string | null | undefined },
): string {
  if (kind === "register") return Enterprise.registerPlace;
  if (kind === "rating" || kind === "listEntry") {
    if (!number || !/^[\w-]+(\/\d{4})?$/.test(number))
      throw new HubError("BAD_INPUT", "number: a rating is named by scheme/year, an entry in a list by its id", { path: "number" });
    return kind === "rating" ? `RTG#${number.replace("/", "#")}` : `LST#${number}`;
  }
  if (!authority || !number) throw new HubError("BAD_INPUT", "number: a decision is named by its authority and its number", { path: "number" });
  return `${kind === "penalty" ? "PEN" : "LIC"}#${authority}#${number}`;
}

export function subjectIn(kind: SubjectKind, item: Item | null): Subject | null {
  return item === null || History.isRemoved(item) ? null : (fromItem(ofKind(kind), item).record as unknown as Subject);
}

/** Division whose officers work on an objection to a record. */
export function divisionOf(kind: SubjectKind, record: Subject, uscc: string): string {
  if (kind === "register") return (record["division"] as string | null) ?? uscc.slice(2, 8);
  return Decision.workingDivision(record["authority"] as Decision.Authority, uscc);
}

/** A record with some texts put right. Throws BAD_INPUT for what is no text of it. */
export function corrected(kind: SubjectKind, record: Subject, corrections: readonly { readonly field: string; readonly value: string }[]): Subject {
  const { texts, of } = subjects[kind];
  let next: Readonly<Record<string, unknown>> = record;
  for (const { field, value } of corrections) {
    if (!texts.includes(field))
      throw new HubError("BAD_INPUT", `corrections: ${field} is none of ${texts.join(", ")}; what else is wrong is corrected by a new report`, {
        path: "corrections",
      });
    const [outer = "", inner] = field.split(".");
    next = { ...next, [outer]: inner === undefined ? value : { ...(next[outer] as object), [inner]: value } };
  }
  const parsed = of.shape.safeParse(next);
  if (!parsed.success)
    throw new HubError("BAD_INPUT", `corrections: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}`, { path: "corrections" });
  return parsed.data as unknown as Subject;
}
