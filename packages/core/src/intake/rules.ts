import { Calendar } from "../calendar/index.ts";

/** How long a decision may take until it is reported: dated, with where it comes from. */
interface ReportingTerm {
  readonly from: string;
  readonly to: string | null;
  readonly workingDays: number;
  readonly source: string;
  readonly confidence: string;
}

const reportingTerms: readonly ReportingTerm[] = [
  {
    from: "2018-07-01",
    to: null,
    workingDays: 7,
    source: "发改办财金〔2018〕424号: published within 7 working days from the date of the decision",
    confidence: "sourced; the guidance is of July 2018, its day is not at hand",
  },
];

/** The term for a decision of that day; null where the hub has no rule. */
export function reportingTerm(decidedOn: string): ReportingTerm | null {
  return reportingTerms.find(({ from, to }) => from <= decidedOn && (to === null || decidedOn <= to)) ?? null;
}

/** Whether a decision was reported in time; "unmeasured" where no rule or no calendar covers it, or where it is younger than its report. */
export function timeliness(decidedOn: string, reportedOn: string): "onTime" | "late" | "unmeasured" {
  const term = reportingTerm(decidedOn);
  const taken = term && decidedOn <= reportedOn && Calendar.workdaysBetween(decidedOn, reportedOn);
  if (!term || !taken) return "unmeasured";
  return taken.count <= term.workingDays ? "onTime" : "late";
}
