import { partitionLimits } from "@hub/store/capacity";
import { load } from "./load.ts";
import { readUnits, weightOf } from "./weight.ts";

/** The most that one partition is asked for in a second, and what becomes of it where that is more than it gives. */
export interface Peak {
  readonly partition: string;
  readonly when: string;
  readonly units: number;
  /** Most that the partition gives in a second, in the same units. */
  readonly limit: number;
  /** Rows a second that an import is slowed to; null where the partition gives what is asked. */
  readonly slowedTo: number | null;
}

const secondsPerMonth = 30 * 24 * 3_600;
/** Rows of a batch of decisions that carry the code alone, and of one whose every row is rejected. */
const decisionsPerBatch = 98;
const rejectedPerBatch = 99;

/** Writes to partitions at their busiest: they depend on how fast files come in, not on how many enterprises there are. */
export function writePeaks(): readonly Peak[] {
  const run = weightOf("import").write.table;
  const longestRun = weightOf("import").mostWrite.table;
  const remark = weightOf("importRow").write.table;
  const decision = Math.max(weightOf("penalty").write.table, weightOf("licence").write.table);
  return [
    peakOf("gsi1 `IMPORT`", "files of one batch, as many at once and as fast as can be", shortImports() * 2 * weightOf("importListing").write.indexes),
    peakOf("gsi1 `IMPORT`", "long files at once, if their runs stood there (they do not)", load.importsAtOnce.is * batches() * (run / 2)),
    peakOf("gsi1 `IMPORT`", "the same, each file from 50 reporting units", load.importsAtOnce.is * batches() * (longestRun / 2)),
    batchPeak("`IMPORT#{file sha256}`", "a long file with remarks as usual", run + decisionsPerBatch * load.remarks.is * remark, decisionsPerBatch),
    batchPeak("`IMPORT#{file sha256}`", "a long file whose every row is rejected", run + rejectedPerBatch * remark, rejectedPerBatch),
    batchPeak("`IMPORT#{file sha256}`", "a long file from 50 reporting units, without remarks", longestRun, decisionsPerBatch),
    batchPeak("`ENT#{uscc}`", "a long file of decisions on one firm alone", decisionsPerBatch * decision, decisionsPerBatch),
  ];
}

/** Questions for one firm at the peak. */
export function readPeak(enterprises: number): Peak {
  const units = ((enterprises * load.asked.is) / secondsPerMonth) * load.peak.is * load.sameFirm.is * readUnits("enterprise", "profile");
  const when = `questions for one firm in the news, of ${enterprises.toLocaleString("en-US")}`;
  return { partition: "`ENT#{uscc}`", when, units, limit: partitionLimits.read, slowedTo: null };
}

/** Batches that one import can take in a second. */
function batches(): number {
  return 1_000 / (load.readMs.is + load.transactionMs.is);
}

/** Imports of one batch a second: each opens its file, reads its progress, begins, reads and writes the batch, and ends. */
function shortImports(): number {
  return (load.importsAtOnce.is * 1_000) / (load.fileMs.is + 2 * load.readMs.is + 3 * load.transactionMs.is);
}

function peakOf(partition: string, when: string, units: number): Peak {
  return { partition, when, units, limit: partitionLimits.write, slowedTo: null };
}

/** What one import writes to a partition with each batch: it waits for every batch, so that it is slowed and nothing is lost. */
function batchPeak(partition: string, when: string, unitsPerBatch: number, rowsPerBatch: number): Peak {
  const peak = peakOf(partition, when, batches() * unitsPerBatch);
  return { ...peak, slowedTo: peak.units > peak.limit ? (peak.limit / unitsPerBatch) * rowsPerBatch : null };
}
