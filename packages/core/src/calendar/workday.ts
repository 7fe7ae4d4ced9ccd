import { HubError } from "../error.ts";
import holidays from "./data/holidays.json" with { type: "json" };
import { fromEpochDay, toEpochDay } from "./day.ts";

/**
 * Working days in China: Monday to Friday without the public holidays, with the make-up days worked on weekends, by
 * the State Council's yearly arrangements. Later years than the last known one count Monday to Friday and are
 * provisional: their arrangement is announced in November before (1 January, too, counts as worked until then).
 */

const years = holidays.years as Readonly<Record<string, { readonly off: readonly string[]; readonly makeup: readonly string[] }>>;
const known = Object.keys(years).map(Number);

/** State of the holidays, as certificates name it. */
export const dataVersion = holidays.version;

/** First year whose arrangement is known. */
export const firstYear = Math.min(...known);
/** Last year whose arrangement is known; what runs beyond is provisional. */
export const horizon = Math.max(...known);

const firstDay = toEpochDay(`${firstYear}-01-01`);
const lastDay = toEpochDay(`${horizon}-12-31`);

let table: Uint16Array | undefined;

/** Working days from the first day known to each day known, that day included. Counted on first use. */
function counted(): Uint16Array {
  table ??= count();
  return table;
}

function count(): Uint16Array {
  const worked = Uint16Array.from({ length: lastDay - firstDay + 1 }, (_, at) => (isWeekday(firstDay + at) ? 1 : 0));
  for (const { off, makeup } of Object.values(years)) {
    for (const day of off) worked[toEpochDay(day) - firstDay] = 0;
    for (const day of makeup) worked[toEpochDay(day) - firstDay] = 1;
  }
  for (let at = 1; at < worked.length; at += 1) worked[at] = (worked[at - 1] ?? 0) + (worked[at] ?? 0);
  return worked;
}

/** 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday. */
function weekday(epochDay: number): number {
  return (((epochDay + 3) % 7) + 7) % 7;
}

function isWeekday(epochDay: number): boolean {
  return weekday(epochDay) < 5;
}

/** Days from Monday to Friday up to a day, from a Monday long ago. */
function weekdaysThrough(epochDay: number): number {
  return Math.floor((epochDay + 3) / 7) * 5 + Math.min(weekday(epochDay) + 1, 5);
}

/** Working days from the first day known up to that day; 0 for the day before it. */
function workedThrough(epochDay: number): number {
  if (epochDay < firstDay) return 0;
  if (epochDay <= lastDay) return counted()[epochDay - firstDay] ?? 0;
  return workedThrough(lastDay) + weekdaysThrough(epochDay) - weekdaysThrough(lastDay);
}

function requireKnown(epochDay: number): void {
  if (epochDay < firstDay) throw new HubError("CALENDAR_HORIZON", `Working days before ${firstYear} are not known`, { firstYear });
}

/** Whether people work on that day. Throws CALENDAR_HORIZON before the first known year, BAD_INPUT for what is no day. */
export function isWorkday(day: string): boolean {
  const epochDay = toEpochDay(day);
  requireKnown(epochDay);
  return workedThrough(epochDay) > workedThrough(epochDay - 1);
}

export interface Due {
  readonly due: string;
  /** The count ran into a year whose arrangement is not published yet: the day may move. */
  readonly provisional: boolean;
}

/**
 * The n-th working day after a day, which itself does not count (law sheet 5.3); before it when n is negative; the day
 * itself, worked or not, for 0. Throws CALENDAR_HORIZON when it starts or ends before the first known year, BAD_INPUT
 * for what is no day or no whole number.
 * @example addWorkdays("2020-09-30", 5) // { due: "2020-10-14", provisional: false }
 */
export function addWorkdays(from: string, n: number): Due {
  const start = toEpochDay(from);
  requireKnown(start);
  if (!Number.isSafeInteger(n)) throw new HubError("BAD_INPUT", `${n} is not a number of working days`, { n });
  const day = n === 0 ? start : n > 0 ? dayOfCount(workedThrough(start) + n) : dayOfCount(workedThrough(start - 1) + n + 1);
  return { due: fromEpochDay(day), provisional: Math.max(start, day) > lastDay };
}

/** The working day that is the n-th since the first day known. Throws CALENDAR_HORIZON where n is less than 1. */
function dayOfCount(n: number): number {
  if (n < 1) throw new HubError("CALENDAR_HORIZON", `Working days before ${firstYear} are not known`, { firstYear });
  let [low, high] = [firstDay, firstDay + 2 * n + 30];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (workedThrough(middle) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The day itself when it is worked, else the next one that is. Throws like `addWorkdays`. */
export function nextWorkday(from: string): Due {
  const start = toEpochDay(from);
  requireKnown(start);
  const day = dayOfCount(workedThrough(start - 1) + 1);
  return { due: fromEpochDay(day), provisional: day > lastDay };
}

/**
 * Working days after `from` up to and including `to`: 0 when `to` is not later. Null where one of them lies before the
 * first known year, so that old rows are "unmeasured" instead of an error. Takes the same time however far apart they
 * are. Throws BAD_INPUT only, for what is no day.
 */
export function workdaysBetween(from: string, to: string): { readonly count: number; readonly provisional: boolean } | null {
  const [first, last] = [toEpochDay(from), toEpochDay(to)];
  if (first < firstDay || last < firstDay) return null;
  if (last <= first) return { count: 0, provisional: false };
  return { count: workedThrough(last) - workedThrough(first), provisional: last > lastDay };
}
