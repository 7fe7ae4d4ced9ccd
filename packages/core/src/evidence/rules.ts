import { Calendar } from "../calendar/index.ts";
import { Division } from "../division/index.ts";
import { Industry } from "../industry/index.ts";
import { Publicity } from "../publicity/index.ts";
import type { RuleVersion } from "./statement.ts";

/**
 * Rules and lists behind a certificate. A test holds each list's bytes to its version, so that none changes in silence. How
 * files are read is loaded for the first certificate: who only asks for profiles need not wait for it.
 */
export async function ruleVersions(): Promise<readonly RuleVersion[]> {
  const { Intake } = await import("../intake/index.ts");
  return [
    { name: "in force: decided by the day, in effect on it (hub's own)", version: "1" },
    { name: "columns of double publicity (双公示)", version: Intake.columnsVersion },
    { name: "publicity terms of penalties (公示期限)", version: Publicity.dataVersion },
    { name: "public holidays", version: Calendar.dataVersion },
    { name: "divisions, GB/T 2260", version: Division.dataVersion },
    { name: "industries, GB/T 4754", version: Industry.dataVersion },
  ];
}
