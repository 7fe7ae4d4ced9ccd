import type * as z from "zod";
import { Enterprise } from "../enterprise/index.ts";
import { type Entity, fromItem, toItem } from "../entity.ts";
import { History } from "../history/index.ts";
import { Identity } from "../identity/index.ts";
import { Licence } from "../licence/index.ts";
import { Penalty } from "../penalty/index.ts";
import type { ItemStore, Key } from "../ports.ts";
import { Provenance } from "../provenance/index.ts";
import { Publicity } from "../publicity/index.ts";
import { fitsType, typeMessage } from "./checks.ts";
import { headerOf } from "./columns.ts";
import { type Draft, type DraftedRow, numberOf } from "./draft.ts";
import type { Issue } from "./issue.ts";
import type { Known } from "./known.ts";
import { filedUnder, identifierIn, identifiersOf, link, moveWaiting, usccOf, waitFor } from "./subject.ts";

/** What became of a row. */
export type Outcome = "created" | "changed" | "unchanged" | "rejected";

export interface PlannedRow {
  readonly row: DraftedRow;
  readonly outcome: Outcome;
  readonly issues: readonly Issue[];
}

/** Most writes a row can plan: its issues, its record, the version that it replaces, its old identifiers, and those under which records wait. */
export function mostWrites(known: Known, { draft }: DraftedRow): number {
  if (!draft) return 1;
  const own = known.isNew(itemOf(resolve(known, draft))) ? 2 : 3;
  return identifiersOf(draft).reduce((sum, identifier) => sum + 1 + (identifierIn(known, identifier)?.waiting.length ?? 0), own);
}

/** Fetches all that the rows' decisions depend on: two rounds of calls at most, however many rows. */
export async function loadFor(known: Known, rows: readonly DraftedRow[]): Promise<void> {
  const drafts = rows.flatMap(({ draft }) => (draft ? [draft] : []));
  await known.load(drafts.flatMap(keysOf));
  const resolved = drafts.map((draft) => resolve(known, draft)).filter((draft, index) => draft !== drafts[index]);
  await known.load(resolved.flatMap(keysOf));
}

function keysOf(draft: Draft): Key[] {
  const uscc = usccOf(draft);
  const identifiers = identifiersOf(draft).map(({ kind, value }) => Enterprise.identifierKey(kind, value));
  return [itemOf(draft), ...(uscc === null ? [] : [Enterprise.registerKey(uscc)]), ...identifiers];
}

function itemOf(draft: Draft): Key {
  switch (draft.kind) {
    case "register":
      return Enterprise.entityOf.key(draft.record);
    case "licence":
      return Licence.entityOf.key(draft.record);
    case "penalty":
      return Penalty.entityOf.key(draft.record);
  }
}

/** The draft under its subject's code, where an old identifier is known to mean one. */
function resolve(known: Known, draft: Draft): Draft {
  if (draft.kind === "register" || draft.record.subject.uscc !== null) return draft;
  for (const identifier of identifiersOf(draft)) {
    const uscc = identifierIn(known, identifier)?.uscc;
    if (uscc) return { ...draft, record: filedUnder(draft.record, identifier, uscc) } as Draft;
  }
  return draft;
}

/**
 * Whether a row tells whose an old identifier is under which an earlier row of the same batch will wait. What waits is
 * moved in the store, so such a row is left to the next batch, which finds the earlier ones stored.
 */
export function meetsPlanned(known: Known, row: DraftedRow, planned: readonly PlannedRow[]): boolean {
  if (!row.draft) return false;
  if (usccOf(resolve(known, row.draft)) === null) return false;
  const name = ({ kind, value }: Enterprise.OldIdentifier) => `${kind}#${value}`;
  const met = new Set(identifiersOf(row.draft).flatMap((each) => [each, ...(identifierIn(known, each)?.waiting ?? [])].map(name)));
  if (met.size === 0) return false;
  return planned.some(({ row: { draft } }) => draft !== null && usccOf(draft) === null && identifiersOf(draft).some((each) => met.has(name(each))));
}

/** What a row is planned with. */
export interface Planning {
  readonly store: ItemStore;
  readonly known: Known;
  /** Who writes, and when it is now. */
  readonly now: () => Omit<History.Writing, "reason">;
  /** Legal day on which the file was received: what was over by then is never counted. */
  readonly today: string;
}

