import * as z from "zod";
import { entity } from "../entity.ts";
import { Provenance } from "../provenance/index.ts";
import { fileKinds } from "./columns.ts";
import { issue } from "./issue.ts";

const count = z.int().min(0);

/** How well one unit reports. */
export const quality = z.object({
  rows: count.describe("Rows reported"),
  accepted: count.describe("Rows that passed all checks"),
  onTime: count.describe("Decisions reported within the term"),
  late: count.describe("Decisions reported after the term (迟报)"),
  unmeasured: count.describe("Decisions that no reporting rule or holiday calendar covers"),
});
export type Quality = z.output<typeof quality>;

export const runShape = z.object({
  sha256: z
    .string()
    .length(64)
    .describe(
      "The import's id: SHA-256 of the file's bytes; of a sheet asked for by name that is not the workbook's first, SHA-256 of that, a line feed and the sheet's name",
    ),
  fileName: z.string().describe("Name of the file without its folder"),
  format: z.enum(["csv", "xlsx", "xml"]).describe("Form of the file"),
  encoding: z.string().nullable().describe("Encoding that was detected; null for a workbook"),
  sheet: z.string().nullable().describe("Sheet that was read; null for other forms"),
  kind: z.enum(fileKinds).describe("Kind of records in the file"),
  bytes: count.describe("Size of the file"),
  receivedAt: Provenance.instant.describe("When the hub first received the file"),
  receivedOn: Provenance.day.describe("Day that counts as the day of report where a row names none"),
  isReceivedOnStated: z.boolean().default(false).describe("Whether the operator stated that day; otherwise it is the day of the import"),
  state: z.enum(["running", "done"]).describe("Whether every row has been dealt with; a running one is continued by importing the file again"),
  passes: count.describe("How often the file was read from its first row"),
  rows: count.describe("Rows dealt with so far"),
  created: count.describe("Rows that gave a new record"),
  changed: count.describe("Rows that changed a known record"),
  unchanged: count.describe("Rows that said nothing new"),
  rejected: count.describe("Rows that were kept out"),
  warnings: count.describe("Rows that were taken with a warning"),
  personalDropped: count.describe("Personal document numbers and their kinds that were dropped at the door"),
  issues: z.record(z.string(), count).describe("Rows by issue code"),
  ignoredColumns: z.array(z.string()).describe("Columns of the file that the hub does not know"),
  sources: z.record(z.string(), quality).describe("Quality by reporting unit; the 50 first met, the others together"),
});
export type Run = z.output<typeof runShape>;

export function runKey(sha256: string) {
  return { pk: `IMPORT#${sha256}`, sk: "RUN" };
}

export function listingKey(sha256: string) {
  return { pk: runKey(sha256).pk, sk: "LISTING" };
}

/** The one partition of the index in which all imports stand. */
export const importsPartition = "IMPORT";

const workbook: z.input<typeof runShape> = {
  sha256: "0".repeat(64),
  fileName: "penalties.xlsx",
  format: "xlsx",
  encoding: null,
  sheet: "行政处罚",
  kind: "penalty",
  bytes: 48_211,
  receivedAt: "2026-01-05T01:00:00.000Z",
  receivedOn: "2026-01-05",
  isReceivedOnStated: false,
  state: "done",
  passes: 1,
  rows: 141,
  created: 123,
  changed: 0,
  unchanged: 0,
  rejected: 18,
  warnings: 2,
  personalDropped: 20,
  issues: { USCC: 9, REQUIRED: 4, DATE: 3, LENGTH: 2, PENALTY_TYPE: 2 },
  ignoredColumns: ["序号"],
  sources: {
    示例市生态环境局: { rows: 120, accepted: 105, onTime: 96, late: 11, unmeasured: 13 },
    示例县生态环境局: { rows: 21, accepted: 18, onTime: 20, late: 1, unmeasured: 0 },
  },
};

/** The most that a run says: a file that many units have handed in together. */
const fromManyUnits: z.input<typeof runShape> = {
  ...workbook,
  sha256: "1".repeat(64),
  rows: 6_000,
  created: 6_000,
  rejected: 0,
  warnings: 0,
  issues: {},
  sources: Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`示例市第${at + 1}生态环境分局`, { rows: 120, accepted: 120, onTime: 109, late: 11, unmeasured: 0 }]),
  ),
};

