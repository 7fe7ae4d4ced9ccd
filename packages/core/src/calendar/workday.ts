import { HubError } from "../error.ts";
import holidays from "./data/holidays.json" with { type: "json" };
import { fromEpochDay, toEpochDay } from "./day.ts";

/**
 * Working days in China: Monday to Friday without the public holidays, with the make-up days worked on weekends, by
 * the State Council's yearly arrangements. Years after the last known one count Monday to Friday and are provisional.
 */

const years = holidays.years as Readonly<Record<string, { readonly off: readonly string[]; readonly makeup: readonly string[] }>>;
const known = Object.keys(years).map(Number).sort((a, b) => a - b);

/** First and last year whose arrangement is known. */
export const firstYear = known[0] ?? 0;
export const horizon = known.at(-1) ?? 0;

const firstDay = toEpochDay(`${firstYear}-01-01`);
const lastDay = toEpochDay(`${horizon}-12-31`);

interface Table {
  /** Whether a day is worked, by days since the first. */
  readonly worked: Uint8Array;
  /** Working days before a day, by days since the first; one more entry than days. */
  readonly before: Uint32Array;
}

let table: Table | undefined;

function days(): Table {
  table ??= build();
  return table;
}

function build(): Table {
  const length = lastDay - firstDay + 1;
  const worked = new Uint8Array(length);
  for (let at = 0; at < length; at += 1) worked[at] = isWeekday(firstDay + at) ? 1 : 0;
  for (const { off, makeup } of Object.values(years)) {
    for (const day of off) worked[toEpochDay(day) - firstDay] = 0;
    for (const day of makeup) worked[toEpochDay(day) - firstDay] = 1;
  }
  const before = new Uint32Array(length + 1);
  for (let at = 0; at < length; at += 1) before[at + 1] = (before[at] ?? 0) + (worked[at] ?? 0);
  return { worked, before };
}

/** 1970-01-01 was a Thursday. */
function isWeekday(epochDay: number): boolean {
  const weekday = (((epochDay + 4) % 7) + 7) % 7;
  return weekday !== 0 && weekday !== 6;
}

function requireKnown(epochDay: number): void {
  if (epochDay < firstDay) throw new HubError("CALENDAR_HORIZON", `Working days before ${firstYear} are not known`, { day: fromEpochDay(epochDay), firstYear });
}

function isWorked(epochDay: number): boolean {
  requireKnown(epochDay);
  return epochDay > lastDay ? isWeekday(epochDay) : days().worked[epochDay - firstDay] === 1;
}

/** Whether people work on that day. Throws CALENDAR_HORIZON before the first known year. */
export function isWorkday(day: string): boolean {
  return isWorked(toEpochDay(day));
}

export interface Due {
  readonly due: string;
  /** The count ran into a year whose arrangement is not published yet: the day may move. */
  readonly provisional: boolean;
}

/** The n-th working day after a day, which itself does not count; before it when n is negative. Throws CALENDAR_HORIZON. */
export function addWorkdays(from: string, n: number): Due {
  const step = n < 0 ? -1 : 1;
  let day = toEpochDay(from);
  requireKnown(day);
  for (let left = Math.abs(n); left > 0; ) {
    day += step;
    if (isWorked(day)) left -= 1;
  }
  return { due: fromEpochDay(day), provisional: Math.max(day, toEpochDay(from)) > lastDay };
}

/** The day itself when it is worked, else the next one that is. Throws CALENDAR_HORIZON. */
export function nextWorkday(from: string): Due {
  let day = toEpochDay(from);
  while (!isWorked(day)) day += 1;
  return { due: fromEpochDay(day), provisional: day > lastDay };
}

/** Working days after `from` up to and including `to` (0 when `to` is not later); null where one lies before the first known year. */
export function workdaysBetween(from: string, to: string): { readonly count: number; readonly provisional: boolean } | null {
  const [first, last] = [toEpochDay(from), toEpochDay(to)];
  if (first < firstDay || last < firstDay) return null;
  if (last <= first) return { count: 0, provisional: false };
  const { before } = days();
  const inTable = (epochDay: number) => before[Math.min(epochDay, lastDay) - firstDay + 1] ?? 0;
  let count = inTable(last) - inTable(first);
  for (let day = Math.max(first, lastDay) + 1; day <= last; day += 1) if (isWeekday(day)) count += 1;
  return { count, provisional: last > lastDay };
}
