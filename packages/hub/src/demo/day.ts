import { Calendar } from "@hub/core/calendar";
import type { Chance } from "./random.ts";

/** Days of the demo: decisions of ten years, the last of them three days before the import is meant to happen. */

/** The Ecological Environment Code took effect on this day and repealed the laws before it. */
export const codeFrom = "2026-08-15";
/** The permit regulation (排污许可管理条例) took effect on this day. */
export const permitRegulationFrom = "2021-03-01";
const lastReport = "2026-11-23";

/** The year of a decision by its running number: neighbours stand in different years. */
export function yearOf(ordinal: number): number {
  return 2017 + ((ordinal * 7 + 3) % 10);
}

/** The number within that year: no two decisions of a series share year and number. 1 and 2 are left to the thread. */
export function numberOf(ordinal: number): number {
  return 3 + Math.floor(ordinal / 10);
}

/** A working day of the year: to 28 December, in 2026 to 20 November. */
export function decisionDay(year: number, by: Chance): string {
  const [first, last] = [Calendar.toEpochDay(`${year}-01-04`), Calendar.toEpochDay(year === 2026 ? "2026-11-20" : `${year}-12-28`)];
  return Calendar.nextWorkday(Calendar.fromEpochDay(first + by.below(last - first + 1))).due;
}

/** Reported within the seven working days; one in twelve too late, and some rows say nothing. */
export function reportDay(decidedOn: string, by: Chance): string {
  if (by.percent(3)) return "";
  const day = Calendar.addWorkdays(decidedOn, by.percent(8) ? 8 + by.below(20) : 1 + by.below(7)).due;
  return day < lastReport ? day : lastReport;
}

/** The same day some years on, the day before 29 February where there is none. */
export function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  return `${year}${day.slice(4)}`.replace(/-02-29$/, year % 4 === 0 ? "-02-29" : "-02-28");
}

export function dayBefore(day: string, days: number): string {
  return Calendar.fromEpochDay(Calendar.toEpochDay(day) - days);
}

/** As sheets write it: 2026/03/05. */
export function slashed(day: string): string {
  return day.replaceAll("-", "/");
}

/** The standard's way to say that a term has no end. */
export const open = "2099/12/31";