/** One file's import: its progress while it runs, its summary afterwards. Written with each batch of rows, in the same transaction. */
export const runEntity = entity({
  name: "import",
  shape: runShape,
  key: (record) => runKey(record.sha256),
  keyTemplate: { pk: "IMPORT#{file sha256}", sk: "RUN" },
  partition: "one file's import, which waits for each batch before the next: what its partition does not take slows this import",
  access: [
    { name: "by file", why: "an operator looks at one import", steps: [[{ call: "get", reads: { import: 1 } }]] },
    {
      name: "before an import",
      why: "each import, once: whether the file was met before, and how far it is",
      steps: [[{ call: "getMany", reads: { import: 1, importListing: 1 } }]],
    },
  ],
  examples: [workbook, fromManyUnits],
});

/**
 * An import as the list of imports has it: a copy of its run, written when it begins and when it ends. A run is
 * rewritten with each batch, hundreds of times a second when several files come in at once; all imports share one
 * partition of the index, which would have to take all of that. While an import runs, the list reads its run.
 */
export const listingEntity = entity({
  name: "importListing",
  shape: runShape,
  key: (record) => listingKey(record.sha256),
  keyTemplate: { pk: "IMPORT#{file sha256}", sk: "LISTING" },
  indexes: (record) => ({ gsi1: { pk: importsPartition, sk: `${record.receivedAt}#${record.sha256}` } }),
  indexTemplates: { gsi1: { pk: importsPartition, sk: "{received at}#{file sha256}" } },
  partition: "one for all imports: an import writes to it when it begins and when it ends, whatever the number of its rows; operators alone read it",
  access: [
    {
      name: "newest first",
      why: "the operator's list of imports, a few times a day; its second step asks how far those are that run",
      steps: [[{ call: "query", index: "gsi1", reads: { importListing: 21 } }], [{ call: "getMany", reads: { import: 2 } }]],
    },
  ],
  examples: [workbook, fromManyUnits],
});

export const rowIssuesShape = z.object({
  sha256: z.string().length(64).describe("The import"),
  row: z.int().min(0).describe("Row in the file as a person counts it"),
  outcome: z.enum(["created", "changed", "unchanged", "rejected"]).describe("What became of the row all the same"),
  issues: z.array(issue).min(1).describe("All that is wrong with the row, or worth a look"),
});
export type RowIssues = z.output<typeof rowIssuesShape>;

/** What was said about one row of an import. */
export const rowIssuesEntity = entity({
  name: "importRow",
  shape: rowIssuesShape,
  key: ({ sha256, row }) => ({ pk: `IMPORT#${sha256}`, sk: `ROW#${String(row).padStart(10, "0")}` }),
  keyTemplate: { pk: "IMPORT#{file sha256}", sk: "ROW#{row}" },
  partition: "its import's, see there: rows about which nothing is said write none",
  access: [
    {
      name: "of an import",
      why: "the clerk corrects the rejected rows, page by page",
      steps: [[{ call: "get", reads: { import: 1 } }], [{ call: "query", reads: { importRow: 21 } }]],
    },
    {
      name: "of each import",
      why: "an operator's page that shows the first remarks beside each of the newest imports",
      steps: [
        [{ call: "query", index: "gsi1", reads: { importListing: 21 } }],
        [{ call: "getMany", reads: { import: 2 } }],
        [{ call: "query", times: 20, reads: { importRow: 4 } }],
      ],
    },
    { name: "report", why: "an operator's report of an import, 1,000 rows at a time", steps: [[{ call: "query", reads: { importRow: 1_001 } }]] },
  ],
  examples: [
    {
      sha256: "0".repeat(64),
      row: 4,
      outcome: "rejected",
      issues: [{ code: "DATE_ORDER", column: "处罚决定日期", value: "2025/04/10", message: "Decided on 2025-04-10, but reported on 2025-04-01" }],
    },
  ],
});