/** Decides one row and plans its writes. Touches the store only for records that an old identifier leads to. */
export async function planRow(planning: Planning, row: DraftedRow): Promise<PlannedRow> {
  const { known } = planning;
  if (!row.draft) return { row, outcome: "rejected", issues: row.issues };
  const draft = resolve(known, row.draft);
  // An earlier row of the batch may have told whose the row is only now.
  if (draft !== row.draft) await known.load(keysOf(draft));
  const refusal = nameMismatch(known, draft);
  if (refusal) return { row, outcome: "rejected", issues: [...row.issues, refusal] };
  const filed = file(planning, draft, row.stated);
  if (filed === "duplicate") return { row, outcome: "rejected", issues: [...row.issues, duplicate(known, draft)] };
  if (filed === "superseded") return { row, outcome: "unchanged", issues: [...row.issues, superseded(known, draft)] };
  const conflicts = await linkIdentifiers(planning, draft);
  const mismatch = draft === row.draft ? null : typeMismatch(draft);
  return { row, outcome: filed, issues: [...row.issues, ...(mismatch ? [mismatch] : []), ...conflicts] };
}

/** V10 for a subject whose code only its old number told; the others were checked when they were read. */
function typeMismatch(draft: Draft): Issue | null {
  if (draft.kind === "register") return null;
  const { uscc, type } = draft.record.subject;
  if (uscc === null || fitsType(uscc, type)) return null;
  return { code: "INDIVIDUAL_BUSINESS", column: null, value: null, message: typeMessage(uscc) };
}

/** V3: where the register is known, a decision must name the firm as the register does or did. */
function nameMismatch(known: Known, draft: Draft): Issue | null {
  if (draft.kind === "register" || draft.record.subject.uscc === null) return null;
  const item = known.get(Enterprise.registerKey(draft.record.subject.uscc));
  if (!item) return null;
  const { record } = fromItem(Enterprise.entityOf, item);
  const { name } = draft.record.subject;
  if ([record.name, ...record.formerNames].some((each) => Identity.sameName(each, name))) return null;
  return { code: "NAME_MISMATCH", column: headerOf(draft.kind, "subject.name"), value: name, message: `${record.uscc} is ${record.name}, not ${name}` };
}

/** The cell that says which record a row is about. */
function placeOf(draft: Draft): Pick<Issue, "column" | "value"> {
  const fields = { register: "uscc", licence: "documentNumber", penalty: "decisionNumber" } as const;
  return { column: headerOf(draft.kind, fields[draft.kind]), value: numberOf(draft) };
}

function duplicate(known: Known, draft: Draft): Issue {
  const earlier = (known.get(itemOf(draft))?.body as { provenance?: Provenance.Info } | undefined)?.provenance?.lastSeen.row;
  return { code: "DUPLICATE", ...placeOf(draft), message: `Row ${earlier} of this file gave the same record with other content` };
}

function superseded(known: Known, draft: Draft): Issue {
  const stored = known.get(itemOf(draft));
  if (!stored) throw new TypeError("What supersedes a row is stored");
  const { lastSeen, reportedOn } = (stored.body as unknown as Filed).provenance;
  const when = reportedOn === null ? `received ${lastSeen.at}` : `reported on ${reportedOn}`;
  return { code: "SUPERSEDED", ...placeOf(draft), message: `${lastSeen.fileName}, ${when}, is newer and says otherwise` };
}

type Filing = Exclude<Outcome, "rejected"> | "duplicate" | "superseded";

function file({ known, today }: Planning, draft: Draft, stated: ReadonlySet<string>): Filing {
  const keep = <T extends object>(fresh: T, before: T) => keepUnstated(fresh, before, stated);
  switch (draft.kind) {
    case "register":
      return fileRecord(known, Enterprise.entityOf, draft.record, (fresh, before) => keepFormerNames(keep(fresh, before), before));
    case "licence":
      return fileRecord(known, Licence.entityOf, draft.record, keep);
    case "penalty": {
      const settle = (record: Penalty.Info): Penalty.Info => ({ ...record, standing: Publicity.settled(record, today) });
      return fileRecord(known, Penalty.entityOf, draft.record, keep, settle);
    }
  }
}

/** A file without a column says nothing of its field: what is known stays. An empty cell says that there is none. */
function keepUnstated<T extends object>(fresh: T, before: T, stated: ReadonlySet<string>, path = ""): T {
  const kept = Object.entries(fresh).map(([name, value]: [string, unknown]) => {
    const was: unknown = (before as Readonly<Record<string, unknown>>)[name];
    const field = `${path}${name}`;
    if (field === "subject") return [name, keepUnstated(value as object, was as object, stated, "subject.")];
    const isEmpty = value === null || (Array.isArray(value) && value.length === 0);
    return [name, isEmpty && !stated.has(field) ? was : value];
  });
  return Object.fromEntries(kept) as T;
}

