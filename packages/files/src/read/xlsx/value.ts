/** How a number is shown: as it is, or as a day or time counted in days. */
export type Shown = "number" | "date";

/** Number formats that every workbook knows and that show dates or times; 27 to 36 and 50 to 58 are the Chinese ones. */
const dateFormats = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

/** How a cell format shows its number. `code` is the workbook's own text of the format, if it has one: yyyy"年"m"月". */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return dateFormats.some(([from, to]) => id >= from && id <= to) ? "date" : "number";
  const first = code
    .replaceAll(/"[^"]*"|\\.|[_*]./g, "")
    .replaceAll(/\[(?![hms]+\])[^\]]*\]/gi, "")
    .split(";")[0];
  if (first === undefined || /general/i.test(first)) return "number";
  return /[ymdhs]|a{3}/i.test(first) ? "date" : "number";
}

/** The text of a numeric cell, without the dust of binary sums: 0.30000000000000004 is 0.3. What is no number stays as it is. */
export function numberText(raw: string): string {
  if (raw.trim() === "") return "";
  const number = Number(raw);
  if (!Number.isFinite(number)) return raw;
  const text = String(Number(number.toPrecision(15)));
  return text.includes("e") ? Number(text).toLocaleString("en", { useGrouping: false, maximumFractionDigits: 20 }) : text;
}

const secondsOfDay = 86_400;
/** 9999-12-31 in the count from 1900. */
const lastDay = 2_958_465;
/** Days from 1900's zero to 1904's. */
const from1904Days = 1_462;

/** A count of days as 2024-03-05, 2024-03-05 10:30:00, or 10:30:00 for a part of a day. What no calendar has stays a number. */
export function dateText(raw: string, from1904: boolean): string {
  if (raw.trim() === "") return "";
  const seconds = Math.round((Number(raw) + (from1904 ? from1904Days : 0)) * secondsOfDay);
  if (!(seconds >= 0 && seconds < (lastDay + 1) * secondsOfDay)) return numberText(raw);
  const day = Math.floor(seconds / secondsOfDay);
  const time = new Date((seconds % secondsOfDay) * 1_000).toISOString().slice(11, 19);
  if (Math.floor(Number(raw)) === 0) return time;
  return time === "00:00:00" ? dayText(day) : `${dayText(day)} ${time}`;
}

/** Excel counts a 29 February 1900, which never was, as day 60; it is given as Excel shows it. */
function dayText(day: number): string {
  if (day === 60) return "1900-02-29";
  const base = day < 60 ? Date.UTC(1899, 11, 31) : Date.UTC(1899, 11, 30);
  return new Date(base + day * secondsOfDay * 1_000).toISOString().slice(0, 10);
}

/** An ISO date of a cell of type d. */
export function isoText(raw: string): string {
  return raw
    .replace(/Z$/, "")
    .replace(/\.\d+$/, "")
    .replace(/T00:00:00$/, "")
    .replace("T", " ");
}

/** Characters that XML cannot hold are written as _x000D_, and an underscore that would look so as _x005F_. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))).toWellFormed();
}
