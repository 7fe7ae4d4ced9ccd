import { Calendar } from "../calendar/index.ts";

/**
 * The day that many calendar months later; the last of its month where that has no such day. Rest days shift nothing: whether
 * 信用中国 shifts them is not known (credit-law sheet 3.2).
 */
export function addMonths(from: string, months: number): string {
  Calendar.toEpochDay(from);
  const [year = 0, month = 0, day = 0] = from.split("-").map(Number);
  const index = year * 12 + month - 1 + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
  const next = index + 1;
  const firstOfNext = `${String(Math.floor(next / 12)).padStart(4, "0")}-${String((next % 12) + 1).padStart(2, "0")}-01`;
  const last = Calendar.fromEpochDay(Calendar.toEpochDay(firstOfNext) - 1);
  const wanted = `${first}-${String(day).padStart(2, "0")}`;
  return wanted > last ? last : wanted;
}

/** The day after. */
export function dayAfter(day: string): string {
  return Calendar.fromEpochDay(Calendar.toEpochDay(day) + 1);
}