/** A firm that changes its name keeps the old one among its former names, whether or not the new row says so. */
function keepFormerNames(fresh: Enterprise.Info, before: Enterprise.Info): Enterprise.Info {
  const names = [...fresh.formerNames, ...(before.name === fresh.name ? [] : [before.name]), ...before.formerNames];
  return { ...fresh, formerNames: [...new Set(names)].filter((name) => name !== fresh.name) };
}

type Filed = { readonly provenance: Provenance.Info };

function fileRecord<S extends z.ZodObject>(
  known: Known,
  of: Entity<S>,
  record: z.output<S>,
  merge: (fresh: z.output<S>, before: z.output<S>) => z.output<S> = (fresh) => fresh,
  /** What follows from the day on which it is written. */
  settle: (record: z.output<S>) => z.output<S> = (same) => same,
): Filing {
  const item = known.get(of.key(record));
  if (!item) {
    known.record(toItem(of, settle(record), 0));
    return "created";
  }
  const before = fromItem(of, item).record;
  const now = merge(record, before);
  const [was, fresh] = [(before as Filed).provenance, (record as Filed).provenance];
  const isSame = History.sameFacts(before, now);
  const isSameFile = was.lastSeen.fileSha256 === fresh.lastSeen.fileSha256;
  if (isSameFile && !isSame && was.lastSeen.row < fresh.lastSeen.row) return "duplicate";
  if (isSame && (isSameFile || Provenance.isOlder(fresh, was))) return "unchanged";
  if ((!isSameFile || Provenance.isCorrected(was)) && Provenance.isOlder(fresh, was)) return "superseded";
  const facts = isSame ? before : settle(now);
  known.record(toItem(of, { ...facts, provenance: Provenance.again(was, fresh, !isSame) }, 0));
  return isSame ? "unchanged" : "changed";
}

/** The official header of an old identifier. */
function columnOf({ kind }: Draft, identifier: Enterprise.OldIdentifier): string | null {
  return headerOf(kind, kind === "register" ? identifier.kind : `subject.${identifier.kind}`);
}

/** Names that the register has or had for a firm; null where it does not know the firm. */
function namesOf(known: Known, uscc: string): readonly string[] | null {
  const item = known.get(Enterprise.registerKey(uscc));
  if (!item) return null;
  const { name, formerNames } = fromItem(Enterprise.entityOf, item).record;
  return [name, ...formerNames];
}

/** Learns whose the row's old identifiers are. What another firm already has is left to it and said. */
async function linkIdentifiers({ store, known, now }: Planning, draft: Draft): Promise<readonly Issue[]> {
  const uscc = usccOf(draft);
  const identifiers = identifiersOf(draft);
  const [place] = identifiers;
  const conflicts: Issue[] = [];
  for (const identifier of identifiers) {
    const found = identifierIn(known, identifier);
    if (uscc === null) {
      if (place) waitFor(known, identifier, place);
    } else if (found?.uscc && found.uscc !== uscc) {
      const message = `${identifier.kind} ${identifier.value} is known as that of ${found.uscc}`;
      conflicts.push({ code: "IDENTIFIER_CONFLICT", column: columnOf(draft, identifier), value: identifier.value, message });
    } else if (!found?.uscc || found.waiting.length > 0) {
      const left: Enterprise.OldIdentifier[] = [];
      for (const waiting of found?.waiting ?? []) {
        const others = await moveWaiting(store, waiting, { uscc, names: namesOf(known, uscc) }, now());
        await known.load([Enterprise.identifierKey(waiting.kind, waiting.value)]);
        const isItself = waiting.kind === identifier.kind && waiting.value === identifier.value;
        if (others.length > 0) {
          left.push(waiting);
          const message = `Decisions under ${waiting.kind} ${waiting.value} name ${others.join(", ")}; they wait until the register has that name`;
          conflicts.push({ code: "IDENTIFIER_CONFLICT", column: columnOf(draft, identifier), value: identifier.value, message });
        } else if (!isItself && !identifierIn(known, waiting)?.uscc) link(known, waiting, uscc);
      }
      link(known, identifier, uscc, left);
    }
  }
  return conflicts;
}
