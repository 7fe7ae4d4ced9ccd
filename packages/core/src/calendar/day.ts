import { HubError } from "../error.ts";

/** Calendar days as `YYYY-MM-DD`, counted in whole numbers: no Date, no time zone. */

/**
 * The day in any form the official files use, as `YYYY-MM-DD`: 2026-03-05, 2026/3/5, 2026.3.5, 20260305, 2026年3月5日,
 * each with or without a time of day in China behind it; an instant in UTC (…Z), turned into the day it is in China;
 * a workbook's day number (36526 to 73050 for 2000-01-01 to 2099-12-31). Full width is read like half width.
 * Null for anything else and for days that do not exist.
 */
export function parseDay(raw: string): string | null {
  const quick = readUsual(raw);
  if (quick !== undefined) return quick;
  const text = raw
    .normalize("NFKC")
    .trim()
    .replace(/\s*([年月])\s*|\s+(?=日)/g, "$1");
  const found = form.exec(text);
  if (!found) return fromSerial(text);
  const [, year, , month1, day1, month2, day2, month3, day3, hour, minute, second, zone] = found;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  const day = dayOf(Number(year), Number(month1 ?? month2 ?? month3), Number(day1 ?? day2 ?? day3));
  const isNextDayInChina = zone === "Z" && Number(hour) >= 16;
  return day !== null && isNextDayInChina ? fromEpochDay(toEpochDay(day) + 1) : day;
}

const form =
  /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:(?:T|\s*)(?<=[T\s日])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|\+08:?00)?)?$/;
const serial = /^(\d{5})(?:\.0+)?$/;
/** Workbooks number the days; 25,569 is 1970-01-01. */
const serialOf1970 = 25_569;

function fromSerial(text: string): string | null {
  const number = Number(serial.exec(text)?.[1] ?? 0);
  return number >= 36_526 && number <= 73_050 ? fromEpochDay(number - serialOf1970) : null;
}

/** YYYY-MM-DD and YYYY/M/D, the forms of nearly all rows, without a regular expression; undefined for other forms. */
function readUsual(text: string): string | null | undefined {
  const { length } = text;
  const separator = text.charCodeAt(4);
  if (length < 8 || length > 10 || (separator !== 45 && separator !== 47)) return undefined;
  const second = text.charCodeAt(6) === separator ? 6 : 7;
  if (text.charCodeAt(second) !== separator) return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, second), digits(text, second + 1, length)];
  if (year < 0 || month < 0 || day < 0 || length - second > 3) return undefined;
  return length === 10 && separator === 45 ? (exists(year, month, day) ? text : null) : dayOf(year, month, day);
}

/** The number between two places; -1 when there is none or a character is no digit. */
function digits(text: string, from: number, to: number): number {
  if (from === to) return -1;
  let number = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

function dayOf(year: number, month: number, day: number): string | null {
  return exists(year, month, day) ? written(year, month, day) : null;
}

function written(year: number, month: number, day: number): string {
  return `${year}-${month < 10 ? "0" : ""}${month}-${day < 10 ? "0" : ""}${day}`;
}

function exists(year: number, month: number, day: number): boolean {
  return year >= 1900 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** 1970-01-01 in days since 0000-03-01, from where years end in February and leap days come last. */
const epoch = 719_468;

/** Whole days from 1970-01-01 to a day from 1900 to 9999. Throws BAD_INPUT when the text is no day written YYYY-MM-DD. */
export function toEpochDay(day: string): number {
  const [year, month, ofMonth] = [digits(day, 0, 4), digits(day, 5, 7), digits(day, 8, 10)];
  if (day.length !== 10 || day.charCodeAt(4) !== 45 || day.charCodeAt(7) !== 45 || !exists(year, month, ofMonth)) {
    throw new HubError("BAD_INPUT", `"${day.slice(0, 40)}" is not a day written YYYY-MM-DD`, { day: day.slice(0, 40) });
  }
  const fromMarch = month > 2 ? year : year - 1;
  const before = fromMarch * 365 + Math.floor(fromMarch / 4) - Math.floor(fromMarch / 100) + Math.floor(fromMarch / 400);
  return before + Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + ofMonth - 1 - epoch;
}

/** The day that many days after 1970-01-01. Throws BAD_INPUT outside 1900 to 9999. */
export function fromEpochDay(epochDay: number): string {
  const days = epochDay + epoch;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  if (!(year >= 1900 && year <= 9999)) throw new HubError("BAD_INPUT", "The day lies outside the years 1900 to 9999", { epochDay });
  return written(year, month, ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1);
}

/**
 * The day that many calendar months later; the last of its month where that has no such day. Throws BAD_INPUT when the text is
 * no day written YYYY-MM-DD, and outside 1900 to 9999.
 */
export function addMonths(from: string, months: number): string {
  toEpochDay(from);
  const ofYearZero = digits(from, 0, 4) * 12 + digits(from, 5, 7) - 1 + months;
  const year = Math.floor(ofYearZero / 12);
  const month = (ofYearZero % 12) + 1;
  if (!(year >= 1900 && year <= 9999)) throw new HubError("BAD_INPUT", "The day lies outside the years 1900 to 9999", { from, months });
  return written(year, month, Math.min(digits(from, 8, 10), daysIn(year, month)));
}

/** The day after. Throws BAD_INPUT as the others do. */
export function dayAfter(day: string): string {
  return fromEpochDay(toEpochDay(day) + 1);
}
