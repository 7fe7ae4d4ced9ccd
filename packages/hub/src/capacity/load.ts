/** One assumption about how the hub is used. */
interface Assumption {
  readonly is: number;
  /** What the number counts. */
  readonly of: string;
  readonly why: string;
}

/** The load for which the figures are worked out. Nobody has measured it: each number says why it stands here. */
export const load = {
  licences: { is: 1.33, of: "licences per enterprise", why: "as in the demo's files; the shares of a real division are not known" },
  penalties: { is: 0.14, of: "penalties per enterprise", why: "as in the demo's files" },
  identifiers: { is: 1.92, of: "old numbers per enterprise", why: "as in the demo's files: an organisation code, mostly a registration number too" },
  remarks: { is: 0.037, of: "rows about which something is said", why: "as in the demo's files, which are wrong on purpose" },
  asked: { is: 1, of: "profiles asked per enterprise and month", why: "a guess: most firms are never asked for, bidders and borrowers many times" },
  byOldNumber: { is: 0.02, of: "of these by an old number", why: "a guess: registers have carried the unified code since 2015" },
  inHundreds: { is: 0.5, of: "of these in requests for 100", why: "a guess: banks check lists; it changes the requests, not the units" },
  noted: {
    is: 0.5,
    of: "of these that ask for what is not public",
    why: "a guess: banks and officers want to know where a record comes from; each leaves an entry in the trail",
  },
  added: { is: 0.02, of: "new records per record and month", why: "a guess: a register that grows by a quarter in a year" },
  changed: { is: 0.01, of: "changed records per record and month", why: "a guess: a tenth of all firms change something in a year" },
  repeated: {
    is: 1,
    of: "records reported again unchanged per record and month",
    why: "dear on purpose: sources that send whole lists each month; when a record was last seen is written, too",
  },
  monthsKept: { is: 12, of: "months of imports and remarks stored", why: "nothing is deleted yet; this is the state after a year" },
  rowsPerFile: { is: 1_000, of: "rows per file", why: "a guess; it decides how many imports are listed" },
  rowsPerBatch: { is: 32, of: "rows per transaction", why: "what fits of a register with two old numbers a row, the least; decisions fit 98" },
  perAppend: { is: 60, of: "versions put into the log at once", why: "what fits beside their pointers and totals; fewer where changes come one by one" },
  totalsPerAppend: { is: 12, of: "totals written with them", why: "a guess: a few kinds and states, some provinces and months" },
  peak: { is: 10, of: "times the mean rate at the peak", why: "a guess: office hours, and the days before a tender closes" },
  sameFirm: { is: 0.01, of: "of the questions at the peak for one firm", why: "a guess: a firm in the news" },
  importsAtOnce: { is: 10, of: "imports at once", why: "the queue lets 4 functions take files in (stacks/intake.ts); commands may run beside them" },
  fileMs: { is: 20, of: "ms to fetch and open a file", why: "the least to be expected; whatever is slower spares the partitions" },
  readMs: { is: 5, of: "ms to read what a batch depends on", why: "the least to be expected" },
  transactionMs: { is: 10, of: "ms for a transaction", why: "the least to be expected" },
} as const satisfies Readonly<Record<string, Assumption>>;
