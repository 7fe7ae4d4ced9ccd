import { getUnits } from "@hub/store/capacity";
import { load } from "./load.ts";
import type { Prices } from "./price.ts";
import { readUnits, weightOf } from "./weight.ts";

/** What so many enterprises come to. Units and costs are per month, sizes in bytes. */
export interface Estimate {
  readonly enterprises: number;
  readonly records: number;
  readonly items: number;
  readonly bytes: { readonly table: number; readonly indexes: number };
  readonly rows: number;
  readonly requests: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly cost: { readonly read: number; readonly write: number; readonly storage: number; readonly backup: number; readonly total: number };
  /** Taking every record in for the first time, once. */
  readonly firstLoad: { readonly writeUnits: number; readonly cost: number };
}

/** How many items, by kind. */
type Amounts = Readonly<Record<string, number>>;
/** Records by kind. */
type Counts = Readonly<Record<"enterprise" | "licence" | "penalty", number>>;

export function estimate(enterprises: number, prices: Prices): Estimate {
  const records: Counts = { enterprise: enterprises, licence: enterprises * load.licences.is, penalty: enterprises * load.penalties.is };
  const monthly = scaled(records, load.added.is + load.changed.is + load.repeated.is);
  const asked = enterprises * load.asked.is;
  const oldNumbers = asked * load.byOldNumber.is;
  const profiles = readUnits("enterprise", "profile") * (asked - oldNumbers) + readUnits("identifier", "profile") * oldNumbers;
  const requests = asked * (1 - load.inHundreds.is) + (asked * load.inHundreds.is) / 100;
  // Before each request its allowance is asked for, and written: where requests come slowly, for each alone.
  const read = profiles + intakeReads(monthly) + projectionReads(monthly) + requests * readUnits("quota", "before a request");
  const replaced = sum(records) * (load.changed.is + load.repeated.is);
  const noted = asked * load.noted.is;
  const asking = weighed({ quota: requests, trailEntry: noted, trailListing: 2 * noted }, (kind) => weightOf(kind).write.table + weightOf(kind).write.indexes);
  const written = intakeWrites(monthly, { newEnterprises: enterprises * load.added.is, replaced }) + asking;
  const months = load.monthsKept.is;
  const stored = storedItems(records, { rows: sum(monthly) * months, replaced: replaced * months, noted: noted * months });
  const bytes = { table: weighed(stored, (kind) => weightOf(kind).stored.table), indexes: weighed(stored, (kind) => weightOf(kind).stored.indexes) };
  const parts = {
    read: (read / 1e6) * prices.read,
    write: (written / 1e6) * prices.write,
    storage: ((bytes.table + bytes.indexes) / 2 ** 30) * prices.storage,
    backup: (bytes.table / 2 ** 30) * prices.backup,
  };
  const firstUnits = intakeWrites(records, { newEnterprises: enterprises, replaced: 0 });
  return {
    enterprises,
    records: sum(records),
    items: sum(stored),
    bytes,
    rows: sum(monthly),
    requests,
    readUnits: read,
    writeUnits: written,
    cost: { ...parts, total: sum(parts) },
    firstLoad: { writeUnits: firstUnits, cost: (firstUnits / 1e6) * prices.write },
  };
}

/** Read units of taking rows in: each asks for its record, decisions for their firm, registers for their old numbers; each file for its import. */
function intakeReads(rows: Counts): number {
  const units = (kind: string) => getUnits(weightOf(kind).bytes);
  const registers = rows.enterprise * (units("enterprise") + load.identifiers.is * units("identifier"));
  const decisions = rows.licence * (units("licence") + units("enterprise")) + rows.penalty * (units("penalty") + units("enterprise"));
  return registers + decisions + (sum(rows) / load.rowsPerFile.is) * (units("import") + units("importListing"));
}

/** Write units of taking rows in: the records, the versions they replace, the old numbers of new firms, what is said about rows, each import's progress, and who began and ended it. */
function intakeWrites(rows: Counts, { newEnterprises, replaced }: { readonly newEnterprises: number; readonly replaced: number }): number {
  const files = sum(rows) / load.rowsPerFile.is;
  const amounts: Amounts = {
    ...rows,
    version: replaced,
    identifier: newEnterprises * load.identifiers.is,
    importRow: sum(rows) * load.remarks.is,
    import: sum(rows) / load.rowsPerBatch.is + 2 * files,
    importListing: 2 * files,
    trailEntry: 2 * files,
    ...projected(sum(rows)),
    pointer: sum(rows),
  };
  return weighed(amounts, (kind) => weightOf(kind).write.table + weightOf(kind).write.indexes);
}

/** Items that are written for so many versions as they go into the log, beside their pointers. */
function projected(versions: number): Amounts {
  const appends = versions / load.perAppend.is;
  return { logHead: appends, logEntries: versions / entriesInExample, total: appends * load.totalsPerAppend.is };
}

/** Entries of the log's example. */
const entriesInExample = 40;

/** Read units of projecting versions: each asks for its pointer and its record. */
function projectionReads(rows: Counts): number {
  const units = (kind: string) => getUnits(weightOf(kind).bytes);
  return sum(rows) * units("pointer") + rows.enterprise * units("enterprise") + rows.licence * units("licence") + rows.penalty * units("penalty");
}

/** Items by kind that lie in the table when so many rows have been taken in. */
function storedItems(records: Counts, { rows, replaced, noted }: { readonly rows: number; readonly replaced: number; readonly noted: number }): Amounts {
  const files = rows / load.rowsPerFile.is;
  const identifier = records.enterprise * load.identifiers.is;
  const log = { pointer: sum(records), logEntries: (sum(records) + replaced) / entriesInExample };
  return {
    ...records,
    ...log,
    version: replaced,
    identifier,
    importRow: rows * load.remarks.is,
    import: files,
    importListing: files,
    trailEntry: noted + 2 * files,
    trailListing: 2 * noted,
  };
}

function scaled(counts: Counts, by: number): Counts {
  return { enterprise: counts.enterprise * by, licence: counts.licence * by, penalty: counts.penalty * by };
}

function weighed(counts: Amounts, weight: (kind: string) => number): number {
  return Object.entries(counts).reduce((all, [kind, count]) => all + count * weight(kind), 0);
}

function sum(of: Amounts): number {
  return Object.values(of).reduce((all, each) => all + each, 0);
}
