import { clipped } from "./issue.ts";
import type { PlannedRow } from "./plan.ts";
import { timeliness } from "./rules.ts";
import type { Quality, Run } from "./run.ts";

const mostSources = 50;
export const otherSources = "（其他）";
export const unnamedSource = "（未注明）";

/** The run with the outcome of some more rows counted in. The run given stays as it is. */
export function tallied(run: Run, rows: readonly PlannedRow[]): Run {
  const next = structuredClone(run);
  for (const { row, outcome, issues } of rows) {
    next.rows += 1;
    next[outcome] += 1;
    next.personalDropped += row.personalDropped;
    if (outcome !== "rejected" && issues.length > 0) next.warnings += 1;
    for (const code of new Set(issues.map((issue) => issue.code))) next.issues[code] = (next.issues[code] ?? 0) + 1;
    const quality = qualityOf(next, clipped(row.sourceName ?? unnamedSource, 200));
    quality.rows += 1;
    if (outcome !== "rejected") quality.accepted += 1;
    if (row.decidedOn !== null) quality[timeliness(row.decidedOn, row.reportedOn ?? run.receivedOn)] += 1;
  }
  return next;
}

function qualityOf(run: Run, name: string): Quality {
  const known = Object.keys(run.sources);
  // A name that would set the object's prototype is counted with the others.
  const isKept = name !== "__proto__" && (known.includes(name) || known.length < mostSources);
  const key = isKept ? name : otherSources;
  if (!Object.hasOwn(run.sources, key)) run.sources[key] = { rows: 0, accepted: 0, onTime: 0, late: 0, unmeasured: 0 };
  return run.sources[key] as Quality;
}

/** 合规率 and 及时率, 0 to 1; null where nothing was measured. */
export function rates(of: Quality): { readonly compliance: number | null; readonly timeliness: number | null } {
  const measured = of.onTime + of.late;
  return { compliance: of.rows === 0 ? null : of.accepted / of.rows, timeliness: measured === 0 ? null : of.onTime / measured };
}

/** All sources of an import together. */
export function total(run: Run): Quality {
  const sum: Quality = { rows: 0, accepted: 0, onTime: 0, late: 0, unmeasured: 0 };
  for (const quality of Object.values(run.sources)) {
    for (const name of Object.keys(sum) as (keyof Quality)[]) sum[name] += quality[name];
  }
  return sum;
}
