/** Calendar days as `YYYY-MM-DD`, counted without any time zone. */

const usual = /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})$/;
const others = [
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/,
  /^(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\+08:?00)?$/,
] as const;
const instantInUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const serial = /^(\d{5})(?:\.0+)?$/;
/** Excel counts days; 25,569 is 1970-01-01. What lies outside 2000 to 2099 is no date. */
const serialOf1970 = 25_569;
const [firstSerial, lastSerial] = [36_526, 73_050];

/**
 * The day in any form the official files use: 2026/3/5, 2026-03-05, 2026.3.5, 20260305, 2026年3月5日, with a time in
 * China behind it, an instant in UTC, or a workbook's day number. Null for anything else and for impossible days.
 */
export function parseDay(raw: string): string | null {
  const parts = usual.exec(raw);
  if (parts) return dayOf(Number(parts[1]), Number(parts[3]), Number(parts[4]));
  const text = raw.normalize("NFKC").trim();
  for (const form of [usual, ...others]) {
    const found = form.exec(text);
    if (!found) continue;
    const [year, month, day] = found.slice(1).filter((part) => /^\d+$/.test(part));
    return dayOf(Number(year), Number(month), Number(day));
  }
  if (instantInUtc.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : fromEpochDay(Math.floor((at + 8 * 3_600_000) / dayLength));
  }
  const number = Number(serial.exec(text)?.[1] ?? Number.NaN);
  return number >= firstSerial && number <= lastSerial ? fromEpochDay(number - serialOf1970) : null;
}

function dayOf(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || year < 1900) return null;
  return `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

const dayLength = 86_400_000;

/** Days since 1970-01-01. The day must be written YYYY-MM-DD. */
export function toEpochDay(day: string): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / dayLength;
}

export function fromEpochDay(epochDay: number): string {
  return new Date(epochDay * dayLength).toISOString().slice(0, 10);
}
